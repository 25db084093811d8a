package org.sqlflow.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;

class AutoencoderEstimatorTest {
  private final Matrix iris = Iris.standardised();

  @Test
  void anAutoencoderPredictsItsCodes() {
    AutoencoderEstimator autoencoder = new AutoencoderEstimator();
    Trained training =
        autoencoder.fit(
            Iris.training(autoencoder, Optional.empty(), "encode_units", List.of(20L, 3L)),
            TrainingContext.unattended());
    assertThat(training.model().outputs("code", Set.of()))
        .extracting(OutputColumn::name)
        .containsExactly("code_1", "code_2", "code_3");
    assertThat(training.model().predict(iris, Set.of()))
        .hasSize(3)
        .allMatch(
            column -> column instanceof ColumnVector.Floats codes && codes.values().length == 150);
    assertThat(training.summary().metrics().get("reconstruction error")).isBetween(0.0, 0.05);
    assertThat(autoencoder.restore(training.model().content()).predict(iris, Set.of()))
        .usingRecursiveComparison()
        .isEqualTo(training.model().predict(iris, Set.of()));
  }

  @Test
  void callbacksStopPreTrainingEarly() {
    AutoencoderEstimator autoencoder = new AutoencoderEstimator();
    Trained training =
        autoencoder.fit(
            Iris.training(
                autoencoder,
                Optional.empty(),
                "pretrain_epochs",
                2000L,
                "pretrain_use_callbacks",
                true,
                "pretrain_cbearlystop_mindelta",
                0.01,
                "pretrain_cbearlystop_patience",
                5L),
            TrainingContext.unattended());
    assertThat(training.summary().phases().get(0).epochs()).isLessThan(200);
  }
}
