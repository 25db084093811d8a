package org.sqlflow.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestSumsTest {
  private static final float[] CENTRES = {0, 0, 10, 0, 0, 10};
  private static final double[] ORIGIN = {1, 2};

  @Test
  void rowsAreAddedToTheirNearestCentre() {
    List<float[]> rows = List.of(row(1, 1), row(9, 1), row(11, 3), row(2, 2));

    NearestSums sums = NearestSums.of(NearestSums.pass(CENTRES, ORIGIN).apply(rows.iterator()));

    assertThat(sums.counts()).containsExactly(2, 2, 0);
    assertThat(sums.sums()).containsExactly(0 + 1, -1 + 0, 8 + 10, -1 + 1, 0, 0);
    assertThat(sums.squares()).containsExactly(1 + 1, 65 + 101, 0);
  }

  @Test
  void equallyNearRowsBelongToTheFirstAndTheResultBeginsWithThePartition() {
    byte[] result = NearestSums.pass(CENTRES, ORIGIN).apply(List.of(row(5, 5)).iterator());

    assertThat(NearestSums.of(result).counts()).containsExactly(1, 0, 0);
    assertThat(java.nio.ByteBuffer.wrap(result).getInt()).isEqualTo(7);
  }

  /** Of partition 7. */
  private static float[] row(float x, float y) {
    return new float[] {7, x, y};
  }
}
