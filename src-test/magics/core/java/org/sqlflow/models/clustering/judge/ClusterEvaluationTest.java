package org.sqlflow.models.clustering.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Stop;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.metrics.Score;

class ClusterEvaluationTest {
  private final Matrix iris = Iris.standardised();

  @Test
  void withoutLabelsGroupsAreScoredByHowTheyComeApart() {
    ClusterScores evaluation = evaluate(iris, Iris.species(), 3, Optional.empty());
    assertThat(evaluation.scores().stream().map(Score::name))
        .containsExactly(
            "silhouette", "neighbour agreement", "Davies-Bouldin", "Calinski-Harabasz");
    assertThat(evaluation.scores().stream().map(Score::higherIsBetter))
        .containsExactly(true, true, false, true);
    assertThat(evaluation.groupSizes()).containsExactly(50L, 50L, 50L);
  }

  @Test
  void labelsAddHowTheyAgree() {
    ClusterScores evaluation = evaluate(iris, Iris.species(), 3, Optional.of(Iris.species()));
    assertThat(evaluation.scores().stream().skip(4).map(Score::name))
        .containsExactly("ARI", "NMI", "accuracy");
    assertThat(evaluation.scores().stream().skip(4))
        .allMatch(score -> Math.abs(score.value().orElseThrow() - 1) < 1e-12);
  }

  /**
   * scikit-learn 1.2.1: {@code k = KMeans(3, n_init=20).fit(Z).labels_} on standardised iris gives
   * 0.4599, 0.8336 and 241.904; {@code adjusted_rand_score(y, k)} 0.6201 and {@code
   * normalized_mutual_info_score(y, k)} 0.6595; accuracy 0.8333.
   */
  @Test
  void besideEachScoreStandsThatOfPlainKMeans() {
    ClusterScores evaluation = evaluate(iris, Iris.species(), 3, Optional.of(Iris.species()));
    double[] expected = {0.4599, 0.8336, 241.904, 0.6201, 0.6595, 0.8333};
    List<Score> scores =
        evaluation.scores().stream().filter(s -> !s.name().startsWith("neighbour")).toList();
    for (int i = 0; i < expected.length; i++) {
      Score score = scores.get(i);
      assertThat(score.baseline().orElseThrow())
          .as(score.name())
          .isCloseTo(expected[i], within(0.02 * expected[i]));
    }
    assertThat(evaluation.kMeansSizes()).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(evaluation.kMeansSizes().stream().mapToLong(Long::longValue).sum()).isEqualTo(150);
  }

  @Test
  void theJudgementCountsTheRowsThatKMeansMoves() {
    ClusterScores evaluation = evaluate(iris, Iris.species(), 3, Optional.empty());

    assertThat(evaluation.judgement().kMeans().moved()).isBetween(20L, 30L);
    assertThat(evaluation.judgement().kMeans().sizes()).isEqualTo(evaluation.kMeansSizes());
    assertThat(evaluation.judgement().reference().isMeasured()).isTrue();
    assertThat(evaluation.judgement().reference().rows()).isCloseTo(0.4599, within(0.002));
    assertThat(evaluation.notes()).isEmpty();
  }

  @Test
  void kMeansItselfMeetsItself() {
    int[] groups = KMeans.fit(iris, 4, 20, 42, CancellationCheck.NONE).groups();
    ClusterScores evaluation = evaluate(iris, groups, 4, Optional.of(Iris.species()));
    assertThat(evaluation.scores()).allMatch(score -> score.value().equals(score.baseline()));
    assertThat(evaluation.notes()).isEmpty();
  }

  @Test
  void oneGroupHasNoScoresOfSeparationAndANoteSaysWhy() {
    ClusterScores evaluation = evaluate(iris, new int[150], 3, Optional.empty());
    assertThat(evaluation.scores()).allMatch(score -> score.value().isEmpty());
    assertThat(evaluation.scores()).allMatch(score -> score.baseline().isPresent());
    assertThat(evaluation.groupSizes()).containsExactly(150L, 0L, 0L);
    assertThat(evaluation.notes())
        .containsExactly("All rows are in one group: there is nothing to compare.");
  }

  @Test
  void groupsWithoutRowsAreCounted() {
    assertThat(evaluate(iris, Iris.species(), 5, Optional.empty()).notes())
        .contains("2 of the 5 groups have none of these rows.");
  }

  @Test
  void rowsWithoutALabelAreCounted() {
    int[] labels = Iris.species();
    IntStream.range(0, 10).forEach(row -> labels[row] = -1);
    assertThat(evaluate(iris, Iris.species(), 3, Optional.of(labels)).notes())
        .contains("10 of 150 rows have no label; ARI, NMI and accuracy ignore them.");
  }

  /**
   * scikit-learn 1.9.1 of the species and of these groups with -1 for none: {@code
   * adjusted_rand_score} 0.6757, {@code normalized_mutual_info_score} 0.7094.
   */
  @Test
  void rowsInNoGroupAreOneMoreGroupWhereLabelsAreCompared() {
    int[] groups = Iris.species();
    IntStream.range(0, 30).forEach(row -> groups[5 * row] = -1);
    ClusterScores evaluation = evaluate(iris, groups, 3, Optional.of(Iris.species()));
    assertThat(valueOf(evaluation, "ARI")).isCloseTo(0.6757, within(1e-4));
    assertThat(valueOf(evaluation, "NMI")).isCloseTo(0.7094, within(1e-4));
    assertThat(valueOf(evaluation, "accuracy")).isCloseTo(0.8, within(1e-12));
    assertThat(evaluation.ungrouped()).isEqualTo(30);
    assertThat(evaluation.notes())
        .contains(
            "30 of 150 rows are in no group. ARI, NMI and accuracy count them as one more group;"
                + " the other scores leave them out.");
  }

