package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.clustering.centres.PlainKMeans;
import org.sqlflow.models.clustering.judge.PlainGroups;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class FirstGroupsTest {
  private final Random random = new Random(5);

  private static Matrix plane(int rows, IntFunction<double[]> row) {
    float[] values = new float[2 * rows];
    for (int r = 0; r < rows; r++) {
      double[] place = row.apply(r);
      values[2 * r] = (float) place[0];
      values[2 * r + 1] = (float) place[1];
    }
    return new Matrix(rows, 2, values);
  }

  private static FirstGroups of(Matrix rows, int clusters) {
    TrainingSet set =
        Iris.training(
            rows,
            IntStream.range(0, rows.columns()).mapToObj(c -> "f" + c).toList(),
            new DecEstimator(),
            Optional.empty(),
            "n_clusters",
            (long) clusters);
    TrainingContext context = TrainingContext.unattended();
    return FirstGroups.chosen(
        Neighbourhoods.of(rows, context),
        PlainGroups.later(rows, clusters, 42),
        set.attributes(),
        context);
  }

  private static double like(FirstGroups found, int parts) {
    int rows = found.groups().length;
    return like(found.groups(), IntStream.range(0, rows).map(row -> row % parts).toArray());
  }

  private static double like(int[] groups, int[] told) {
    return LabelAgreement.adjustedRand(Contingency.of(groups, told)).orElseThrow();
  }

  private double[] around(double x, double y) {
    return new double[] {x + random.nextGaussian(), y + random.nextGaussian()};
  }

  /** Versicolor and virginica touch: k-means cuts through them. */
  @Test
  void speciesOfFlowersAreThoseOfTheManifold() {
    Matrix rows = byRange(Iris.raw());
    FirstGroups found = of(rows, 3);
    assertThat(found.sentence()).contains("manifold", "more of them together than k-means does");
    int[] plain = PlainKMeans.groups(rows, 3, 20, 42, () -> {});
    assertThat(like(found.groups(), Iris.species()))
        .isGreaterThan(0.8)
        .isGreaterThan(like(plain, Iris.species()));
  }

  private static Matrix byRange(Matrix rows) {
    int width = rows.columns();
    float[] values = rows.values().clone();
    for (int c = 0; c < width; c++) {
      int column = c;
      DoubleSummaryStatistics range =
          IntStream.range(0, rows.rows()).mapToDouble(r -> rows.at(r, column)).summaryStatistics();
      for (int at = c; at < values.length; at += width) {
        values[at] = (float) ((values[at] - range.getMin()) / (range.getMax() - range.getMin()));
      }
    }
    return new Matrix(rows.rows(), width, values);
  }

  @Test
  void blobsFarApartAreThoseOfKMeans() {
    FirstGroups found = of(plane(600, row -> around(20 * (row % 3), 0)), 3);
    assertThat(found.sentence()).contains("k-means: it keeps neighbouring rows together as well");
    assertThat(like(found, 3)).isEqualTo(1);
  }

  @Test
  void rowsWithoutGroupsHaveNoClearGroups() {
    FirstGroups found = of(plane(300, row -> around(0, 0)), 12);
    assertThat(found.sentence()).contains("k-means", "no clear groups");
  }

  @Test
  void kMeansThatLeavesNearlyAllRowsInOneGroupIsNotTaken() {
    Matrix rows = plane(400, row -> row == 0 ? around(0, 5000) : around(8 * (row % 2), 0));
    FirstGroups found = of(rows, 2);
    assertThat(found.sentence()).contains("k-means leaves nearly all rows in one group");
    assertThat(like(found, 2)).isGreaterThan(0.95);
  }
}
