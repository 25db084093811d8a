package org.sqlflow.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Count, mean, deviation, minimum and maximum of numbers; NaN and infinities are skipped. Parts
 * merge, and neither the order of the numbers nor that of the merges matters: the sums of x and x²
 * are kept as three doubles each, by the error-free transformations TwoSum (Knuth 1969) and
 * TwoProduct with a fused multiply-add (Ogita, Rump and Oishi, Accurate Sum and Dot Product, 2005).
 * Their relative error is about 1e-40, so the mean and the variance are the correctly rounded ones,
 * unless the deviation is below a billionth of the mean, or the exact value is within 1e-20 of the
 * middle of two doubles.
 *
 * <p>Not thread-safe.
 */
public final class Moments {
  /** The squares of larger numbers overflow: these are scaled down and summed on their own. */
  private static final double LARGE = 0x1p480;

  private static final double DOWN = 0x1p-600;
  private static final BigDecimal UP = BigDecimal.valueOf(2).pow(600);
  private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL128;

  /** Sums that are taken side by side, and from how many numbers on that pays. */
  private static final int LANES = 256;

  private static final int MANY = 4096;

  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double sum;
  private double sum2;
  private double sum3;
  private double squares;
  private double squares2;
  private double squares3;
  private Moments large;

  /**
   * What another program computed of some numbers.
   *
   * @param count of the finite ones; the other parameters are theirs
   * @param variance of all numbers, not of a sample of more
   */
  public static Moments of(long count, double mean, double variance, double min, double max) {
    Moments moments = new Moments();
    if (Math.max(Math.abs(min), Math.abs(max)) > LARGE && count > 0) {
      double spread = Double.isFinite(variance) ? variance * DOWN * DOWN : 0;
      moments.large = of(count, mean * DOWN, spread, min * DOWN, max * DOWN);
    } else if (count > 0) {
      BigDecimal n = BigDecimal.valueOf(count);
      BigDecimal middle = new BigDecimal(mean);
      BigDecimal square = middle.multiply(middle).add(new BigDecimal(Math.max(0, variance)));
      moments.count = count;
      moments.min = min;
      moments.max = max;
      for (BigDecimal rest = middle.multiply(n); rest.signum() != 0; ) {
        double part = rest.doubleValue();
        moments.addSum(part);
        rest = part == 0 ? BigDecimal.ZERO : rest.subtract(new BigDecimal(part), EXACT_ENOUGH);
      }
      for (BigDecimal rest = square.multiply(n); rest.signum() != 0; ) {
        double part = rest.doubleValue();
        moments.addSquares(part);
        rest = part == 0 ? BigDecimal.ZERO : rest.subtract(new BigDecimal(part), EXACT_ENOUGH);
      }
    }
    return moments;
  }

  /** Adds the finite ones of the numbers at {@code from} to before {@code to}. */
  public void add(double[] numbers, int from, int to) {
    int start = from;
    if (to - from >= MANY) {
      int end = to - (to - from) % LANES;
      start = addInLanes(numbers, from, end) ? end : from;
    }
    addOneByOne(numbers, start, to);
  }

  /**
   * Adds numbers in lanes, each with separate sums: the loops over the lanes become vector
   * instructions, as long as all arrays have the same index and all loads come before the stores.
   *
   * @return false if some number is not finite or too large: then none is added
   */
  private boolean addInLanes(double[] numbers, int from, int to) {
    double[] block = new double[LANES];
    double[] least = new double[LANES];
    double[] most = new double[LANES];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    double[] s1 = new double[LANES];
    double[] s2 = new double[LANES];
    double[] s3 = new double[LANES];
    double[] q1 = new double[LANES];
    double[] q2 = new double[LANES];
    double[] q3 = new double[LANES];
    for (int start = from; start < to; start += LANES) {
      System.arraycopy(numbers, start, block, 0, LANES);
      range(block, least, most);
      sums(block, s1, s2, s3);
      squares(block, q1, q2, q3);
    }
    for (int i = 0; i < LANES; i++) {
      if (!(least[i] >= -LARGE && most[i] <= LARGE)) {
        return false;
      }
    }
    count += to - from;
    for (int i = 0; i < LANES; i++) {
      min = Math.min(min, least[i]);
      max = Math.max(max, most[i]);
      addSum(s1[i]);
      addSum(s2[i]);
      addSum(s3[i]);
      addSquares(q1[i]);
      addSquares(q2[i]);
      addSquares(q3[i]);
    }
    return true;
  }

  private static void range(double[] block, double[] least, double[] most) {
    for (int i = 0; i < LANES; i++) {
      double x = block[i];
      double low = least[i];
      double high = most[i];
      // Unlike a comparison, these keep a NaN.
      least[i] = Math.min(low, x);
      most[i] = Math.max(high, x);
    }
  }

  private static void sums(double[] block, double[] s1, double[] s2, double[] s3) {
    for (int i = 0; i < LANES; i++) {
      double x = block[i];
      double a = s1[i];
      double b = s2[i];
      double c = s3[i];
      double total = a + x;
      double part = total - a;
      double error = (a - (total - part)) + (x - part);
      double total2 = b + error;
      double part2 = total2 - b;
      s1[i] = total;
      s2[i] = total2;
      s3[i] = c + ((b - (total2 - part2)) + (error - part2));
    }
  }

