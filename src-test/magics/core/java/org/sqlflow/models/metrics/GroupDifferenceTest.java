package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GroupDifferenceTest {
  /** With scipy.stats.kruskal: H = 2.721517857142851, p = 0.2564660636528509. */
  @Test
  void numbersAreComparedByTheirRanks() {
    double[][] groups = {
      {1, 2, 2, 5, 7, 9}, {3, 3, 4, 8, 10}, {2, 11, 12, 13, 5, 5, 6},
    };
    List<Double> values = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    for (int group = 0; group < groups.length; group++) {
      for (double value : groups[group]) {
        values.add(value);
        of.add(group);
      }
    }
    // Rows without a value or a group do not count.
    values.addAll(List.of(Double.NaN, 1e9));
    of.addAll(List.of(0, -1));
    GroupDifference found =
        GroupDifference.ofNumbers(
            values.stream().mapToDouble(v -> v).toArray(),
            of.stream().mapToInt(g -> g).toArray(),
            4);

    assertThat(found.p()).isCloseTo(0.2564660636528509, within(1e-12));
    assertThat(found.effect()).isCloseTo((2.721517857142851 - 2) / (18 - 3), within(1e-12));
    assertThat(found.strength()).isEqualTo("small");
    assertThat(found.deltas()[0]).isCloseTo(delta(groups, 0), within(1e-12));
    assertThat(found.deltas()[2]).isCloseTo(delta(groups, 2), within(1e-12));
    assertThat(found.deltas()[3]).isNaN();
  }

  /** By all pairs of a row of the group and another one. */
  private static double delta(double[][] groups, int own) {
    double sum = 0;
    int pairs = 0;
    for (int other = 0; other < groups.length; other++) {
      for (double a : groups[own]) {
        for (double b : other == own ? new double[0] : groups[other]) {
          sum += Math.signum(a - b);
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  /** With scipy.stats.chi2_contingency: chi² = 36.1078, p = 2.749662928860991e-07. */
  @Test
  void categoriesAreComparedByTheirCounts() {
    List<long[]> counts =
        List.of(new long[] {12, 30, 7, 0}, new long[] {20, 11, 15, 0}, new long[] {9, 9, 30, 0});
    GroupDifference found = GroupDifference.ofCounts(counts);

    assertThat(found.p() / 2.749662928860991e-07).isCloseTo(1, within(1e-9));
    double n = 143;
    double corrected = 36.107777041357366 / n - 4 / (n - 1);
    assertThat(found.effect())
        .isCloseTo(Math.sqrt(corrected / (3 - 4 / (n - 1) - 1)), within(1e-9));
    assertThat(found.strength()).isEqualTo("medium");
  }

  @Test
  void fewRowsHaveNoTest() {
    assertThat(GroupDifference.ofNumbers(new double[] {1, 2, 3, 4}, new int[] {0, 0, 1, 1}, 2).p())
        .isNaN();
    assertThat(GroupDifference.ofCounts(List.of(new long[] {3, 1}, new long[] {1, 2})).p()).isNaN();
    assertThat(GroupDifference.ofNumbers(new double[10], new int[10], 1).effect()).isNaN();
    assertThat(GroupDifference.ofCounts(List.of()).strength()).isEmpty();
  }

  /** Of 400 columns that have nothing to do with the groups about one in twenty is below .05. */
  @Test
  void whatIsUnrelatedIsSeldomSignificant() {
    SplittableRandom random = new SplittableRandom(3);
    int numbers = 0;
    int categories = 0;
    for (int column = 0; column < 400; column++) {
      int[] groups = random.ints(200, 0, 3).toArray();
      double[] values = random.doubles(200).map(value -> Math.rint(20 * value)).toArray();
      numbers += GroupDifference.ofNumbers(values, groups, 3).p() < 0.05 ? 1 : 0;
      List<long[]> counts = List.of(new long[3], new long[3], new long[3], new long[3]);
      Arrays.stream(groups).forEach(group -> counts.get(random.nextInt(4))[group]++);
      categories += GroupDifference.ofCounts(counts).p() < 0.05 ? 1 : 0;
    }
    assertThat(numbers).isBetween(8, 34);
    assertThat(categories).isBetween(8, 34);
  }

  /** Holm's example with the steps by hand: 4·0.01, 3·0.02, 2·0.03 and 0.04. */
  @Test
  void severalTestsAreCorrectedTogether() {
    assertThat(GroupDifference.corrected(new double[] {0.03, 0.01, Double.NaN, 0.04, 0.02}))
        .containsExactly(new double[] {0.06, 0.04, Double.NaN, 0.06, 0.06}, within(1e-12));
  }
}
