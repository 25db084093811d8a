package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;

/**
 * The expected scores are scikit-learn 1.2.1's, made by
 *
 * <pre>
 * d = pandas.read_csv("iris.csv"); X = d.iloc[:, :4].values; Z = (X - X.mean(0)) / X.std(0)
 * silhouette_score(X, d.label), silhouette_score(Z, d.label), silhouette_score(X, arange(150) % 4)
 * silhouette_score([[0, 0], [0, 1], [5, 5], [9, 9]], [0, 0, 1, 1])
 * silhouette_score([[0, 0], [0, 1], [5, 5]], [0, 0, 1])
 * </pre>
 */
public class SilhouetteTest {
  @Test
  void scikitLearnGivesTheSameOnIris() {
    assertThat(silhouette(Iris.raw(), Iris.species())).isCloseTo(0.5034774, within(1e-5));
    assertThat(silhouette(Iris.standardised(), Iris.species())).isCloseTo(0.3811262, within(1e-5));
    int[] nonsense = IntStream.range(0, 150).map(row -> row % 4).toArray();
    assertThat(silhouette(Iris.raw(), nonsense)).isCloseTo(-0.0418664, within(1e-5));
  }

  @Test
  void fourPointsByHand() {
    Matrix points = new Matrix(4, 2, new float[] {0, 0, 0, 1, 5, 5, 9, 9});
    assertThat(silhouette(points, new int[] {0, 0, 1, 1})).isCloseTo(0.6235339, within(1e-6));
  }

  @Test
  void aGroupOfOneRowScoresNothing() {
    Matrix points = new Matrix(3, 2, new float[] {0, 0, 0, 1, 5, 5});
    assertThat(silhouette(points, new int[] {0, 0, 1})).isCloseTo(0.5674683, within(1e-6));
  }

  @Test
  void oneGroupHasNoScore() {
    assertThat(Silhouette.of(Iris.raw(), new int[150], CancellationCheck.NONE)).isEmpty();
  }

  @Test
  void aSampleStandsForALargeTable() {
    Matrix iris = Iris.raw();
    float[] values = new float[100 * iris.values().length];
    int[] groups = new int[100 * 150];
    for (int copy = 0; copy < 100; copy++) {
      System.arraycopy(iris.values(), 0, values, copy * 600, 600);
      System.arraycopy(Iris.species(), 0, groups, copy * 150, 150);
    }
    assertThat(silhouette(new Matrix(15_000, 4, values), groups))
        .isCloseTo(silhouette(iris, Iris.species()), within(0.03));
  }

  @Test
  void narrowGroupsAreToldApartFarFromAllOthers() {
    Random random = new Random(3);
    int[] groups = random.ints(900, 0, 3).toArray();
    float[] centres = {1000, 2000, 1000, 2000.05f, -9000, 4};
    float[] values = new float[2 * groups.length];
    for (int at = 0; at < values.length; at++) {
      values[at] = centres[2 * groups[at / 2] + at % 2] + (float) (0.01 * random.nextGaussian());
    }
    assertIsAsFromDifferences(new Matrix(groups.length, 2, values), groups);
  }

  @Test
  void equalRowsAreNoDistanceApart() {
    Random random = new Random(4);
    int[] groups = random.ints(1200, 0, 4).toArray();
    float[] values = new float[3 * groups.length];
    for (int at = 0; at < values.length; at++) {
      values[at] = groups[at / 3] + 0.1f * random.nextInt(4);
    }
    assertIsAsFromDifferences(new Matrix(groups.length, 3, values), groups);
  }

  @ParameterizedTest
  @CsvSource({"700, 1, 2", "700, 64, 3", "1100, 5, 300", "40, 300, 39"})
  void rowsWidthAndNumberOfGroupsDoNotMatter(int rows, int width, int groupCount) {
    Random random = new Random(5);
    float[] values = new float[rows * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian();
    }
    int[] groups = IntStream.range(0, rows).map(row -> row % groupCount).toArray();
    assertIsAsFromDifferences(new Matrix(rows, width, values), groups);
  }

  @Test
  void oneThreadGivesTheSameAsTwo() throws Exception {
    Matrix rows = Iris.standardised();
    double expected = silhouette(rows, Iris.species());
    for (int threads : new int[] {1, 2}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertThat(pool.submit(() -> silhouette(rows, Iris.species())).get()).isEqualTo(expected);
      } finally {
        pool.shutdown();
      }
    }
  }

  /** From differences, in float64. */
  private static void assertIsAsFromDifferences(Matrix rows, int[] groups) {
    int groupCount = Arrays.stream(groups).max().orElseThrow() + 1;
    double sum = 0;
    for (int i = 0; i < rows.rows(); i++) {
      double[] sums = new double[groupCount];
      int[] sizes = new int[groupCount];
      for (int j = 0; j < rows.rows(); j++) {
        double square = 0;
        for (int c = 0; c < rows.columns(); c++) {
          square += Math.pow((double) rows.at(i, c) - rows.at(j, c), 2);
        }
        sums[groups[j]] += Math.sqrt(square);
        sizes[groups[j]]++;
      }
      int own = groups[i];
      double a = sums[own] / (sizes[own] - 1);
      double b =
          IntStream.range(0, groupCount)
              .filter(group -> group != own && sizes[group] > 0)
              .mapToDouble(group -> sums[group] / sizes[group])
              .min()
              .orElseThrow();
      sum += sizes[own] == 1 ? 0 : (b - a) / Math.max(a, b);
    }
    assertThat(silhouette(rows, groups)).isCloseTo(sum / rows.rows(), within(2e-6));
  }

  private static double silhouette(Matrix rows, int[] groups) {
    return Silhouette.of(rows, groups, CancellationCheck.NONE).orElseThrow();
  }
}
