package org.sqlflow.models.clustering.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.math.Distances;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Stop;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.clustering.dec.DecEstimator;
import org.sqlflow.models.metrics.SilhouetteTest;

class KMeansEstimatorTest {
  private static final Set<String> ALL = Set.of("distance", "confidence");
  private final KMeansEstimator type = new KMeansEstimator();
  private final Matrix iris = Iris.standardised();

  /**
   * scikit-learn 1.2.1: {@code KMeans(3, n_init=20)} on standardised iris; {@link SilhouetteTest}.
   */
  @Test
  void theStoryTellsWhatScikitLearnFinds() {
    TrainingSummary summary = train("model.n_clusters", 3L).summary();
    assertThat(summary.rows()).isEqualTo(150);
    assertThat(Iris.clusters(summary).sizes()).containsExactly(53L, 50L, 47L);
    assertThat(summary.metrics().get("silhouette")).isCloseTo(0.45995, within(1e-3));
    assertThat(summary.metrics().get("inertia")).isCloseTo(139.8205, within(0.1));
    assertThat(summary.attributesAsUsed()).containsEntry("model.kmeans_init", 20L);
    assertThat(summary.notes()).isEmpty();
    assertThat(summary.details())
        .singleElement()
        .asString()
        .matches("Start \\d+ of 20 is kept; \\d+ ended within 1 % of its inertia\\.");
  }

  @Test
  void theCurveFallsToTheInertiaOfTheStartThatWasKept() {
    TrainingSummary summary = train("n_clusters", 5L).summary();
    assertThat(summary.curve())
        .isSortedAccordingTo((a, b) -> Double.compare(b.loss(), a.loss()))
        .isSortedAccordingTo((a, b) -> Integer.compare(a.epoch(), b.epoch()));
    CurvePoint first = summary.curve().get(0);
    CurvePoint last = summary.curve().get(summary.curve().size() - 1);
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(first.changedShare()).isEqualTo(1);
    assertThat(last.loss()).isEqualTo(summary.metrics().get("inertia"));
  }

  @Test
  void sqlflowsNameOfTheNumberOfGroupsIsKnown() {
    assertThat(Iris.clusters(train("center_count", 4L).summary()).sizes()).hasSize(4);
  }

