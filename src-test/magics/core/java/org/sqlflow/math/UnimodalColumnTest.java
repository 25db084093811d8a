package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnimodalColumnTest {
  @Test
  void aColumnOfOnePeakStaysAsItIs() {
    double[] values = new Random(1).doubles(2000).map(share -> -Math.log(1 - share)).toArray();
    Arrays.sort(values);
    UnimodalColumn column = UnimodalColumn.of(values);

    for (double share : new double[] {0.1, 0.5, 0.9}) {
      assertThat(column.quantile(share)).isCloseTo(values[(int) (2000 * share)], within(0.1));
    }
  }

  @Test
  void theGapOfTwoPeaksIsFilled() {
    Random random = new Random(2);
    double[] values =
        IntStream.range(0, 1000).mapToDouble(i -> 10 * (i % 2) + random.nextDouble()).toArray();
    Arrays.sort(values);
    UnimodalColumn column = UnimodalColumn.of(values);

    long between =
        IntStream.range(0, 1000)
            .mapToDouble(i -> column.quantile((i + 0.5) / 1000))
            .filter(value -> value > 3 && value < 7)
            .count();
    assertThat(between).isGreaterThan(100);
    assertThat(Arrays.stream(values).filter(value -> value > 3 && value < 7).count()).isZero();
  }

  @Test
  void countsStayCountsAndRiseToOnePeak() {
    double[] values =
        IntStream.range(0, 1000).mapToDouble(i -> i % 10 < 5 ? 0 : i % 10 < 6 ? 3 : 4).toArray();
    Arrays.sort(values);
    UnimodalColumn column = UnimodalColumn.of(values);

    int[] counts = new int[5];
    IntStream.range(0, 1000).forEach(i -> counts[(int) column.quantile((i + 0.5) / 1000)]++);
    assertThat(counts[0]).isEqualTo(500);
    assertThat(counts[1]).isBetween(124, 126);
    assertThat(counts[2]).isBetween(124, 126);
    assertThat(counts[4]).isBetween(124, 126);
  }

  @Test
  void twoValuesAndOneStay() {
    assertThat(UnimodalColumn.of(new double[] {0, 0, 1}).places()).isEqualTo(2);
    assertThat(UnimodalColumn.of(new double[] {0, 0, 1}).quantile(0.9)).isEqualTo(1);
    assertThat(UnimodalColumn.of(new double[] {7, 7}).quantile(0.5)).isEqualTo(7);
  }
}
