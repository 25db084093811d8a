package org.sqlflow.models.clustering.centres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Stop;

class KMeansTest {
  @Test
  void separateBlobsAreFound() {
    int blobs = 12;
    Random random = new Random(3);
    float[] values = new float[blobs * 100 * 2];
    for (int row = 0; row < blobs * 100; row++) {
      values[2 * row] = row % blobs * 10 + (float) random.nextGaussian() / 10;
      values[2 * row + 1] = row % blobs % 3 * 10 + (float) random.nextGaussian() / 10;
    }
    KMeans.Clustering found = fit(new Matrix(blobs * 100, 2, values), blobs, 1);
    for (int row = blobs; row < blobs * 100; row++) {
      assertThat(found.groups()[row]).isEqualTo(found.groups()[row % blobs]);
    }
    assertThat(Arrays.stream(found.groups()).distinct()).hasSize(blobs);
  }

  /** scikit-learn 1.2.1: {@code KMeans(3, n_init=20).fit(Z).inertia_} on standardised iris. */
  @Test
  void scikitLearnFindsNoBetterClustersOfIris() {
    assertThat(fit(Iris.standardised(), 3, 20).inertia()).isCloseTo(139.8205, within(0.1));
  }

  @Test
  void theSameSeedGivesTheSameClusters() {
    assertThat(fit(Iris.standardised(), 5, 3))
        .usingRecursiveComparison()
        .isEqualTo(fit(Iris.standardised(), 5, 3));
  }

  @Test
  void theNumberOfThreadsChangesNoBit() throws Exception {
    Matrix rows = normal(20_000, 8, 7);
    assertThat(new ForkJoinPool(3).submit(() -> fit(rows, 6, 2)).get())
        .usingRecursiveComparison()
        .isEqualTo(new ForkJoinPool(1).submit(() -> fit(rows, 6, 2)).get());
  }

  @Test
  void equalRowsShareAGroupThoughOthersAreFarAway() {
    int distinct = 300;
    Matrix some = normal(distinct, 5, 9);
    float[] values = new float[10 * some.values().length + 5];
    for (int copy = 0; copy < 10; copy++) {
      System.arraycopy(some.values(), 0, values, copy * 5 * distinct, 5 * distinct);
    }
    Arrays.fill(values, values.length - 5, values.length, 1e7f);
    KMeans.Clustering found = fit(new Matrix(10 * distinct + 1, 5, values), 9, 3);
    for (int row = distinct; row < 10 * distinct; row++) {
      assertThat(found.groups()[row]).isEqualTo(found.groups()[row % distinct]);
    }
    assertThat(Arrays.stream(found.groups()).distinct()).hasSize(9);
  }

  @Test
  void eachRowIsInTheGroupOfItsNearestCentre() {
    Matrix rows = normal(5000, 3, 11);
    for (int at = 0; at < rows.values().length; at++) {
      rows.values()[at] += 1e5f; // float32 keeps two digits behind the point
    }
    float[] centres = fit(rows, 8, 1).centres();
    int[] groups = new int[5000];
    NearestCentres.assign(rows, centres, groups, new float[5000]);
    for (int row = 0; row < 5000; row++) {
      double own = Distances.squared(rows.values(), row * 3, centres, groups[row] * 3, 3);
      for (int j = 0; j < 8; j++) {
        assertThat(Distances.squared(rows.values(), row * 3, centres, j * 3, 3))
            .isGreaterThanOrEqualTo(own);
      }
    }
  }

  @Test
  void asManyClustersAsRowsGiveEachRowItsOwn() {
    Matrix rows = new Matrix(4, 1, new float[] {1, 2, 3, 10});
    KMeans.Clustering found = fit(rows, 4, 1);
    assertThat(found.inertia()).isZero();
    assertThat(found.groups()).doesNotHaveDuplicates();
  }

  @Test
  void fewerDifferentRowsThanClustersStillEnd() {
    Matrix rows = new Matrix(4, 1, new float[] {1, 1, 2, 2});
    assertThat(fit(rows, 3, 2).inertia()).isZero();
  }

  @Test
  void itStopsWhenAsked() {
    assertThatThrownBy(() -> KMeans.fit(Iris.raw(), 3, 20, 1, new Stop()))
        .isInstanceOf(CancellationException.class);
  }

  private static Matrix normal(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian();
    }
    return new Matrix(rows, columns, values);
  }

  private static KMeans.Clustering fit(Matrix rows, int clusters, int restarts) {
    return KMeans.fit(rows, clusters, restarts, 42, CancellationCheck.NONE);
  }
}
