package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;

class EqualRowsTest {
  @Test
  void rowsAreNumberedByTheirValuesInTheOrderOfTheFirstOfEach() {
    EqualRows rows =
        EqualRows.of(new Matrix(5, 2, new float[] {1, 2, 0.5f, 0, 1, 2, 2, 1, 0.5f, -0f}));

    assertThat(rows.kinds()).containsExactly(0, 1, 0, 2, 1);
    assertThat(rows.count()).isEqualTo(3);
    assertThat(rows.first()).containsExactly(0, 1, 3);
  }

  /** With one hash for all of them this takes minutes. */
  @Test
  void manySmallNumbersAreDifferentRows() {
    Random random = new Random(1);
    float[] values = new float[2 * 300_000];
    Set<Long> pairs = new HashSet<>();
    for (int i = 0; i < values.length; i += 2) {
      values[i] = random.nextFloat();
      values[i + 1] = random.nextFloat();
      pairs.add(
          ((long) Float.floatToIntBits(values[i]) << 32) | Float.floatToIntBits(values[i + 1]));
    }

    assertThat(EqualRows.of(new Matrix(300_000, 2, values)).count()).isEqualTo(pairs.size());
  }
}
