package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  private static Moments of(double... numbers) {
    Moments moments = new Moments();
    moments.add(numbers, 0, numbers.length);
    return moments;
  }

  private static double[] random(int count, DoubleUnaryOperator value) {
    Random random = new Random(7);
    return IntStream.range(0, count)
        .mapToDouble(i -> value.applyAsDouble(random.nextGaussian()))
        .toArray();
  }

  /** Mean and deviation as exact arithmetic gives them, rounded once. */
  private static double[] exact(double[] numbers) {
    MathContext digits = new MathContext(60);
    BigDecimal n = BigDecimal.valueOf(numbers.length);
    BigDecimal mean =
        DoubleStream.of(numbers)
            .mapToObj(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(n, digits);
    BigDecimal squares =
        DoubleStream.of(numbers)
            .mapToObj(x -> new BigDecimal(x).subtract(mean, digits))
            .map(distance -> distance.multiply(distance, digits))
            .reduce(BigDecimal.ZERO, (a, b) -> a.add(b, digits));
    return new double[] {mean.doubleValue(), squares.divide(n, digits).sqrt(digits).doubleValue()};
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1e6, 1e9, 1.7e18})
  void meanAndDeviationAreThoseOfExactArithmeticHoweverFarTheMeanIsFromZero(double mean) {
    double[] numbers = random(2000, x -> mean + 300 * x);

    Moments moments = of(numbers);

    double[] exact = exact(numbers);
    assertThat(moments.mean()).isEqualTo(exact[0]);
    assertThat(Math.abs(moments.deviation() - exact[1])).isLessThanOrEqualTo(Math.ulp(exact[1]));
    assertThat(moments.min()).isEqualTo(Arrays.stream(numbers).min().orElseThrow());
    assertThat(moments.max()).isEqualTo(Arrays.stream(numbers).max().orElseThrow());
    assertThat(moments.count()).isEqualTo(2000);
  }

  @Test
  void neitherTheOrderOfNumbersNorThatOfMergesMatters() {
    double[] numbers = random(30_000, x -> Math.exp(20 * x));
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    Moments whole = of(numbers);
    Moments merged = new Moments();
    for (int from = sorted.length - 1000; from >= 0; from -= 1000) {
      Moments part = new Moments();
      part.add(sorted, from, from + 1000);
      merged.merge(part);
    }

    assertThat(of(sorted).mean()).isEqualTo(whole.mean()).isEqualTo(merged.mean());
    assertThat(of(sorted).deviation()).isEqualTo(whole.deviation()).isEqualTo(merged.deviation());
    assertThat(merged.min()).isEqualTo(whole.min());
    assertThat(merged.max()).isEqualTo(whole.max());
    assertThat(merged.count()).isEqualTo(30_000);
  }

  @Test
  void aConstantHasNoDeviationAtAll() {
    double[] constant = new double[1000];
    Arrays.fill(constant, 0.1);

    assertThat(of(constant).mean()).isEqualTo(0.1);
    assertThat(of(constant).deviation()).isZero();
  }

  @Test
  void numbersNearTheLargestDoubleHaveAFiniteMeanAndDeviation() {
    Moments moments = of(Double.MAX_VALUE, Double.MAX_VALUE, 0);

    assertThat(moments.mean()).isEqualTo(Double.MAX_VALUE / 3 * 2);
    assertThat(moments.deviation() / Double.MAX_VALUE).isBetween(0.4714, 0.4715);
    assertThat(moments.min()).isZero();
    assertThat(moments.max()).isEqualTo(Double.MAX_VALUE);
    assertThat(of(1e200, -1e200).deviation()).isEqualTo(1e200);
    assertThat(of(-Double.MAX_VALUE, Double.MAX_VALUE).mean()).isZero();
  }

  @Test
  void largeNumbersMergeToo() {
    Moments moments = of(1);
    moments.merge(of(1e300, 3));
    moments.merge(of(-1e300));

    assertThat(moments.mean()).isEqualTo(1);
    assertThat(moments.min()).isEqualTo(-1e300);
    assertThat(moments.max()).isEqualTo(1e300);
  }

  @Test
  void amongManyNumbersMissingAndLargeOnesCountAsAmongFew() {
    double[] numbers = random(20_000, x -> x);
    double[] mixed = Arrays.copyOf(numbers, 20_004);
    Arrays.fill(mixed, 20_000, 20_002, Double.NaN);
    mixed[20_002] = Double.NEGATIVE_INFINITY;
    mixed[20_003] = 1e300;
    Moments expected = of(numbers);
    expected.merge(of(1e300));

    Moments moments = of(mixed);

    assertThat(moments.count()).isEqualTo(20_001);
    assertThat(moments.mean()).isEqualTo(expected.mean());
    assertThat(moments.deviation()).isEqualTo(expected.deviation());
    assertThat(moments.min()).isEqualTo(Arrays.stream(numbers).min().orElseThrow());
    assertThat(moments.max()).isEqualTo(1e300);
  }

  @Test
  void missingAndInfiniteNumbersAreSkipped() {
    Moments moments = of(Double.NaN, 1, Double.POSITIVE_INFINITY, 3, Double.NEGATIVE_INFINITY);

    assertThat(moments.count()).isEqualTo(2);
    assertThat(moments.mean()).isEqualTo(2);
    assertThat(moments.deviation()).isEqualTo(1);
    assertThat(of(Double.NaN).mean()).isNaN();
    assertThat(of().deviation()).isNaN();
  }
}