  private static void squares(double[] block, double[] q1, double[] q2, double[] q3) {
    for (int i = 0; i < LANES; i++) {
      double x = block[i];
      double a = q1[i];
      double b = q2[i];
      double c = q3[i];
      double square = x * x;
      double rest = Math.fma(x, x, -square);
      double total = a + square;
      double part = total - a;
      double error = (a - (total - part)) + (square - part);
      double both = error + rest;
      double part1 = both - error;
      double error1 = (error - (both - part1)) + (rest - part1);
      double total2 = b + both;
      double part2 = total2 - b;
      q1[i] = total;
      q2[i] = total2;
      q3[i] = c + ((b - (total2 - part2)) + (both - part2) + error1);
    }
  }

  private void addOneByOne(double[] numbers, int from, int to) {
    long n = count;
    double least = min;
    double most = max;
    double s1 = sum;
    double s2 = sum2;
    double s3 = sum3;
    double q1 = squares;
    double q2 = squares2;
    double q3 = squares3;
    for (int i = from; i < to; i++) {
      double x = numbers[i];
      if (!(Math.abs(x) <= LARGE)) {
        addLarge(x);
        continue;
      }
      n++;
      least = x < least ? x : least;
      most = x > most ? x : most;

      double total = s1 + x;
      double part = total - s1;
      double error = (s1 - (total - part)) + (x - part);
      s1 = total;
      total = s2 + error;
      part = total - s2;
      s3 += (s2 - (total - part)) + (error - part);
      s2 = total;

      double square = x * x;
      double rest = Math.fma(x, x, -square);
      total = q1 + square;
      part = total - q1;
      error = (q1 - (total - part)) + (square - part);
      q1 = total;
      total = error + rest;
      part = total - error;
      double error2 = (error - (total - part)) + (rest - part);
      error = total;
      total = q2 + error;
      part = total - q2;
      q3 += (q2 - (total - part)) + (error - part) + error2;
      q2 = total;
    }
    count = n;
    min = least;
    max = most;
    sum = s1;
    sum2 = s2;
    sum3 = s3;
    squares = q1;
    squares2 = q2;
    squares3 = q3;
  }

  private void addLarge(double number) {
    if (Double.isFinite(number)) {
      if (large == null) {
        large = new Moments();
      }
      large.add(new double[] {number * DOWN}, 0, 1);
    }
  }

  /** Adds all numbers of another part. */
  public void merge(Moments other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    for (double part : new double[] {other.sum, other.sum2, other.sum3}) {
      addSum(part);
    }
    for (double part : new double[] {other.squares, other.squares2, other.squares3}) {
      addSquares(part);
    }
    if (other.large != null) {
      if (large == null) {
        large = new Moments();
      }
      large.merge(other.large);
    }
  }

  private void addSum(double part) {
    double total = sum + part;
    double error = errorOf(sum, part, total);
    sum = total;
    total = sum2 + error;
    sum3 += errorOf(sum2, error, total);
    sum2 = total;
  }

  private void addSquares(double part) {
    double total = squares + part;
    double error = errorOf(squares, part, total);
    squares = total;
    total = squares2 + error;
    squares3 += errorOf(squares2, error, total);
    squares2 = total;
  }

  private static double errorOf(double a, double b, double total) {
    double part = total - a;
    return (a - (total - part)) + (b - part);
  }

  /** How many finite numbers were added. */
  public long count() {
    return large == null ? count : count + large.count;
  }

  /** The least number; infinity without any. */
  public double min() {
    return large == null ? min : Math.min(min, large.min / DOWN);
  }

  /** The greatest number; negative infinity without any. */
  public double max() {
    return large == null ? max : Math.max(max, large.max / DOWN);
  }

  /** The mean, finite for any finite numbers; NaN without any. */
  public double mean() {
    return count() == 0
        ? Double.NaN
        : exactSum().divide(BigDecimal.valueOf(count()), EXACT_ENOUGH).doubleValue();
  }

  /**
   * The standard deviation of all numbers, not of a sample of more: the root of the mean square
   * distance from the mean. NaN without numbers.
   */
  public double deviation() {
    if (count() == 0) {
      return Double.NaN;
    }
    // Exact, so that nothing is lost however far the mean is from 0.
    BigDecimal n = BigDecimal.valueOf(count());
    BigDecimal total = exactSum();
    BigDecimal distances = exactSquares().multiply(n).subtract(total.multiply(total));
    if (distances.signum() <= 0) {
      return 0;
    }
    double variance = distances.divide(n.multiply(n), EXACT_ENOUGH).doubleValue();
    return Double.isFinite(variance)
        ? Math.sqrt(variance)
        : distances
            .divide(n.multiply(n).multiply(UP).multiply(UP), EXACT_ENOUGH)
            .sqrt(EXACT_ENOUGH)
            .multiply(UP)
            .doubleValue();
  }

  private BigDecimal exactSum() {
    BigDecimal exact = exact(sum, sum2, sum3);
    return large == null ? exact : exact.add(large.exactSum().multiply(UP));
  }

  private BigDecimal exactSquares() {
    BigDecimal exact = exact(squares, squares2, squares3);
    return large == null ? exact : exact.add(large.exactSquares().multiply(UP).multiply(UP));
  }

  private static BigDecimal exact(double a, double b, double c) {
    return new BigDecimal(a).add(new BigDecimal(b)).add(new BigDecimal(c));
  }
}
