package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;

class NeighbourGroupsTest {
  private static Optional<NeighbourGroups> of(Matrix rows) {
    return NeighbourGroups.of(rows, () -> {});
  }

  /** A value for each row and column. */
  private static Matrix matrix(int rows, int width, ToDoubleBiFunction<Integer, Integer> value) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i / width, i % width);
    }
    return new Matrix(rows, width, values);
  }

  private static Matrix rings(int rows, SplittableRandom random) {
    double[] angles = random.doubles(rows, 0, 2 * Math.PI).toArray();
    return matrix(
        rows,
        2,
        (row, column) ->
            (row % 4 == 0 ? 1 : 3) * (column == 0 ? Math.cos(angles[row]) : Math.sin(angles[row]))
                + 0.1 * random.nextGaussian());
  }

  @Test
  void aRingWithinARingAreTwoGroups() {
    for (int rows : new int[] {400, 1500, 4000}) {
      Matrix rings = rings(rows, new SplittableRandom(rows));
      NeighbourGroups found = of(rings).orElseThrow();

      assertThat(found.sizes()).hasSize(2);
      assertThat(found.sizes().get(0)).isCloseTo(0.75, within(0.05));
      assertThat(found.agreement(IntStream.range(0, rows).map(row -> row % 4 / 3).toArray()))
          .isLessThan(0.5);
      assertThat(
              found.agreement(IntStream.range(0, rows).map(row -> row % 4 == 0 ? 1 : 0).toArray()))
          .isEqualTo(1);
    }
  }

  @Test
  void inOneCrowdOfAnyShapeThereAreNone() {
    for (int rows : new int[] {100, 300, 1000, 3000}) {
      for (int width : new int[] {2, 3, 6}) {
        for (int seed = 0; seed < 3; seed++) {
          SplittableRandom random = new SplittableRandom(31L * rows + 7L * width + seed);
          assertThat(of(matrix(rows, width, (row, column) -> random.nextDouble()))).isEmpty();
          assertThat(of(matrix(rows, width, (row, column) -> random.nextGaussian()))).isEmpty();
          assertThat(of(matrix(rows, width, (row, column) -> Math.exp(random.nextGaussian()))))
              .isEmpty();
          assertThat(of(matrix(rows, width, (row, column) -> random.nextInt(40)))).isEmpty();
        }
      }
    }
  }

  @Test
  void columnsOfFewValuesAndEqualRowsMakeNone() {
    SplittableRandom random = new SplittableRandom(5);
    Matrix flagged =
        matrix(1000, 3, (row, column) -> column == 2 ? row % 2 * 10 : random.nextGaussian());
    assertThat(of(flagged)).isEmpty();
    Matrix repeated = matrix(3000, 2, (row, column) -> row % 60 * (column == 0 ? 7 : 11) % 61);
    assertThat(of(repeated)).isEmpty();
    assertThat(of(matrix(500, 1, (row, column) -> row % 2 * 100 + random.nextDouble()))).isEmpty();
  }
}
