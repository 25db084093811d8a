package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clusters.StabilityBand;

class GroupStabilityTest {
  @Test
  void theSimilarityIsTheLargestJaccardIndexOfEachGroup() {
    double[] similarity =
        GroupStability.similarity(
            new int[] {0, 0, 0, 0, 1, 1, 2}, new int[] {5, 5, 5, 1, 1, 1, -1}, 4);

    assertThat(similarity[0]).isCloseTo(3.0 / 4, within(1e-12));
    assertThat(similarity[1]).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(similarity[2]).isZero();
    assertThat(similarity[3]).isNaN();
  }

  @Test
  void numbersOfGroupsDoNotMatter() {
    assertThat(GroupStability.similarity(new int[] {0, 0, 1, 1}, new int[] {7, 7, 3, 3}, 2))
        .containsExactly(1, 1);
  }

  @Test
  void aDrawHasAboutTwoThirdsOfTheRowsEachOnce() {
    int[] drawn = GroupStability.drawn(10_000, 1, 0);

    assertThat(drawn).isSorted().doesNotHaveDuplicates();
    assertThat(drawn.length / 10_000.0).isCloseTo(1 - Math.exp(-1), within(0.02));
    assertThat(GroupStability.drawn(10_000, 1, 1)).isNotEqualTo(drawn);
    assertThat(GroupStability.drawn(10_000, 1, 0)).isEqualTo(drawn);
  }

  @Test
  void groupsThatAreFoundAgainAreStableAndGuessedOnesAreNot() {
    Random random = new Random(1);
    int[] groups = new int[300];
    Arrays.setAll(groups, row -> row % 2);
    Matrix rows = new Matrix(300, 1, new float[300]);
    GroupStability same =
        GroupStability.of(
            rows,
            groups,
            2,
            5,
            1,
            (draw, chosen, some) -> Arrays.stream(chosen).map(row -> groups[row]).toArray(),
            CancellationCheck.NONE);
    GroupStability guessed =
        GroupStability.of(
            rows,
            groups,
            2,
            5,
            1,
            (draw, chosen, some) -> Arrays.stream(chosen).map(row -> random.nextInt(2)).toArray(),
            CancellationCheck.NONE);

    assertThat(same.mean()).isEqualTo(1);
    assertThat(guessed.mean()).isCloseTo(1.0 / 3, within(0.1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, HIGHLY_STABLE",
    "0.85, HIGHLY_STABLE",
    "0.849, STABLE",
    "0.75, STABLE",
    "0.6, DOUBTFUL",
    "0.599, UNSTABLE",
    "0, UNSTABLE"
  })
  void theBandsAreThoseOfClusterboot(double similarity, StabilityBand band) {
    assertThat(StabilityBand.of(similarity)).isEqualTo(band);
  }
}
