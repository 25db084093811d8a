package org.sqlflow.models.clustering.centres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class PlainKMeansTest {
  private static Matrix blobs(int rows, int blobs) {
    Random random = new Random(3);
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      values[2 * row] = (float) (10 * (row % blobs) + random.nextGaussian());
      values[2 * row + 1] = (float) random.nextGaussian();
    }
    return new Matrix(rows, 2, values);
  }

  @Test
  void ofFewRowsItIsKMeans() {
    Matrix rows = blobs(500, 3);
    assertThat(PlainKMeans.groups(rows, 3, 4, 42, () -> {}))
        .isEqualTo(KMeans.fit(rows, 3, 4, 42, () -> {}).groups());
  }

  @Test
  void ofManyRowsItsCentresAreThoseOfASample() {
    Matrix rows = blobs(50_000, 4);
    int[] sampled = PlainKMeans.groups(rows, 4, 3, 42, () -> {});
    int[] all = KMeans.fit(rows, 4, 3, 42, () -> {}).groups();
    assertThat(LabelAgreement.adjustedRand(Contingency.of(sampled, all)).orElseThrow())
        .isGreaterThan(0.99);
  }

  @Test
  void aSampleWithTooFewDifferentRowsIsNotTaken() {
    float[] values = new float[60_000];
    values[59_999] = 1;
    int[] groups = PlainKMeans.groups(new Matrix(60_000, 1, values), 2, 1, 42, () -> {});
    assertThat(groups[59_999]).isNotEqualTo(groups[0]);
  }
}