  @Test
  void kMeansBesideGroupsThatLeaveRowsOutIsComparedWithTheLabelsOfAllRows() {
    int[] groups = Iris.species();
    IntStream.range(0, 30).forEach(row -> groups[5 * row] = -1);
    ClusterScores some = evaluate(iris, groups, 3, Optional.of(Iris.species()));
    ClusterScores all = evaluate(iris, Iris.species(), 3, Optional.of(Iris.species()));
    for (String name : List.of("ARI", "NMI", "accuracy")) {
      assertThat(score(some, name).baseline()).as(name).isEqualTo(score(all, name).baseline());
    }
  }

  @Test
  void groupsThatTakeTheEasyRowsAloneDoNotAgreeWithTheLabels() {
    int[] groups = IntStream.range(0, 150).map(row -> row % 50 == 0 ? row / 50 : -1).toArray();
    ClusterScores evaluation = evaluate(iris, groups, 3, Optional.of(Iris.species()));
    assertThat(valueOf(evaluation, "ARI")).isLessThan(0.05);
    assertThat(valueOf(evaluation, "accuracy")).isLessThan(0.4);
  }

  @Test
  void rowsInNoGroupAndRowsWithoutALabelAreBothCounted() {
    int[] groups = Iris.species();
    groups[3] = -1;
    int[] labels = Iris.species();
    labels[3] = -1;
    labels[60] = -1;
    ClusterScores evaluation = evaluate(iris, groups, 3, Optional.of(labels));
    assertThat(valueOf(evaluation, "ARI")).isEqualTo(1);
    assertThat(evaluation.notes())
        .contains("2 of 150 rows have no label; ARI, NMI and accuracy ignore them.");
  }

  @Test
  void allRowsInNoGroupStillGiveAnAnswer() {
    int[] groups = IntStream.generate(() -> -1).limit(150).toArray();
    ClusterScores evaluation = evaluate(iris, groups, 3, Optional.of(Iris.species()));
    assertThat(valueOf(evaluation, "ARI")).isZero();
    assertThat(valueOf(evaluation, "NMI")).isZero();
    assertThat(score(evaluation, "silhouette").value()).isEmpty();
  }

  @Test
  void fewerRowsThanGroupsAndNoRowsStillGiveAnAnswer() {
    Matrix two = new Matrix(2, 1, new float[] {1, 2});
    ClusterScores small = evaluate(two, new int[] {0, 1}, 3, Optional.of(new int[] {0, 1}));
    assertThat(small.scores()).hasSize(7);
    ClusterScores none =
        evaluate(new Matrix(0, 1, new float[0]), new int[0], 3, Optional.of(new int[0]));
    assertThat(none.scores())
        .hasSize(7)
        .allMatch(score -> score.value().isEmpty() && score.baseline().isEmpty());
    assertThat(none.groupSizes()).containsExactly(0L, 0L, 0L);
  }

  @Test
  void rowsThatAreAllTheSameStillGiveAnAnswer() {
    Matrix same = new Matrix(4, 1, new float[] {7, 7, 7, 7});
    assertThat(evaluate(same, new int[4], 2, Optional.empty()).scores())
        .allMatch(score -> score.value().isEmpty());
  }

  @Test
  void samplesOfALargeTableAreNamed() {
    int rows = 60_000;
    Random random = new Random(1);
    float[] values = new float[rows];
    int[] groups = new int[rows];
    for (int row = 0; row < rows; row++) {
      groups[row] = row % 3;
      values[row] = 10 * groups[row] + (float) random.nextGaussian();
    }
    ClusterScores evaluation =
        evaluate(new Matrix(rows, 1, values), groups, 3, Optional.of(groups));
    assertThat(evaluation.notes())
        .containsExactly(
            "Plain k-means found its centres on a random sample of 20,000 of the 60,000 rows; then"
                + " every row was assigned to the nearest.",
            "The silhouette is that of a random sample of 5,000 of the 60,000 rows, the neighbour"
                + " agreement that of 2,000.");
    assertThat(evaluation.kMeansSizes()).containsExactly(20_000L, 20_000L, 20_000L);
  }

  @Test
  void aLeadByChanceIsNone() {
    assertThat(score(0.500, 0.504, true).isBaselineBetter()).isFalse();
    assertThat(score(0.500, 0.506, true).isBaselineBetter()).isTrue();
    assertThat(score(0.506, 0.500, true).isBaselineBetter()).isFalse();
    assertThat(score(0.506, 0.500, false).isBaselineBetter()).isTrue();
    assertThat(score(1000, 1004, true).isBaselineBetter()).isFalse();
    assertThat(score(1000, 1006, true).isBaselineBetter()).isTrue();
  }

  @Test
  void itStopsWhenAsked() {
    assertThatThrownBy(
            () -> ClusterEvaluation.of(iris, Iris.species(), 3, Optional.empty(), 42, new Stop()))
        .isInstanceOf(CancellationException.class);
  }

  private static double valueOf(ClusterScores evaluation, String name) {
    return score(evaluation, name).value().orElseThrow();
  }

  private static Score score(ClusterScores evaluation, String name) {
    return evaluation.scores().stream()
        .filter(score -> score.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Score score(double value, double kMeans, boolean higherIsBetter) {
    return new Score("s", OptionalDouble.of(value), OptionalDouble.of(kMeans), higherIsBetter, "");
  }

  private static ClusterScores evaluate(
      Matrix rows, int[] groups, int clusters, Optional<int[]> labels) {
    return ClusterEvaluation.of(rows, groups, clusters, labels, 42, CancellationCheck.NONE);
  }
}