  @Test
  void aRowGoesToTheNearestCentre() {
    KMeansModel model = (KMeansModel) train("n_clusters", 4L).model();
    assertThat(model.clusters()).isEqualTo(4);
    assertThat(model.outputs("g", ALL))
        .containsExactly(
            new OutputColumn("g", OutputColumn.Type.INTEGER),
            new OutputColumn("distance", OutputColumn.Type.REAL),
            new OutputColumn("confidence", OutputColumn.Type.REAL));
    List<ColumnVector> columns = model.predict(iris, ALL);
    int[] groups = ((ColumnVector.Ints) columns.get(0)).values();
    float[] distances = ((ColumnVector.Floats) columns.get(1)).values();
    float[] confidences = ((ColumnVector.Floats) columns.get(2)).values();
    for (int row = 0; row < 150; row++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int group = 0; group < 4; group++) {
        double distance =
            Math.sqrt(Distances.squared(iris.values(), row * 4, model.centres(), group * 4, 4));
        nearest = Math.min(nearest, distance);
        if (group == groups[row]) {
          assertThat(distances[row]).isCloseTo((float) distance, within(1e-5f));
        }
      }
      assertThat(distances[row]).isCloseTo((float) nearest, within(1e-5f));
      assertThat(confidences[row]).isBetween(0.25f, 1f);
    }
    assertThat(model.predict(iris, Set.of())).hasSize(1);
    assertThat(((ColumnVector.Floats) model.predict(iris, Set.of("confidence")).get(1)).values())
        .isEqualTo(confidences);
  }

  @Test
  void thePredictionOfTheTrainingRowsHasTheSizesOfTheStory() {
    Trained training = train("n_clusters", 6L);
    long[] sizes = new long[6];
    for (int group : ((ClusteringModel) training.model()).assign(iris)) {
      sizes[group]++;
    }
    assertThat(sizes)
        .containsExactly(
            Iris.clusters(training.summary()).sizes().stream()
                .mapToLong(Long::longValue)
                .toArray());
    assertThat(Iris.clusters(training.summary()).sizes())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void theSameSeedGivesTheSameModel() {
    assertThat(centres("n_clusters", 4L, "train.seed", 7L))
        .containsExactly(centres("n_clusters", 4L, "train.seed", 7L));
  }

  @Test
  void moreStartsEndNoWorse() {
    double one = train("n_clusters", 10L, "kmeans_init", 1L).summary().metrics().get("inertia");
    double many = train("n_clusters", 10L, "kmeans_init", 30L).summary().metrics().get("inertia");
    assertThat(many).isLessThanOrEqualTo(one);
  }

  @Test
  void aSearchThatWasCutShortSaysSo() {
    TrainingSummary summary = train("n_clusters", 10L, "train_max_iters", 1L, "tol", 0.0).summary();
    assertThat(summary.notes())
        .contains("The centres still moved after 1 iteration: set a higher model.train_max_iters.");
    assertThat(train("n_clusters", 10L, "tol", 0.0).summary().notes()).isEmpty();
  }

  @Test
  void aFewRowsFarAwayAreNamed() {
    float[] values = new float[200];
    for (int row = 0; row < 199; row++) {
      values[row] = row / 1e6f;
    }
    values[199] = 1000;
    TrainingSet data =
        Iris.training(
            new Matrix(200, 1, values), List.of("v"), type, Optional.empty(), "n_clusters", 2L);
    assertThat(type.fit(data, TrainingContext.unattended()).summary().notes())
        .contains(
            "Group 1 holds 1 of 200 rows, far away from the others in v: leave them out of the"
                + " query if they are errors or single cases; if it is an amount, LOG(v) brings"
                + " them nearer.");
  }

  @Test
  void aRestoredModelPredictsTheSame() throws Exception {
    Model model = train("n_clusters", 3L).model();
    ObjectMapper mapper = new ObjectMapper();
    String stored = mapper.writeValueAsString(model.content().parameters());
    assertThat(model.content().network()).isEmpty();
    Model restored = type.restore(new ModelContent(mapper.readTree(stored), Optional.empty()));
    assertThat(restored.featureNames()).isEqualTo(Iris.FEATURES);
    assertThat(restored.predict(iris, ALL))
        .usingRecursiveComparison()
        .isEqualTo(model.predict(iris, ALL));
  }

  @Test
  void aDamagedModelIsRefused() {
    ModelContent content = train("n_clusters", 3L).model().content();
    ObjectNode oneCentre = content.parameters().deepCopy();
    ArrayNode centres = (ArrayNode) oneCentre.get("centres");
    centres.remove(2);
    centres.remove(1);
    assertDamaged(oneCentre, "fewer than two centres");
    ObjectNode narrow = content.parameters().deepCopy();
    ((ArrayNode) narrow.get("centres").get(1)).remove(0);
    assertDamaged(narrow, "centres of unequal width");
    ObjectNode words = content.parameters().deepCopy();
    ((ArrayNode) words.get("centres").get(1)).set(0, "x");
    assertDamaged(words, "centres with a value that is not a number");
  }

  @Test
  void usingIsRefused() {
    Model earlier = train("n_clusters", 3L).model();
    TrainingSet data = Iris.training(type, Optional.of(earlier), "n_clusters", 3L);
    assertThatThrownBy(() -> type.validate(data.attributes(), data.base()))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "kmeans cannot start from an earlier model: leave out USING, or train a"
                + " clusterModel, which can start from an encoder");
    assertThatThrownBy(() -> type.fit(data, TrainingContext.unattended()))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void aClusterModelCannotStartFromIt() {
    Model kMeans = train("n_clusters", 3L).model();
    DecEstimator other = new DecEstimator();
    TrainingSet data = Iris.training(other, Optional.of(kMeans));
    assertThatThrownBy(() -> other.validate(data.attributes(), data.base()))
        .isInstanceOf(ModelException.class)
        .hasMessage("USING takes an autoencoder or a clusterModel, but this model is a kmeans");
  }

  @Test
  void moreGroupsThanRowsAreRefused() {
    assertThatThrownBy(() -> train("n_clusters", 151L))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "150 rows cannot make 151 groups: set a lower model.n_clusters or train on more rows");
  }

  @Test
  void anUnknownFurtherOutputIsNamed() {
    Model model = train("n_clusters", 3L).model();
    assertThatThrownBy(() -> model.outputs("g", Set.of("embedding")))
        .hasMessage("kmeans has no extra output embedding; it has confidence, distance");
  }

  @Test
  void eachPassIsTold() {
    HeardProgress heard = new HeardProgress();
    Trained trained =
        type.fit(
            Iris.training(type, Optional.empty(), "kmeans_init", 3L), TrainingContext.of(heard));
    List<Double> scores =
        heard.all().stream()
            .filter(last -> last.place().equals("scores"))
            .map(TrainingProgress::from)
            .toList();
    assertThat(scores).hasSizeGreaterThan(2).isSorted().doesNotHaveDuplicates();
    List<TrainingProgress> passes =
        heard.all().stream().filter(one -> !one.place().equals("scores")).toList();
    assertThat(passes).allMatch(progress -> progress.phase().equals("k-means"));
    assertThat(passes.stream().map(TrainingProgress::step).distinct()).containsExactly(1, 2, 3);
    assertThat(passes).allMatch(progress -> progress.steps() == 3);
    assertThat(passes).isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
    TrainingProgress end = passes.get(passes.size() - 1);
    assertThat(end.loss())
        .as("of the start that is kept, not of the last one")
        .isEqualTo(trained.summary().metrics().get("inertia"));
  }

  @Test
  void itStopsWhenAsked() {
    TrainingSet data = Iris.training(type, Optional.empty());
    assertThatThrownBy(() -> type.fit(data, TrainingContext.of(new Stop())))
        .isInstanceOf(CancellationException.class);
  }

  private void assertDamaged(ObjectNode parameters, String how) {
    assertThatThrownBy(() -> type.restore(new ModelContent(parameters, Optional.empty())))
        .isInstanceOf(ModelException.class)
        .hasMessage("the stored model is corrupt (" + how + "): retrain the model");
  }

  private Trained train(Object... attributes) {
    return type.fit(
        Iris.training(type, Optional.empty(), attributes), TrainingContext.unattended());
  }

  private float[] centres(Object... attributes) {
    return ((KMeansModel) train(attributes).model()).centres();
  }
}
