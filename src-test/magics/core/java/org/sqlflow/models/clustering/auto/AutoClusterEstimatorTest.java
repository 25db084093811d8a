package org.sqlflow.models.clustering.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Findings.Trial;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.Iris;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Stop;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class AutoClusterEstimatorTest {
  private final AutoClusterEstimator estimator = new AutoClusterEstimator();

  @ParameterizedTest
  @CsvSource({"1", "2", "5", "10"})
  void threeBlobsAreFoundWithoutAWordInWith(int width) {
    Matrix rows = blobs(240, width);

    Trained trained = fit(rows);

    assertThat(groups(trained)).isEqualTo(3);
    assertThat(agreement(trained, rows, row -> row % 3)).isGreaterThan(0.85);
    assertThat(trained.summary().notes().get(0)).startsWith("The rows have groups: ");
    assertThat(trained.summary().notes().get(1)).startsWith("model.n_clusters = 3 is the largest");
    assertThat(trained.summary().attributesAsUsed()).containsEntry("model.n_clusters", 3L);
  }

  /**
   * The steps differ in time, so that equal ones would show half of it at the end of the survey.
   */
  @Test
  void theShareThatIsShownGrowsUntilTheChosenMethodIsTrained() {
    HeardProgress heard = new HeardProgress();
    Matrix rows = blobs(600, 3);
    estimator.fit(set(rows), TrainingContext.of(heard));

    assertThat(heard.all()).extracting(p -> Math.round(1e6 * p.from())).isSorted();
    assertThat(heard.all().stream().filter(p -> p.phase().equals("looking for groups")).count())
        .isGreaterThan(20);
    List<Double> survey =
        heard.all().stream()
            .filter(p -> p.phase().equals("trying methods"))
            .map(TrainingProgress::from)
            .toList();
    assertThat(survey).hasSizeGreaterThan(40);
    assertThat(survey.get(survey.size() - 1)).isGreaterThan(0.9);
    for (int i = 1; i < survey.size(); i++) {
      assertThat(survey.get(i) - survey.get(i - 1)).isLessThan(0.25);
    }
  }

  /** As many as there are, and the same rows in each (adjusted Rand index). */
  @ParameterizedTest
  @CsvSource({"UNEQUAL, 5", "LONG, 3", "IDLE_COLUMNS, 3", "TWELVE, 12", "NESTED, 6", "MOONS, 2"})
  void groupsOfManyKindsAreFound(Kind kind, int number) {
    int[] sizes = kind == Kind.UNEQUAL ? new int[] {120, 60, 40, 30, 25} : equal(number, 300);
    int[] of =
        IntStream.range(0, number)
            .flatMap(group -> IntStream.generate(() -> group).limit(sizes[group]))
            .toArray();
    Random random = new Random(11);
    int width = kind == Kind.IDLE_COLUMNS ? 5 : 2;
    float[] values = new float[of.length * width];
    for (int row = 0; row < of.length; row++) {
      double[] place = kind.place(of[row], random);
      for (int column = 0; column < width; column++) {
        values[row * width + column] =
            (float) (column < 2 ? place[column] : 4 * random.nextDouble());
      }
    }
    Matrix rows = Iris.standardised(new Matrix(of.length, width, values));

    Trained trained = fit(rows);

    assertThat(groups(trained)).isEqualTo(number);
    assertThat(agreement(trained, rows, row -> of[row])).isGreaterThan(0.9);
  }

  private static int[] equal(int number, int rows) {
    return IntStream.generate(() -> rows / number).limit(number).toArray();
  }

  /** Where a row of a group lies in the plane. */
  private enum Kind {
    UNEQUAL,
    LONG,
    IDLE_COLUMNS,
    TWELVE,
    NESTED,
    MOONS;

    double[] place(int group, Random random) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      return switch (this) {
        case UNEQUAL -> new double[] {x + 7 * (group % 2), y + 7 * (group / 2)};
        case LONG -> new double[] {6 * x, y + 7 * group};
        case IDLE_COLUMNS -> new double[] {x + 7 * (group % 2), y + 7 * (group / 2)};
        case TWELVE -> new double[] {x + 7 * (group % 4), y + 7 * (group / 4)};
        case NESTED -> new double[] {x + 6 * (group % 3), y + 40 * (group / 3)};
        case MOONS -> {
          double turn = Math.PI * random.nextDouble();
          yield group == 0
              ? new double[] {Math.cos(turn) + 0.07 * x, Math.sin(turn) + 0.07 * y}
              : new double[] {1 - Math.cos(turn) + 0.07 * x, 0.5 - Math.sin(turn) + 0.07 * y};
        }
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "6", "20"})
  void noiseIsASingleGroup(int width) {
    assertThat(groups(fit(drawn(200, width, Random::nextDouble)))).as("even").isEqualTo(1);
    assertThat(groups(fit(drawn(200, width, Random::nextGaussian)))).as("normal").isEqualTo(1);
  }

  @Test
  void oneCrowdSaysSoAndHowToCutItAllTheSame() {
    Matrix rows = drawn(200, 3, Random::nextDouble);

    Trained trained = fit(rows);

    assertThat(trained.summary().notes())
        .singleElement()
        .asString()
        .startsWith("There are no groups here: the rows are one crowd. ");
    assertThat(trials(trained)).extracting(Trial::chosen).containsExactly(true, false);
    assertThat(trials(trained)).extracting(Trial::clusters).element(0).isEqualTo(1);
    assertThat(trained.summary().notes().get(0))
        .contains("into " + trials(trained).get(1).clusters() + ", has");
    assertThat(trained.model().estimator().name()).isEqualTo("autoCluster");
    assertThat(((ClusteringModel) trained.model()).assign(rows)).containsOnly(0);
    assertThat(Iris.clusters(trained.summary()).sizes()).containsExactly(200L);
    ClusteringModel restored = (ClusteringModel) estimator.restore(trained.model().content());
    assertThat(restored.content()).isEqualTo(trained.model().content());
    assertThat(restored.clusters()).isEqualTo(1);
  }

  @Test
  void ringsAreDividedAlongTheGap() {
    Random random = new Random(5);
    float[] values = new float[2 * 400];
    for (int row = 0; row < 400; row++) {
      double turn = 2 * Math.PI * random.nextDouble();
      double radius = (row % 2 == 0 ? 1 : 3) + 0.1 * random.nextGaussian();
      values[2 * row] = (float) (radius * Math.cos(turn));
      values[2 * row + 1] = (float) (radius * Math.sin(turn));
    }
    Matrix rows = Iris.standardised(new Matrix(400, 2, values));

    Trained trained = fit(rows, "model.n_clusters", 2L);

    assertThat(trained.model().estimator().name()).isEqualTo("spectral");
    assertThat(agreement(trained, rows, row -> row % 2)).isEqualTo(1);
    assertThat(trained.summary().notes().get(1)).contains("divides the rows along gaps");
  }

  @Test
  void aGivenNumberIsKeptWhateverTheRows() {
    Trained trained = fit(drawn(100, 2, Random::nextDouble), "model.n_clusters", 4L);

    assertThat(groups(trained)).isEqualTo(4);
    assertThat(trained.summary().notes().get(0)).startsWith("model.n_clusters = 4 was given: ");
    assertThat(trials(trained)).allMatch(trial -> trial.clusters() == 4).hasSizeBetween(3, 4);
  }

  @Test
  void theMethodsToTryCanBeNarrowed() {
    Trained trained = fit(blobs(90, 2), "model.try", List.of("kmeans"));

    assertThat(trained.model().estimator().name()).isEqualTo("kmeans");
    assertThat(trials(trained)).extracting(Trial::method).containsOnly("kmeans");
    assertThat(trained.summary().notes())
        .contains("kmeans was chosen: it is the only method that was tried.");
  }

  @Test
  void aClusterModelIsTriedWithTheNumberThatTheOthersFound() {
    Trained trained = fit(blobs(60, 2), "model.try", List.of("kmeans", "clusterModel"));

    assertThat(trials(trained))
        .filteredOn(trial -> trial.method().equals("clusterModel"))
        .singleElement()
        .satisfies(trial -> assertThat(trial.clusters()).isEqualTo(groups(trained)));
  }

  @Test
  void aClusterModelAloneNeedsANumber() {
    assertThatThrownBy(() -> fit(blobs(60, 2), "model.try", List.of("clusterModel")))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "clusterModel cannot find out the number of groups: set model.n_clusters, or add"
                + " another method to model.try");
  }

  @Test
  void oneOfTheTrialsIsChosenAndTheOthersSayWhyNot() {
    List<Trial> trials = trials(fit(blobs(150, 2)));

    assertThat(trials).filteredOn(Trial::chosen).hasSize(1);
    assertThat(trials)
        .filteredOn(trial -> !trial.chosen())
        .isNotEmpty()
        .allMatch(trial -> !trial.verdict().isEmpty());
    assertThat(trials)
        .filteredOn(Trial::chosen)
        .allMatch(trial -> trial.stability() > 0.85 && trial.separation() > 0);
  }

  @Test
  void theSameRowsAndSeedGiveTheSameModel() {
    Matrix rows = blobs(120, 3);

    assertThat(fit(rows).model().content()).isEqualTo(fit(rows).model().content());
  }

  @Test
  void nothingNewIsTriedWhenTheMinutesAreOver() {
    AtomicLong clock = new AtomicLong();
    TrainingContext late =
        TrainingContext.of(TrainingListener.NONE, () -> clock.addAndGet(1_000_000_000L));

    Trained trained = estimator.fit(set(blobs(120, 2), "train.minutes", 0.1), late);

    assertThat(trained.summary().notes())
        .contains("Not everything was tried: train.minutes was reached.");
    assertThat(trials(trained).size()).isLessThan(trials(fit(blobs(120, 2))).size());
  }

  /** Of numbers whose stability nobody measured the largest would be a guess. */
  @Test
  void whereTheMinutesAreOverBeforeAnyResamplingTheNumberIsThatOfTheTest() {
    AtomicLong clock = new AtomicLong();
    TrainingContext late =
        TrainingContext.of(TrainingListener.NONE, () -> clock.addAndGet(1_000_000_000L));

    Trained trained = estimator.fit(set(blobs(240, 2), "train.minutes", 2.0), late);

    assertThat(trials(trained)).allMatch(trial -> Double.isNaN(trial.stability()));
    assertThat(groups(trained)).isEqualTo(3);
    assertThat(trained.summary().notes())
        .contains(
            "model.n_clusters = 3 is a number for which the rows were found to have groups: how"
                + " stable its groups are was not measured, since time ran out.");
  }

  @Test
  void anInterruptStopsIt() {
    assertThatThrownBy(() -> estimator.fit(set(blobs(120, 2)), TrainingContext.of(new Stop())))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void equalRowsCannotBeGrouped() {
    assertThatThrownBy(() -> fit(new Matrix(30, 2, new float[60])))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("all 30 rows are equal");
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "7", "19"})
  void aFewRowsAreOneGroupSinceNobodyCanTell(int rows) {
    Trained trained = fit(drawn(rows, 2, Random::nextGaussian));

    assertThat(groups(trained)).isEqualTo(1);
    assertThat(trained.summary().notes())
        .containsExactly(
            rows + " rows are too few to tell whether there are groups: that takes 20.");
  }

  @Test
  void aFewRowsAreNotEnoughToCompareMethods() {
    Trained trained = fit(drawn(4, 2, Random::nextGaussian), "model.n_clusters", 2L);

    assertThat(groups(trained)).isEqualTo(2);
    assertThat(trials(trained)).isEmpty();
    assertThat(trained.summary().notes())
        .contains("kmeans was chosen without a comparison: methods are compared from 20 rows on.");
  }

  @Test
  void eachOfAFewValuesOfOneColumnIsAGroup() {
    float[] values = new float[180];
    IntStream.range(0, 180).forEach(row -> values[row] = 4 * (row % 3));

    Trained trained = fit(new Matrix(180, 1, values));

    assertThat(groups(trained)).isEqualTo(3);
    assertThat(Iris.clusters(trained.summary()).judgement().worth(1, Double.NaN))
        .isEqualTo(ClusterJudgement.Worth.SEPARATED);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "4, -7"})
  void aFewRowsThatAreThereManyTimesAreAGroupEach(int x, int y) {
    float[] values = new float[600];
    IntStream.range(0, 600).forEach(at -> values[at] = (at / 2 % 3) * (at % 2 == 0 ? x : y));

    assertThat(groups(fit(new Matrix(300, 2, values)))).isEqualTo(3);
  }

  /** A row that is there six times is a neighbour of itself alone, and no cut divides it. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void copiesOfRowsAreNoGroups(int width) {
    Matrix rows = drawn(80, width, Random::nextDouble);

    assertThat(groups(fit(repeated(rows, 6)))).isEqualTo(1);
  }

  @Test
  void blobsOfCopiedRowsAreFoundAllTheSame() {
    assertThat(groups(fit(repeated(blobs(120, 5), 3)))).isEqualTo(3);
  }

  /** Marks from 1 to 5: equal rows are no copies of each other. */
  @Test
  void marksAreOneCrowdUnlessTheyGoTogether() {
    assertThat(groups(fit(drawn(300, 3, random -> 1 + random.nextInt(5))))).isEqualTo(1);
    Random random = new Random(2);
    float[] values = new float[900];
    for (int at = 0; at < 900; at++) {
      double mark = (at / 3 % 2 == 0 ? 1.5 : 4.5) + 0.6 * random.nextGaussian();
      values[at] = Math.round(Math.max(1, Math.min(5, mark)));
    }
    assertThat(groups(fit(Iris.standardised(new Matrix(300, 3, values))))).isEqualTo(2);
  }

  private static Matrix repeated(Matrix rows, int times) {
    return RowSample.take(
        rows, IntStream.range(0, times * rows.rows()).map(row -> row % rows.rows()).toArray());
  }

  /** A mixture that makes eight groups of three blobs leaves five of them empty. */
  @Test
  void groupsWithoutRowsAreNotCounted() {
    Random random = new Random(1);
    float[] values = new float[180];
    IntStream.range(0, 180)
        .forEach(row -> values[row] = (float) (4 * (row % 3) + 0.05 * random.nextGaussian()));

    Trained trained = fit(new Matrix(180, 1, values));

    assertThat(groups(trained)).isEqualTo(3);
    assertThat(Iris.clusters(trained.summary()).sizes()).doesNotContain(0L);
  }

  /** Skewed columns, as recency, frequency and monetary value are: no method finds groups. */
  @Test
  void aMethodWhoseGroupsAreNotFoundAgainIsNotTakenBesideOneWhoseAre() {
    Random random = new Random(5);
    float[] values = new float[3 * 600];
    for (int row = 0; row < 600; row++) {
      double mean = row % 20 < 10 ? 200 : row % 20 < 17 ? 60 : 15;
      values[3 * row] = (float) (-mean * Math.log(random.nextDouble()));
      values[3 * row + 1] = (float) (-200 / mean * Math.log(random.nextDouble()));
      values[3 * row + 2] = (float) Math.exp(7 - mean / 60 + random.nextGaussian());
    }

    Trained trained = fit(Iris.standardised(new Matrix(600, 3, values)), "model.n_clusters", 4L);

    Trial chosen = trials(trained).stream().filter(Trial::chosen).findFirst().orElseThrow();
    assertThat(trials(trained)).allMatch(trial -> !Double.isNaN(trial.stability()));
    assertThat(chosen.stability())
        .isGreaterThan(
            trials(trained).stream().mapToDouble(Trial::stability).max().orElseThrow() - 0.16);
    assertThat(Iris.clusters(trained.summary()).judgement().selection().stability())
        .isEqualTo(chosen.stability());
  }

  private Trained fit(Matrix rows, Object... attributes) {
    return estimator.fit(set(rows, attributes), TrainingContext.unattended());
  }

  private TrainingSet set(Matrix rows, Object... attributes) {
    List<String> names = IntStream.range(0, rows.columns()).mapToObj(c -> "c" + c).toList();
    return Iris.training(rows, names, estimator, Optional.empty(), attributes);
  }

  private static int groups(Trained trained) {
    return ((ClusteringModel) trained.model()).clusters();
  }

  private static List<Trial> trials(Trained trained) {
    return Iris.clusters(trained.summary()).trials();
  }

  private static double agreement(
      Trained trained, Matrix rows, java.util.function.IntUnaryOperator label) {
    int[] labels = IntStream.range(0, rows.rows()).map(label).toArray();
    int[] own = ((ClusteringModel) trained.model()).assign(rows);
    return LabelAgreement.adjustedRand(Contingency.of(own, labels)).orElseThrow();
  }

  /** Three normal blobs, 5 standard deviations apart from each other. */
  private static Matrix blobs(int rows, int width) {
    Random random = new Random(width);
    float[] values = new float[rows * width];
    for (int at = 0; at < values.length; at++) {
      int blob = at / width % 3;
      int feature = at % width;
      double centre =
          width == 1
              ? 5 * blob
              : feature == 0
                  ? (blob == 1 ? 5 : blob == 2 ? 2.5 : 0)
                  : feature == 1 && blob == 2 ? 4.33 : 0;
      values[at] = (float) (centre + random.nextGaussian());
    }
    return new Matrix(rows, width, values);
  }

  private static Matrix drawn(int rows, int width, ToDoubleFunction<Random> draw) {
    Random random = new Random(width);
    float[] values = new float[rows * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) draw.applyAsDouble(random);
    }
    return Iris.standardised(new Matrix(rows, width, values));
  }
}
