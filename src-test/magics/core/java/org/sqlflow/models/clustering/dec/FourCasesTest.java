package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.autoencoder.AutoencoderEstimator;
import org.sqlflow.models.autoencoder.AutoencoderModel;

/** The four origins of a clusterModel's encoder, each trained on real flowers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FourCasesTest {
  private final DecEstimator clusterModel = new DecEstimator();
  private final AutoencoderEstimator autoencoder = new AutoencoderEstimator();
  private Model base;

  @BeforeAll
  void trainAnAutoencoder() {
    base =
        autoencoder
            .fit(
                Iris.training(autoencoder, Optional.empty(), "encode_units", List.of(20L, 3L)),
                TrainingContext.unattended())
            .model();
  }

  @Test
  void withoutUsingANewEncoderIsPreTrained() {
    TrainingSummary summary = train(Optional.empty(), "encode_units", List.of(30L, 4L)).summary();
    assertThat(phases(summary))
        .containsExactly(
            "neighbours of rows",
            "pre-training",
            "first groups",
            "learning groups",
            "clustering",
            "scores");
    assertThat(summary.details()).first().asString().startsWith("Case 1:");
    assertThat(summary.notes()).isEmpty();
    assertThat(summary.attributesAsUsed()).containsEntry("model.encode_units", List.of(30, 4));
    assertSound(summary);
  }

  @Test
  void anEncoderOfUsingIsPreTrainedFurther() {
    TrainingSummary summary = train(Optional.of(base), "encode_units", List.of(100L, 7L)).summary();
    assertThat(phases(summary))
        .containsExactly(
            "neighbours of rows",
            "pre-training",
            "first groups",
            "learning groups",
            "clustering",
            "scores");
    assertThat(summary.details())
        .contains("Case 2: the encoder of USING is pre-trained further on these rows.");
    assertThat(summary.notes())
        .contains("model.encode_units has no effect: the encoder is that of USING.");
    assertThat(summary.attributesAsUsed()).containsEntry("model.encode_units", List.of(20, 3));
    double further = summary.curve().get(0).loss();
    double fresh = train(Optional.empty()).summary().curve().get(0).loss();
    assertThat(further).as("loss of the first pass").isLessThan(fresh / 2);
    assertSound(summary);
  }

  @Test
  void withNeitherTheClusteringLayerStandsOnTheFeatures() {
    Trained training =
        train(
            Optional.empty(),
            "run_pretrain",
            false,
            "encode_units",
            List.of(100L, 7L),
            "pretrain_epochs",
            5L);
    assertThat(phases(training.summary())).containsExactly("first centres", "clustering", "scores");
    assertThat(training.summary().notes())
        .contains(
            "model.encode_units has no effect: there is no encoder without pre-training or USING.",
            "model.pretrain_epochs has no effect: model.run_pretrain is false.");
    assertThat(training.summary().attributesAsUsed())
        .doesNotContainKeys("model.encode_units", "model.pretrain_epochs");
    assertThat(training.model().content().network()).isEmpty();
    assertSound(training.summary());
  }

  @Test
  void anEncoderOfUsingIsTakenAsItIs() {
    TrainingSummary summary = train(Optional.of(base), "run_pretrain", false).summary();
    assertThat(phases(summary))
        .containsExactly(
            "neighbours of rows", "first groups", "learning groups", "clustering", "scores");
    assertThat(summary.details()).anySatisfy(note -> assertThat(note).startsWith("Case 4:"));
    assertSound(summary);
  }

  @Test
  void aClusterModelGivesItsEncoderToo() {
    Model first = train(Optional.empty()).model();
    assertSound(train(Optional.of(first), "run_pretrain", false).summary());
  }

  @Test
  void trainingLeavesTheModelOfUsingAsItWas() {
    Matrix before = floats(base);
    train(Optional.of(base));
    assertThat(floats(base).values()).containsExactly(before.values());
  }

  @Test
  void aModelWithoutEncoderCannotGiveOne() {
    Model none = train(Optional.empty(), "run_pretrain", false).model();
    assertThatThrownBy(() -> train(Optional.of(none)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("the model of USING has no encoder");
    assertThatThrownBy(
            () ->
                clusterModel.validate(
                    Iris.training(clusterModel, Optional.empty()).attributes(), Optional.of(none)))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void otherFeaturesThanThoseOfUsingAreNamed() {
    assertThatThrownBy(
            () -> trainOn(List.of("sepal_length", "sepal_width", "petal_length", "colour")))
        .hasMessage(
            "the encoder of USING reads 4 features, but the query returns 4; missing here:"
                + " petal_width; unknown to the encoder: colour");
    List<String> turned = new ArrayList<>(Iris.FEATURES);
    java.util.Collections.reverse(turned);
    assertThatThrownBy(() -> trainOn(turned))
        .hasMessage(
            "the encoder of USING reads its features in another order; list them in COLUMN as"
                + " sepal_length, sepal_width, petal_length, petal_width");
  }

  private Trained trainOn(List<String> features) {
    return clusterModel.fit(
        Iris.training(Iris.standardised(), features, clusterModel, Optional.of(base)),
        TrainingContext.unattended());
  }

  private Trained train(Optional<Model> using, Object... attributes) {
    List<Object> all = new ArrayList<>(List.of("n_clusters", 3L));
    all.addAll(List.of(attributes));
    return clusterModel.fit(
        Iris.training(clusterModel, using, all.toArray()), TrainingContext.unattended());
  }

  private static Matrix floats(Model model) {
    return ((AutoencoderModel) model)
        .network()
        .encode(Iris.standardised(), TrainingContext.unattended());
  }

  private static List<String> phases(TrainingSummary summary) {
    return summary.phases().stream().map(TrainingSummary.Phase::name).toList();
  }

  private static void assertSound(TrainingSummary summary) {
    assertThat(Iris.clusters(summary).sizes()).hasSize(3).allMatch(size -> size > 20);
    assertThat(Iris.clusters(summary).sizes().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(150);
    assertThat(summary.metrics().get("silhouette")).isGreaterThan(0.4);
    assertThat(summary.curve()).allMatch(point -> Double.isFinite(point.loss()));
    assertThat(summary.rows()).isEqualTo(150);
  }
}
