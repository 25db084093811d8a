package org.sqlflow.models.clustering.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.Iris;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.clustering.centres.PlainKMeans;
import org.sqlflow.models.clustering.spectral.SpectralEstimator;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison.Verdict;

class ClusterJudgeTest {
  /** Two arms of a spiral; the arm of each row is its number modulo 2. */
  private static Matrix spirals(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      double turn = 3 * Math.PI * Math.sqrt(0.05 + 0.95 * random.nextDouble());
      double angle = turn + row % 2 * Math.PI;
      values[2 * row] = (float) (turn * Math.cos(angle) + 0.15 * random.nextDouble());
      values[2 * row + 1] = (float) (turn * Math.sin(angle) + 0.15 * random.nextDouble());
    }
    return new Matrix(rows, 2, values);
  }

  private static ClusterJudge.Judged judged(Matrix rows, int[] groups, int clusters) {
    return ClusterJudge.of(set(rows), groups, clusters, TrainingContext.unattended());
  }

  private static TrainingSet set(Matrix rows) {
    List<String> names = List.of("x", "y", "z", "u", "v").subList(0, rows.columns());
    return Iris.training(rows, names, new SpectralEstimator(), Optional.empty());
  }

  @Test
  void armsOfASpiralAreSeparateThoughKMeansSeesNone() {
    Matrix rows = spirals(1200);
    int[] arms = new int[1200];
    Arrays.setAll(arms, row -> row % 2);
    ClusterJudge.Judged judged = judged(rows, arms, 2);
    ClusterJudgement judgement = judged.judgement();
    assertThat(judged.metrics().get("silhouette"))
        .isLessThan(judged.metrics().get("k-means silhouette"));
    assertThat(judgement.reference().isExceeded(judged.metrics().get("silhouette"))).isFalse();
    assertThat(judgement.gaps().separated()).isTrue();
    assertThat(judgement.verdict()).isEqualTo(Verdict.MODEL);
    assertThat(judgement.kMeans().verdict()).isNotEqualTo(Verdict.MODEL);
  }

  /** A k-means of rings is judged by gaps, too, and an evaluation says no other. */
  @Test
  void aTrainingAndAnEvaluationOfKMeansJudgeAlike() {
    Matrix rows = spirals(600);
    int[] groups = PlainKMeans.groups(rows, 2, 42, TrainingContext.unattended());

    ClusterJudgement trained =
        ClusterJudge.ofKMeans(set(rows), groups, 2, TrainingContext.unattended()).judgement();
    ClusterJudgement evaluated =
        ClusterEvaluation.of(rows, groups, 2, Optional.empty(), 42, TrainingContext.unattended())
            .judgement();

    assertThat(trained.gaps().isMeasured()).isTrue();
    assertThat(trained.gaps()).isEqualTo(evaluated.gaps());
    assertThat(trained.reference()).isEqualTo(evaluated.reference());
    assertThat(evaluated.kMeans().moved()).isZero();
  }

  /** Above the sample of k-means both compare with the same centres. */
  @Test
  void aTrainingAndAnEvaluationOfManyRowsCompareWithTheSameKMeans() {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[2 * 30_000];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble();
    }
    Matrix rows = new Matrix(30_000, 2, values);
    int[] groups = new int[30_000];
    Arrays.setAll(groups, row -> (int) (3 * rows.at(row, 0)));

    ClusterJudgement trained = judged(rows, groups, 3).judgement();
    ClusterJudgement evaluated =
        ClusterEvaluation.of(rows, groups, 3, Optional.empty(), 42, TrainingContext.unattended())
            .judgement();

    assertThat(trained).isEqualTo(evaluated);
  }

  /** Spectral clustering cuts rows without groups where fewest are near each other. */
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "2, true", "3, true", "5, false", "5, true"})
  void rowsWithoutGroupsHaveNoGaps(int width, boolean normal) {
    SplittableRandom random = new SplittableRandom(17L * width);
    float[] values = new float[800 * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) (normal ? random.nextGaussian() : random.nextDouble());
    }
    Matrix rows = new Matrix(800, width, values);
    for (int clusters : new int[] {2, 4}) {
      int[] cuts = SpectralCut.groups(rows, clusters, 7, TrainingContext.unattended());
      assertThat(judged(rows, cuts, clusters).judgement().gaps().separated()).isFalse();
    }
  }

  /** Ten neighbours that are copies of a row are in its part wherever a cut is. */
  @ParameterizedTest
  @CsvSource({"2", "5"})
  void cutsBetweenCopiesOfRowsAreNoGaps(int width) {
    SplittableRandom random = new SplittableRandom(5L * width);
    float[] values = new float[60 * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble();
    }
    int[] copied = new int[720];
    Arrays.setAll(copied, row -> row % 60);
    Matrix rows = RowSample.take(new Matrix(60, width, values), copied);
    for (int clusters : new int[] {2, 4}) {
      int[] cuts = SpectralCut.groups(rows, clusters, 7, TrainingContext.unattended());
      ClusterJudgement judgement = judged(rows, cuts, clusters).judgement();
      assertThat(judgement.gaps().separated()).isFalse();
      assertThat(judgement.reference().separated()).isFalse();
    }
  }

  @Test
  void compactGroupsNeedNoLookForGaps() {
    ClusterJudge.Judged judged = judged(Iris.standardised(), Iris.species(), 3);
    assertThat(judged.judgement().gaps()).isEqualTo(ClusterJudgement.Gaps.UNKNOWN);
    assertThat(judged.judgement().kMeans().wasMade()).isTrue();
    assertThat(judged.metrics())
        .containsOnlyKeys(
            "silhouette",
            "k-means silhouette",
            "neighbour agreement",
            "k-means neighbour agreement");
  }

  @Test
  void rowsInNoGroupAreInNoScore() {
    Matrix rows = Iris.standardised();
    int[] groups = Iris.species();
    Arrays.setAll(groups, row -> row % 10 == 0 ? -1 : groups[row]);
    ClusterJudge.Judged judged = judged(rows, groups, 3);
    assertThat(judged.judgement().kMeans().rows()).isEqualTo(135);
    assertThat(judged.judgement().reference().isMeasured()).isFalse();
    assertThat(judged.judgement().gaps().isMeasured()).isTrue();
    assertThat(ClusterJudge.withoutGroup(groups))
        .contains("15 of 150 rows (10.0 %) are in no group.");
    assertThat(ClusterJudge.withoutGroup(Iris.species())).isEmpty();
  }
}
