package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.clustering.Clusters;

class DecModelTest {
  private static final Set<String> ALL = Set.of("distance", "confidence", "embedding");
  private final DecEstimator type = new DecEstimator();
  private final Matrix iris = Iris.standardised();

  @ParameterizedTest
  @ValueSource(longs = {3, 10})
  void rawIrisNeitherCollapsesNorGivesNanInTwentySeeds(long clusters) {
    for (long seed = 1; seed <= 20; seed++) {
      Trained training = train(iris, "n_clusters", clusters, "train.seed", seed);
      assertThat(training.summary().curve()).allMatch(point -> Double.isFinite(point.loss()));
      assertThat(Iris.clusters(training.summary()).sizes())
          .as("sizes with seed %d", seed)
          .hasSize((int) clusters)
          .allMatch(size -> size > 0)
          .allMatch(size -> size < 0.95 * 150);
    }
  }

  @Test
  void theSameSeedGivesTheSameGroupsToTheLastRow() {
    assertThat(groups(train(iris, "n_clusters", 4L, "train.seed", 7L).model()))
        .containsExactly(groups(train(iris, "n_clusters", 4L, "train.seed", 7L).model()));
  }

  @Test
  void groupsAreNumberedFromTheLargestToTheSmallest() {
    Trained training = train(iris, "n_clusters", 5L);
    List<Long> sizes = Iris.clusters(training.summary()).sizes();
    assertThat(sizes).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    int[] groups = groups(training.model());
    for (int group = 0; group < 5; group++) {
      int number = group;
      assertThat(Arrays.stream(groups).filter(g -> g == number).count())
          .isEqualTo(sizes.get(group));
    }
  }

  @Test
  void equalGroupsKeepTheirOrder() {
    Clusters groups =
        Clusters.bySize(new int[] {0, 1, 2, 2, 0, 3, 3, 3}, new float[] {10, 11, 12, 13}, 4);
    assertThat(groups.groups()).containsExactly(1, 3, 2, 2, 1, 0, 0, 0);
    assertThat(groups.centres()).containsExactly(13, 10, 12, 11);
    assertThat(groups.sizes()).containsExactly(3L, 2L, 2L, 1L);
  }

  @Test
  void aRestoredModelPredictsTheSame() throws JsonProcessingException {
    for (boolean pretrain : new boolean[] {true, false}) {
      Model model = train(iris, "n_clusters", 3L, "run_pretrain", pretrain).model();
      ModelContent content = model.content();
      ObjectMapper mapper = new ObjectMapper();
      ModelContent stored =
          new ModelContent(
              mapper.readTree(mapper.writeValueAsString(content.parameters())), content.network());
      Model restored = type.restore(stored);
      assertThat(restored.featureNames()).isEqualTo(Iris.FEATURES);
      assertThat(restored.predict(iris, ALL))
          .usingRecursiveComparison()
          .isEqualTo(model.predict(iris, ALL));
    }
  }

