package org.sqlflow.models.clustering.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.Model.OutputColumn;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Stop;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.clustering.SoftAssignment;
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
    TrainingSummary story = train("model.n_clusters", 3L).story();
    assertThat(story.rows()).isEqualTo(150);
    assertThat(story.groupSizes()).containsExactly(53L, 50L, 47L);
    assertThat(story.metrics().get("silhouette")).isCloseTo(0.45995, within(1e-3));
    assertThat(story.metrics().get("inertia")).isCloseTo(139.8205, within(0.1));
    assertThat(story.attributesAsUsed()).containsEntry("model.kmeans_init", 20L);
    assertThat(story.notes())
        .singleElement()
        .asString()
        .matches("Start \\d+ of 20 is kept; \\d+ ended within 1 % of its inertia\\.");
  }

  @Test
  void theCurveFallsToTheInertiaOfTheStartThatWasKept() {
    TrainingSummary story = train("n_clusters", 5L).story();
    assertThat(story.curve())
        .isSortedAccordingTo((a, b) -> Double.compare(b.loss(), a.loss()))
        .isSortedAccordingTo((a, b) -> Integer.compare(a.pass(), b.pass()));
    CurvePoint first = story.curve().get(0);
    CurvePoint last = story.curve().get(story.curve().size() - 1);
    assertThat(first.pass()).isEqualTo(1);
    assertThat(first.changedShare()).isEqualTo(1);
    assertThat(last.loss()).isEqualTo(story.metrics().get("inertia"));
  }

  @Test
  void sqlflowsNameOfTheNumberOfGroupsIsKnown() {
    assertThat(train("center_count", 4L).story().groupSizes()).hasSize(4);
  }

  @Test
  void aRowGoesToTheNearestCentre() {
    KMeansModel model = (KMeansModel) train("n_clusters", 4L).model();
    assertThat(model.clusters()).isEqualTo(4);
    assertThat(model.outputs("g", ALL))
        .containsExactly(
            new OutputColumn("g", true),
            new OutputColumn("distance", false),
            new OutputColumn("confidence", false));
    List<Object> columns = model.predict(iris, ALL);
    int[] groups = (int[]) columns.get(0);
    float[] distances = (float[]) columns.get(1);
    float[] confidences = (float[]) columns.get(2);
    for (int row = 0; row < 150; row++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int group = 0; group < 4; group++) {
        double distance =
            Math.sqrt(
                SoftAssignment.squaredDistance(
                    iris.values(), row * 4, model.centres(), group * 4, 4));
        nearest = Math.min(nearest, distance);
        if (group == groups[row]) {
          assertThat(distances[row]).isCloseTo((float) distance, within(1e-5f));
        }
      }
      assertThat(distances[row]).isCloseTo((float) nearest, within(1e-5f));
      assertThat(confidences[row]).isBetween(0.25f, 1f);
    }
    assertThat(model.predict(iris, Set.of())).hasSize(1);
    assertThat(model.predict(iris, Set.of("confidence")).get(1)).isEqualTo(confidences);
  }

  @Test
  void thePredictionOfTheTrainingRowsHasTheSizesOfTheStory() {
    Training training = train("n_clusters", 6L);
    long[] sizes = new long[6];
    for (int group : (int[]) training.model().predict(iris, Set.of()).get(0)) {
      sizes[group]++;
    }
    assertThat(sizes)
        .containsExactly(
            training.story().groupSizes().stream().mapToLong(Long::longValue).toArray());
    assertThat(training.story().groupSizes()).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void theSameSeedGivesTheSameModel() {
    assertThat(centres("n_clusters", 4L, "train.seed", 7L))
        .containsExactly(centres("n_clusters", 4L, "train.seed", 7L));
  }

  @Test
  void moreStartsEndNoWorse() {
    double one = train("n_clusters", 10L, "kmeans_init", 1L).story().metrics().get("inertia");
    double many = train("n_clusters", 10L, "kmeans_init", 30L).story().metrics().get("inertia");
    assertThat(many).isLessThanOrEqualTo(one);
  }

  @Test
  void aSearchThatWasCutShortSaysSo() {
    TrainingSummary story = train("n_clusters", 10L, "train_max_iters", 1L, "tol", 0.0).story();
    assertThat(story.notes())
        .contains("The centres still moved after 1 passes: set a higher model.train_max_iters.");
    assertThat(train("n_clusters", 10L, "tol", 0.0).story().notes()).hasSize(1);
  }

  @Test
  void aFewRowsFarAwayAreNamed() {
    float[] values = new float[200];
    for (int row = 0; row < 199; row++) {
      values[row] = row / 1e6f;
    }
    values[199] = 1000;
    TrainingData data =
        Iris.training(
            new Matrix(200, 1, values), List.of("v"), type, Optional.empty(), "n_clusters", 2L);
    assertThat(type.train(data, TrainingListener.NONE).story().notes())
        .anyMatch(note -> note.startsWith("One group holds 199 of 200 rows:"));
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
    assertDamaged(words, "centres with a value that is no number");
  }

  @Test
  void usingIsRefused() {
    Model earlier = train("n_clusters", 3L).model();
    TrainingData data = Iris.training(type, Optional.of(earlier), "n_clusters", 3L);
    assertThatThrownBy(() -> type.check(data.attributes(), data.base()))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "kmeans starts from the rows alone and has no use for an earlier model: leave out"
                + " USING, or train a clusterModel, which can start from an encoder");
    assertThatThrownBy(() -> type.train(data, TrainingListener.NONE))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void aClusterModelCannotStartFromIt() {
    Model kMeans = train("n_clusters", 3L).model();
    DecEstimator other = new DecEstimator();
    TrainingData data = Iris.training(other, Optional.of(kMeans));
    assertThatThrownBy(() -> other.check(data.attributes(), data.base()))
        .isInstanceOf(ModelException.class)
        .hasMessage("USING takes an autoencoder or a clusterModel, and this model is a kmeans");
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
        .hasMessage("kmeans has no further output embedding; it has confidence, distance");
  }

  @Test
  void eachPassIsTold() {
    List<TrainingProgress> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progress(TrainingProgress progress) {
            told.add(progress);
          }

          @Override
          public void checkCancelled() {}
        };
    type.train(Iris.training(type, Optional.empty(), "kmeans_init", 3L), listener);
    assertThat(told.remove(told.size() - 1).place()).isEqualTo("scores");
    assertThat(told).allMatch(progress -> progress.phase().equals("k-means"));
    assertThat(told.stream().map(TrainingProgress::pass).distinct()).containsExactly(1, 2, 3);
    assertThat(told).allMatch(progress -> progress.passes() == 3);
    assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
  }

  @Test
  void itStopsWhenAsked() {
    TrainingData data = Iris.training(type, Optional.empty());
    assertThatThrownBy(() -> type.train(data, new Stop()))
        .isInstanceOf(CancellationException.class);
  }

  private void assertDamaged(ObjectNode parameters, String how) {
    assertThatThrownBy(() -> type.restore(new ModelContent(parameters, Optional.empty())))
        .isInstanceOf(ModelException.class)
        .hasMessage("the stored model is damaged (" + how + "): train it anew");
  }

  private Training train(Object... attributes) {
    return type.train(Iris.training(type, Optional.empty(), attributes), TrainingListener.NONE);
  }

  private float[] centres(Object... attributes) {
    return ((KMeansModel) train(attributes).model()).centres();
  }
}
