package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;

class CanonicalOrderTest {
  /** Rows of which the first {@code kinds} repeat. */
  private static Matrix rows(int rows, int width, int kinds, long seed) {
    float[] values = new float[rows * width];
    int[] order = IntStream.range(0, rows).toArray();
    Shuffle.shuffle(order, new SplittableRandom(seed));
    for (int row = 0; row < rows; row++) {
      SplittableRandom random = new SplittableRandom(order[row] % kinds);
      for (int i = 0; i < width; i++) {
        values[row * width + i] = (float) random.nextDouble(-1, 1);
      }
    }
    return new Matrix(rows, width, values);
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 1", "2, 1, 2", "1000, 4, 1000", "40000, 2, 40000", "5000, 3, 7", "100, 2, 1"})
  void shuffledRowsEndUpInTheSamePlaces(int rows, int width, int kinds) {
    Matrix one = rows(rows, width, kinds, 1);
    Matrix other = rows(rows, width, kinds, 2);

    CanonicalOrder.apply(one);
    CanonicalOrder.apply(other);

    assertThat(other.values()).isEqualTo(one.values());
  }

  @Test
  void theOrderSaysWhichRowEachRowWas() {
    Matrix before = rows(5000, 3, 2500, 1);
    Matrix after = rows(5000, 3, 2500, 1);

    int[] order = CanonicalOrder.apply(after);

    assertThat(Arrays.stream(order).sorted().toArray())
        .containsExactly(IntStream.range(0, 5000).toArray());
    for (int row = 0; row < 5000; row++) {
      for (int i = 0; i < 3; i++) {
        assertThat(after.at(row, i)).isEqualTo(before.at(order[row], i));
      }
    }
  }

  @Test
  void rowsOfOneKindDoNotFollowEachOther() {
    float[] values = new float[10_000];
    for (int row = 0; row < values.length; row++) {
      values[row] = row;
    }

    CanonicalOrder.apply(new Matrix(10_000, 1, values));

    long ascents = IntStream.range(1, 10_000).filter(i -> values[i] > values[i - 1]).count();
    // Half of them in a random order; one deviation is 29.
    assertThat(ascents).isBetween(4850L, 5150L);
  }
}