  @Test
  void theFurtherOutputsBelongTogether() {
    Model model = train(iris, "n_clusters", 3L, "encode_units", List.of(20L, 2L)).model();
    assertThat(model.outputs("g", ALL))
        .containsExactly(
            new OutputColumn("g", OutputColumn.Type.INTEGER),
            new OutputColumn("distance", OutputColumn.Type.REAL),
            new OutputColumn("confidence", OutputColumn.Type.REAL),
            new OutputColumn("embedding_1", OutputColumn.Type.REAL),
            new OutputColumn("embedding_2", OutputColumn.Type.REAL));
    List<ColumnVector> columns = model.predict(iris, ALL);
    assertThat(columns).hasSize(5);
    float[] confidence = ((ColumnVector.Floats) columns.get(2)).values();
    float[] distance = ((ColumnVector.Floats) columns.get(1)).values();
    for (int row = 0; row < 150; row++) {
      assertThat(confidence[row]).isBetween(1f / 3, 1f);
      assertThat(distance[row]).isPositive();
    }
    assertThat(model.predict(iris, Set.of())).hasSize(1);
    assertThatThrownBy(() -> model.predict(iris, Set.of("depth")))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "clusterModel has no extra output depth; it has confidence, distance, embedding");
  }

  @Test
  void rowsThatAreAMultipleOfTheBatchLeaveNoEmptyBatch() {
    Trained training = train(iris, "n_clusters", 3L, "train.batch_size", 50L);
    assertThat(training.summary().curve()).allMatch(point -> Double.isFinite(point.loss()));
    assertThat(Iris.clusters(training.summary()).sizes()).allMatch(size -> size > 20);
  }

  @Test
  void aBatchOfOneIsFine() {
    Trained training = train(iris, "n_clusters", 3L, "train.batch_size", 1L, "pretrain_epochs", 3L);
    assertThat(Iris.clusters(training.summary()).sizes()).allMatch(size -> size > 0);
  }

  @Test
  void aConstantColumnDoesNotMatter() {
    float[] values = new float[150 * 5];
    for (int row = 0; row < 150; row++) {
      System.arraycopy(iris.values(), row * 4, values, row * 5, 4);
    }
    List<String> names = new ArrayList<>(Iris.FEATURES);
    names.add("constant");
    Trained training =
        type.fit(
            Iris.training(
                new Matrix(150, 5, values), names, type, Optional.empty(), "n_clusters", 3L),
            TrainingContext.unattended());
    assertThat(training.summary().metrics().get("silhouette")).isGreaterThan(0.4);
  }

  @Test
  void rowsThatCannotMakeTheGroupsAreRefused() {
    assertRefused(new Matrix(0, 4, new float[0]), "the query returned no rows to train on");
    assertRefused(new Matrix(1, 4, new float[4]), "1 row cannot make 3 groups: train on more rows");
    assertRefused(
        new Matrix(9, 4, new float[36]),
        "all 9 rows are equal in these features: there is nothing to group");
    float[] two = new float[36];
    two[0] = 1;
    assertRefused(
        new Matrix(9, 4, two),
        "only 2 of the 9 rows differ in these features, too few for 3 groups: set a lower"
            + " model.n_clusters");
    float[] nan = iris.values().clone();
    nan[6] = Float.NaN;
    assertRefused(
        new Matrix(150, 4, nan),
        "petal_length is not a finite number in row 2 of the training rows");
  }

  @Test
  void noFeaturesAreRefused() {
    assertThatThrownBy(
            () ->
                type.fit(
                    Iris.training(
                        new Matrix(3, 0, new float[0]), List.of(), type, Optional.empty()),
                    TrainingContext.unattended()))
        .hasMessage("there are no features to train on: name columns in COLUMN");
  }

  @Test
  void asManyRowsAsGroupsIsFine() {
    float[] three = Arrays.copyOf(iris.values(), 12);
    three[4] += 3;
    three[8] -= 3;
    Trained training = train(new Matrix(3, 4, three), "n_clusters", 3L);
    assertThat(training.summary().rows()).isEqualTo(3);
    assertThat(Iris.clusters(training.summary()).sizes().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(3);
  }

  @Test
  void valuesOfAnyScaleGiveNoNan() {
    float[] large = iris.values().clone();
    IntStream.range(0, large.length).forEach(at -> large[at] *= 1e6f);
    Trained training = train(new Matrix(150, 4, large), "n_clusters", 3L);
    assertThat(Iris.clusters(training.summary()).sizes().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(150);
    assertThat(training.summary().metrics().values()).allMatch(Double::isFinite);
  }

  @Test
  void aLearningRateAtWhichNothingIsLearntIsLowered() {
    Trained training = train(iris, "n_clusters", 3L, "pretrain_lr", 100L, "pretrain_epochs", 30L);
    assertThat(training.summary().notes())
        .anyMatch(
            note ->
                note.startsWith(
                    "Pre-training did not converge at model.pretrain_lr = 100 and restarted at"
                        + " 10."));
    assertThat(training.summary().curve()).allMatch(point -> Double.isFinite(point.loss()));
  }

  @Test
  void randomCentresCanBeWished() {
    Trained training = train(iris, "n_clusters", 3L, "cluster_init", "random");
    assertThat(training.summary().curve()).allMatch(point -> Double.isFinite(point.loss()));
    assertThat(groups(training.model()))
        .isNotEqualTo(groups(train(iris, "n_clusters", 3L).model()));
  }

  @Test
  void theMostIterationsAreKept() {
    Trained training =
        train(
            iris,
            "n_clusters",
            3L,
            "train_max_iters",
            7L,
            "train.batch_size",
            100L,
            "train_use_tol",
            false);
    assertThat(training.summary().curve())
        .filteredOn(point -> point.phase().equals("clustering"))
        .hasSize(4);
  }

  @Test
  void trainingStopsWithinABatchOfTheWish() {
    for (String phase : List.of("pre-training", "clustering")) {
      Stopper stopper = new Stopper(phase);
      assertThatThrownBy(
              () ->
                  type.fit(
                      Iris.training(type, Optional.empty(), "n_clusters", 3L),
                      TrainingContext.of(stopper)))
          .isInstanceOf(CancellationException.class);
      assertThat(stopper.after).isZero();
    }
  }

  private static final class Stopper implements TrainingListener {
    private final String phase;
    private boolean stop;
    private int after;

    private Stopper(String phase) {
      this.phase = phase;
    }

    @Override
    public void progress(TrainingProgress progress) {
      after += stop ? 1 : 0;
      stop |= progress.phase().equals(phase) && progress.step() == 3;
    }

    @Override
    public void checkCancelled() {
      if (stop) {
        throw new CancellationException();
      }
    }
  }

  @Test
  void progressIsToldAfterEveryBatchAndEveryPass() {
    HeardProgress heard = new HeardProgress();
    type.fit(
        Iris.training(
            type,
            Optional.empty(),
            "n_clusters",
            3L,
            "pretrain_epochs",
            2L,
            "train.batch_size",
            64L),
        TrainingContext.of(heard));
    assertThat(heard.all().stream().filter(p -> p.phase().equals("pre-training")))
        .extracting(TrainingProgress::done)
        .containsExactly(64L, 128L, 150L, 150L, 214L, 278L, 300L, 300L);
  }

  @Test
  void damagedContentIsRefused() {
    Model model = train(iris, "n_clusters", 3L).model();
    ObjectNode parameters = (ObjectNode) model.content().parameters();
    byte[] network = model.content().network().orElseThrow();
    assertDamaged(parameters, Optional.empty());
    assertDamaged(parameters, Optional.of(Arrays.copyOf(network, network.length / 2)));
    assertDamaged(parameters, Optional.of(new byte[10]));
    ObjectNode oneCentre = parameters.deepCopy();
    ((ArrayNode) oneCentre.path("centres")).remove(0);
    ((ArrayNode) oneCentre.path("centres")).remove(0);
    assertDamaged(oneCentre, Optional.of(network));
    ObjectNode narrow = parameters.deepCopy();
    ((ArrayNode) narrow.path("centres").path(1)).remove(0);
    assertDamaged(narrow, Optional.of(network));
    ObjectNode fewer = parameters.deepCopy();
    ((ArrayNode) fewer.path("features")).remove(0);
    assertDamaged(fewer, Optional.of(network));
    assertThatThrownBy(
            () ->
                type.restore(
                    new ModelContent(
                        parameters.deepCopy().put("format", 99), Optional.of(network))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("later version");
  }

  private void assertDamaged(ObjectNode parameters, Optional<byte[]> network) {
    assertThatThrownBy(() -> type.restore(new ModelContent(parameters, network)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("corrupt");
  }

  private void assertRefused(Matrix rows, String message) {
    assertThatThrownBy(() -> train(rows, "n_clusters", 3L))
        .isInstanceOf(ModelException.class)
        .hasMessage(message);
  }

  private Trained train(Matrix rows, Object... attributes) {
    return type.fit(
        Iris.training(rows, Iris.FEATURES, type, Optional.empty(), attributes),
        TrainingContext.unattended());
  }

  private int[] groups(Model model) {
    return ((ClusteringModel) model).assign(iris);
  }
}
