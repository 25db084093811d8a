package org.sqlflow.models.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;

class KMeansTest {
  @Test
  void separateHeapsAreFound() {
    int heaps = 12;
    Random random = new Random(3);
    float[] values = new float[heaps * 100 * 2];
    for (int row = 0; row < heaps * 100; row++) {
      values[2 * row] = row % heaps * 10 + (float) random.nextGaussian() / 10;
      values[2 * row + 1] = row % heaps % 3 * 10 + (float) random.nextGaussian() / 10;
    }
    KMeans.Clustering found = fit(new Matrix(heaps * 100, 2, values), heaps, 1);
    for (int row = heaps; row < heaps * 100; row++) {
      assertThat(found.groups()[row]).isEqualTo(found.groups()[row % heaps]);
    }
    assertThat(java.util.Arrays.stream(found.groups()).distinct()).hasSize(heaps);
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
    TrainingListener stop =
        new TrainingListener() {
          @Override
          public void progress(TrainingProgress progress) {}

          @Override
          public void checkCancelled() {
            throw new CancellationException();
          }
        };
    assertThatThrownBy(() -> KMeans.fit(Iris.raw(), 3, 20, 1, stop))
        .isInstanceOf(CancellationException.class);
  }

  private static KMeans.Clustering fit(Matrix rows, int clusters, int restarts) {
    return KMeans.fit(rows, clusters, restarts, 42, TrainingListener.NONE);
  }
}
