package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("clusterModel", "autoencoder", "model.n_clusters", "train.epoch", "m1", "m10", "x");

  @ParameterizedTest
  @CsvSource({
    "clusterModle, clusterModel",
    "cluster_model, clusterModel",
    "CLUSTERMODEL, clusterModel",
    "autoencodr, autoencoder",
    "model.n_cluster, model.n_clusters",
    "train.epochs, train.epoch",
    "n_clusters, model.n_clusters",
    "m11, m1",
    "m2, m1",
    "X, x",
  })
  void aSlipFindsItsName(String word, String nearest) {
    assertThat(NearestName.of(word, KNOWN)).hasValue(nearest);
  }

  @Test
  void theNearestNameIsAskedFor() {
    assertThat(NearestName.question("train.epochs", KNOWN)).hasValue("did you mean train.epoch?");
    assertThat(NearestName.question("salary", KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kmeans", "dbscan", "y", "''", "salary"})
  void aStrangerFindsNone(String word) {
    assertThat(NearestName.of(word, KNOWN)).isEmpty();
  }

  @Test
  void twoNeighboursExchangedAreOneSlip() {
    assertThat(NearestName.isOneSlip("TRIAN", "TRAIN")).isTrue();
    assertThat(NearestName.isOneSlip("TRAIN", "TRAIN")).isFalse();
    assertThat(NearestName.isOneSlip("RAINS", "TRAIN")).isFalse();
  }

  @Test
  void theNearerOfTwoWins() {
    assertThat(NearestName.of("sepal_lenght", List.of("petal_length", "sepal_length")))
        .hasValue("sepal_length");
  }
}
