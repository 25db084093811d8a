package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;

class NeighbourAgreementTest {
  @ParameterizedTest
  @CsvSource({"300, 1, 2", "500, 7, 3", "40, 30, 5", "12, 2, 2", "6, 2, 2"})
  void itIsThatOfAllDistancesInOrder(int rows, int width, int groupCount) {
    Random random = new Random(rows);
    float[] values = new float[rows * width];
    int[] groups = new int[rows];
    for (int at = 0; at < values.length; at++) {
      groups[at / width] = at / width % groupCount;
      values[at] = groups[at / width] + (float) random.nextGaussian();
    }
    Matrix matrix = new Matrix(rows, width, values);

    assertThat(agreement(matrix, groups)).isCloseTo(bruteForce(matrix, groups), within(1e-9));
  }

  @Test
  void irisKeepsItsNeighboursInTheirSpecies() {
    assertThat(agreement(Iris.raw(), Iris.species()))
        .isCloseTo(bruteForce(Iris.raw(), Iris.species()), within(0.002))
        .isGreaterThan(0.55);
  }

  @Test
  void groupsThatSayNothingOfTheRowsHaveNone() {
    float[] values = new float[6000];
    Random random = new Random(1);
    IntStream.range(0, values.length).forEach(at -> values[at] = random.nextFloat());
    int[] groups = random.ints(3000, 0, 4).toArray();

    assertThat(agreement(new Matrix(3000, 2, values), groups)).isCloseTo(0, within(0.02));
  }

  @Test
  void separateBlobsHaveAllThatIsPossible() {
    float[] values = new float[300];
    int[] groups = new int[300];
    for (int row = 0; row < 300; row++) {
      groups[row] = row % 3;
      values[row] = 1000 * groups[row] + row;
    }

    assertThat(agreement(new Matrix(300, 1, values), groups)).isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void copiesOfARowAreNoneOfItsNeighbours() {
    float[] values = new float[360];
    IntStream.range(0, 360).forEach(row -> values[row] = row % 30);
    int[] groups = IntStream.range(0, 360).map(row -> row % 30 % 2).toArray();

    assertThat(agreement(new Matrix(360, 1, values), groups)).isCloseTo(-0.5, within(1e-9));
  }

  @Test
  void ofAFewDifferentRowsTheCopiesAreTheNeighbours() {
    float[] values = new float[60];
    IntStream.range(0, 60).forEach(row -> values[row] = row % 3);
    int[] groups = IntStream.range(0, 60).map(row -> row % 3).toArray();

    assertThat(agreement(new Matrix(60, 1, values), groups)).isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void oneGroupAndOneRowHaveNoScore() {
    assertThat(NeighbourAgreement.in(Iris.raw(), CancellationCheck.NONE).of(new int[150]))
        .isEmpty();
    assertThat(
            NeighbourAgreement.in(new Matrix(1, 1, new float[1]), CancellationCheck.NONE)
                .of(new int[1]))
        .isEmpty();
    assertThat(
            NeighbourAgreement.in(new Matrix(0, 1, new float[0]), CancellationCheck.NONE)
                .of(new int[0]))
        .isEmpty();
  }

  private static double agreement(Matrix rows, int[] groups) {
    return NeighbourAgreement.in(rows, CancellationCheck.NONE).of(groups).orElseThrow();
  }

  private static double bruteForce(Matrix rows, int[] groups) {
    int count = Math.min(10, rows.rows() - 1);
    double together = 0;
    double chance = 0;
    for (int i = 0; i < rows.rows(); i++) {
      int row = i;
      together +=
          IntStream.range(0, rows.rows())
                  .filter(other -> other != row)
                  .boxed()
                  .sorted(Comparator.comparingDouble(other -> square(rows, row, other)))
                  .limit(count)
                  .filter(other -> groups[other] == groups[row])
                  .count()
              / (double) count;
      chance += IntStream.of(groups).filter(group -> group == groups[row]).count();
    }
    return together / rows.rows() - chance / rows.rows() / rows.rows();
  }

  private static double square(Matrix rows, int row, int other) {
    double sum = 0;
    for (int c = 0; c < rows.columns(); c++) {
      sum += Math.pow((double) rows.at(row, c) - rows.at(other, c), 2);
    }
    return sum;
  }
}
