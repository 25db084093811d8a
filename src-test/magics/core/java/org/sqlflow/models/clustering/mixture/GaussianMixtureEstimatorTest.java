package org.sqlflow.models.clustering.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Stop;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;

class GaussianMixtureEstimatorTest {
  private static final Set<String> ALL = Set.of("distance", "confidence");
  private final GaussianMixtureEstimator type = new GaussianMixtureEstimator();
  private final Matrix iris = Iris.standardised();

  /**
   * scikit-learn 1.9.1 on standardised iris in float32: {@code GaussianMixture(k, covariance_type,
   * n_init=20, tol=1e-8, max_iter=5000, random_state=0)}; score, bic and aic.
   */
  @ParameterizedTest
  @CsvSource({
    "full, 2, -2.164669, 794.709, 707.401",
    "full, 3, -1.936874, 801.530, 669.062",
    "diagonal, 2, -3.310206, 1078.243, 1027.062",
    "diagonal, 3, -2.781374, 964.689, 886.412",
    "tied, 2, -2.711954, 908.788, 851.586",
    "tied, 3, -2.444664, 853.655, 781.399"
  })
  void theMixtureIsAsLikelyAsScikitLearns(
      String covariance, long groups, double score, double bic, double aic) {
    Trained trained =
        train(
            "n_clusters",
            groups,
            "covariance",
            covariance,
            "starts",
            20L,
            "tol",
            1e-8,
            "train_max_iters",
            5000L);
    Map<String, Double> metrics = trained.summary().metrics();
    assertThat(metrics.get("log-likelihood of a row")).isCloseTo(score, within(1e-3));
    assertThat(metrics.get("BIC")).isCloseTo(bic, within(0.3));
    assertThat(metrics.get("AIC")).isCloseTo(aic, within(0.3));
    assertThat(((GaussianMixtureModel) trained.model()).logLikelihood(iris))
        .isCloseTo(score, within(1e-3));
  }

  @Test
  void theGroupsAreNumberedFromTheLargest() {
    Trained trained = train("n_clusters", 3L, "tol", 1e-8, "starts", 20L);
    assertThat(Iris.clusters(trained.summary()).sizes()).containsExactly(55L, 50L, 45L);
    long[] sizes = new long[3];
    for (int group : groups(trained.model())) {
      sizes[group]++;
    }
    assertThat(sizes).containsExactly(55, 50, 45);
  }

  @Test
  void autoTakesTheSmallestBic() {
    Trained trained = train("n_clusters", List.of(2L, 3L, 4L));
    assertThat(Iris.clusters(trained.summary()).sizes()).hasSize(2);
    assertThat(trained.summary().notes().get(0))
        .startsWith("model.n_clusters = 2 was chosen by the smallest BIC: 2 groups 795, 3 groups");
  }

  @Test
  void theSameSeedGivesTheSameModel() {
    assertThat(train("n_clusters", 4L).model().content())
        .usingRecursiveComparison()
        .isEqualTo(train("n_clusters", 4L).model().content());
  }

  @Test
  void aRowFarFromAllGroupsStillHasOne() {
    Model model = train("n_clusters", 3L).model();
    float[] far = {1e6f, -1e6f, 1e6f, -1e6f};
    List<ColumnVector> predicted = model.predict(new Matrix(1, 4, far), ALL);
    assertThat(((ColumnVector.Floats) predicted.get(1)).values()[0]).isGreaterThan(1e5f);
    assertThat(((ColumnVector.Floats) predicted.get(2)).values()[0]).isBetween(0.33f, 1f);
  }

  @Test
  void aConstantFeatureIsNoObstacle() {
    float[] values = new float[300 * 2];
    for (int row = 0; row < 300; row++) {
      values[2 * row] = row % 2 * 10 + row / 300f;
    }
    Trained trained =
        type.fit(
            Iris.training(
                new Matrix(300, 2, values),
                List.of("a", "b"),
                type,
                Optional.empty(),
                "n_clusters",
                2L),
            TrainingContext.unattended());
    assertThat(Iris.clusters(trained.summary()).sizes()).containsExactly(150L, 150L);
  }

  @Test
  void groupsOfFewRowsAreNamed() {
    assertThat(train("n_clusters", 40L).summary().notes())
        .anyMatch(note -> note.contains("groups have no more rows than features"));
  }

  @Test
  void aRestoredModelPredictsTheSame() throws Exception {
    for (String covariance : List.of("full", "diagonal", "tied")) {
      Model model = train("n_clusters", 3L, "covariance", covariance).model();
      ObjectMapper mapper = new ObjectMapper();
      String stored = mapper.writeValueAsString(model.content().parameters());
      Model restored =
          type.restore(new ModelContent(mapper.readTree(stored), model.content().network()));
      assertThat(restored.predict(iris, ALL))
          .usingRecursiveComparison()
          .isEqualTo(model.predict(iris, ALL));
    }
  }

  @Test
  void aDamagedModelIsRefused() {
    ModelContent content = train("n_clusters", 3L).model().content();
    assertThatThrownBy(() -> type.restore(new ModelContent(content.parameters(), Optional.empty())))
        .hasMessage("the stored model is corrupt (no numbers): retrain the model");
    ObjectNode other = content.parameters().deepCopy();
    other.put("covariance", "round");
    assertThatThrownBy(() -> type.restore(new ModelContent(other, content.network())))
        .isInstanceOf(ModelException.class)
        .hasMessage("the stored model is corrupt (an unknown covariance): retrain the model");
    assertThatThrownBy(
            () -> type.restore(new ModelContent(content.parameters(), Optional.of(new byte[9]))))
        .hasMessage("the stored model is corrupt (an array of another length): retrain the model");
  }

  @Test
  void itStopsWhenAsked() {
    assertThatThrownBy(
            () -> type.fit(Iris.training(type, Optional.empty()), TrainingContext.of(new Stop())))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void anInterruptedTrainingKeepsTheLikeliestMixture() {
    Trained trained =
        type.fit(
            Iris.training(type, Optional.empty(), "train.on_interrupt", "keep", "tol", 0.0),
            TrainingContext.of(new StopAfter(7)));
    assertThat(Iris.clusters(trained.summary()).sizes()).hasSize(10);
    assertThat(trained.summary().notes())
        .anyMatch(note -> note.startsWith("Interrupted in mixture"));
  }

  /** A user who interrupts after some iterations, once. */
  private static final class StopAfter implements TrainingListener {
    private int left;

    StopAfter(int left) {
      this.left = left;
    }

    @Override
    public void progress(TrainingProgress progress) {
      left -= progress.phase().equals("mixture") ? 1 : 0;
    }

    @Override
    public void checkCancelled() {
      if (left == 0) {
        left = -1;
        throw new CancellationException();
      }
    }
  }

  private int[] groups(Model model) {
    return ((ColumnVector.Ints) model.predict(iris, Set.of()).get(0)).values();
  }

  private Trained train(Object... attributes) {
    return type.fit(
        Iris.training(type, Optional.empty(), attributes), TrainingContext.unattended());
  }
}
