package org.sqlflow.models.clustering.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings.Candidate;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.Iris;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.clustering.dec.DecEstimator;

class ClusterSweepTest {
  private static final Estimator KMEANS = new KMeansEstimator();

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 9})
  void separateBlobsAreCounted(int blobs) {
    Trained training = train(KMEANS, blobs(blobs, 60 * blobs), "auto");

    assertThat(clusters(training)).isEqualTo(blobs);
    assertThat(training.summary().attributesAsUsed())
        .containsEntry("model.n_clusters", (long) blobs);
    assertThat(Iris.clusters(training.summary()).sizes()).hasSize(blobs).containsOnly(60L);
    List<Candidate> sweep = Iris.clusters(training.summary()).sweep();
    assertThat(sweep).extracting(Candidate::clusters).startsWith(2).doesNotHaveDuplicates();
    assertThat(sweep).filteredOn(Candidate::chosen).hasSize(1);
    Candidate best =
        sweep.stream().max(Comparator.comparingDouble(Candidate::silhouette)).orElseThrow();
    assertThat(best.chosen()).isTrue();
    assertThat(best.clusters()).isEqualTo(blobs);
    assertThat(best.largestShare()).isCloseTo(1.0 / blobs, within(1e-9));
    assertThat(training.summary().phases())
        .extracting(Phase::name)
        .startsWith("trying numbers of groups");
  }

  @Test
  void aClusterModelTakesTheSameChoice() {
    Trained training =
        new DecEstimator()
            .fit(data(new DecEstimator(), blobs(4, 200), "auto"), TrainingContext.unattended());

    assertThat(clusters(training)).isEqualTo(4);
    assertThat(Iris.clusters(training.summary()).sizes()).containsExactly(50L, 50L, 50L, 50L);
    assertThat(training.summary().notes())
        .contains(
            "model.n_clusters = 4 was chosen among 9 numbers by k-means: the largest whose groups"
                + " are as stable as those of any other when the rows are drawn again, its weakest"
                + " group is found again with a similarity of 1.00 (highly stable). It has the"
                + " largest silhouette, too (0.947).");
  }

  @Test
  void onlyTheNumbersOfAListAreTried() {
    Trained training = train(KMEANS, blobs(4, 200), List.of(8L, 3L, 5L));

    assertThat(Iris.clusters(training.summary()).sweep())
        .extracting(Candidate::clusters)
        .containsExactly(3, 5, 8);
    assertThat(clusters(training)).isIn(3, 5);
  }

  @Test
  void aGivenNumberIsTriedByNobody() {
    Trained training = train(KMEANS, blobs(4, 200), 3L);

    assertThat(Iris.clusters(training.summary()).sweep()).isEmpty();
    assertThat(clusters(training)).isEqualTo(3);
  }

  /** scikit-learn 1.2.1: KMeans(k, n_init=20) on standardised iris. */
  @ParameterizedTest
  @CsvSource({"2, 0.5818, 222.36", "3, 0.4599, 139.82"})
  void scikitLearnMeasuresTheSame(int groups, double silhouette, double inertia) {
    Trained training = train(KMEANS, Iris.standardised(), "auto");

    Candidate candidate = Iris.clusters(training.summary()).sweep().get(groups - 2);
    assertThat(candidate.clusters()).isEqualTo(groups);
    assertThat(candidate.silhouette()).isCloseTo(silhouette, within(0.002));
    assertThat(candidate.inertia()).isCloseTo(inertia, within(0.1));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "7, 2", "32, 4", "50, 5", "150, 8", "288, 12", "1000, 22", "5000, 40"})
  void smallTablesAreNotCutIntoManyGroups(int rows, int most) {
    List<Candidate> sweep = Iris.clusters(train(KMEANS, noise(rows), "auto").summary()).sweep();

    assertThat(sweep).extracting(Candidate::clusters).startsWith(2).endsWith(most);
  }

  @Test
  void noMoreGroupsAreTriedThanThereAreDifferentRows() {
    Matrix rows = new Matrix(300, 1, new float[300]);
    IntStream.range(0, 300).forEach(row -> rows.values()[row] = row % 3);

    assertThat(Iris.clusters(train(KMEANS, rows, "auto").summary()).sweep())
        .extracting(Candidate::clusters)
        .containsExactly(2, 3);
    assertThatThrownBy(() -> train(KMEANS, rows, List.of(2L, 4L)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "only 3 of the 300 rows differ in these features, too few for 4 groups: set a lower"
                + " model.n_clusters");
  }

  @Test
  void aFewRowsFarAwayMakeNoGroups() {
    Matrix rows = blobs(3, 300);
    IntStream.range(0, 2).forEach(row -> rows.values()[row * 2] = 1000 + row);

    Trained training = train(KMEANS, rows, "auto");

    assertThat(clusters(training)).isEqualTo(3);
    assertThat(Iris.clusters(training.summary()).sizes())
        .allSatisfy(size -> assertThat(size).isBetween(98L, 100L));
    assertThat(training.summary().rows()).isEqualTo(298);
    assertThat(training.summary().notes())
        .contains(
            "2 of the 300 rows are so far away from all others that they are separate groups with"
                + " any number of groups: they are left out of the training. TO PREDICT puts them"
                + " into the nearest group.");
  }

  @Test
  void triesAfterRowsWereLeftOutAreCountedAnew() {
    Matrix rows = blobs(3, 300);
    IntStream.range(0, 2).forEach(row -> rows.values()[row * 2] = 1000 + row);
    HeardProgress heard = new HeardProgress();

    KMEANS.fit(data(KMEANS, rows, "auto"), TrainingContext.of(heard));

    assertThat(heard.all())
        .filteredOn(progress -> progress.phase().equals("trying numbers of groups"))
        .hasSizeGreaterThan(11)
        .allSatisfy(progress -> assertThat(progress.step()).isLessThanOrEqualTo(progress.steps()));
  }

  @Test
  void aSmallGroupFarAwayIsAGroup() {
    float[] values = new float[2050];
    Random random = new Random(3);
    for (int row = 0; row < 1025; row++) {
      values[2 * row] = random.nextFloat() + (row >= 1000 && row < 1020 ? 8 : 0);
      values[2 * row + 1] = random.nextFloat() + (row >= 1020 ? 9 : 0);
    }

    Trained training = train(KMEANS, Iris.standardised(new Matrix(1025, 2, values)), "auto");

    assertThat(Iris.clusters(training.summary()).sizes()).containsExactly(1000L, 20L, 5L);
  }

  @Test
  void theHalvesOfAHeapAreNoGroupsThoughTheyAreFoundAgain() {
    Trained training = train(KMEANS, blobs(2, 400), "auto");

    List<Candidate> sweep = Iris.clusters(training.summary()).sweep();
    assertThat(clusters(training)).isEqualTo(2);
    assertThat(sweep.get(0).stability()).isGreaterThan(0.99);
  }

  @Test
  void moreThanADozenGroupsAreFound() {
    assertThat(clusters(train(KMEANS, blobs(18, 900), "auto"))).isEqualTo(18);
  }

  @Test
  void noNumberStandsOutWhereNoGroupsAreFoundAgain() {
    Random random = new Random(9);
    float[] values = new float[400 * 12];
    IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextGaussian());

    Trained training = train(KMEANS, new Matrix(400, 12, values), "auto");

    assertThat(training.summary().notes())
        .anySatisfy(note -> assertThat(note).contains("no number stands out"));
  }

  @Test
  void aFewRowsLeaveNoChoice() {
    Matrix rows = new Matrix(3, 2, new float[] {1, 2, 3, 4, 10, -1});

    assertThat(train(KMEANS, rows, "auto").summary().notes())
        .contains("model.n_clusters = 2: no other number was possible with 3 rows.");
  }

  @Test
  void aSampleStandsForALargeTable() {
    Trained training = train(KMEANS, blobs(3, 30_000), List.of(2L, 3L, 4L));

    assertThat(clusters(training)).isEqualTo(3);
    assertThat(training.summary().notes())
        .contains(
            "model.n_clusters = 3 was chosen among 3 numbers by k-means on a random sample of"
                + " 20,000 rows: the largest whose groups are as stable as those of any other when"
                + " the rows are drawn again, its weakest group is found again with a similarity of"
                + " 1.00 (highly stable). It has the largest silhouette, too (0.957).");
  }

  /** Blobs on a circle. */
  private static Matrix blobs(int blobs, int rows) {
    Random random = new Random(5);
    float[] values = new float[rows * 2];
    for (int row = 0; row < rows; row++) {
      double angle = 2 * Math.PI * (row % blobs) / blobs;
      values[2 * row] = (float) (3 * Math.cos(angle) + random.nextGaussian() / 8);
      values[2 * row + 1] = (float) (3 * Math.sin(angle) + random.nextGaussian() / 8);
    }
    return new Matrix(rows, 2, values);
  }

  private static Matrix noise(int rows) {
    Random random = new Random(6);
    float[] values = new float[rows * 2];
    IntStream.range(0, values.length).forEach(i -> values[i] = random.nextFloat());
    return new Matrix(rows, 2, values);
  }

  private static int clusters(Trained training) {
    return ((ClusteringModel) training.model()).clusters();
  }

  private static TrainingSet data(Estimator type, Matrix rows, Object clusters) {
    return new TrainingSet(
        rows,
        IntStream.range(0, rows.columns()).mapToObj(c -> "c" + c).toList(),
        new AttributeDeclarations(type.attributes()).check(Map.of("n_clusters", clusters)),
        Optional.empty());
  }

  private static Trained train(Estimator type, Matrix rows, Object clusters) {
    return type.fit(data(type, rows, clusters), TrainingContext.unattended());
  }
}
