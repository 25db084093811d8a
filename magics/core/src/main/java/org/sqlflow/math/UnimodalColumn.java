package org.sqlflow.math;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The distribution with one peak that is closest to a column's: how the column would look without
 * groups. Skewed and discrete columns keep their shape.
 *
 * <p>A column of few different, evenly spaced values, such as a count, keeps its values; their
 * frequencies rise to one peak and fall after it (pool adjacent violators; Barlow et al. 1972). Of
 * other columns the distribution function is made convex before the peak and concave after it, by
 * the hulls that Hartigan's dip test uses (1985). Immutable.
 */
public final class UnimodalColumn {
  private static final int MOST_PLACES = 1000;
  private static final int PEAKS_TRIED = 40;

  /** Values that differ by a smaller part of the range are equal but for rounding. */
  private static final double EQUAL = 1e-5;

  /** Places of the distribution function: values ascending, and the shares of rows up to them. */
  private final double[] values;

  private final double[] shares;
  private final boolean discrete;

  private UnimodalColumn(double[] values, double[] shares, boolean discrete) {
    this.values = values;
    this.shares = shares;
    this.discrete = discrete;
  }

  /**
   * The closest distribution to a column's.
   *
   * @param sorted its values in ascending order, at least one
   */
  public static UnimodalColumn of(double[] sorted) {
    double range = sorted[sorted.length - 1] - sorted[0];
    if (range == 0) {
      return new UnimodalColumn(new double[] {sorted[0]}, new double[] {1}, true);
    }
    double step = step(sorted, range);
    double places = Math.rint(range / step) + 1;
    return places <= Math.min(MOST_PLACES, sorted.length / 3.0) || places == 2
        ? ofPlaces(sorted, step, (int) places)
        : ofHulls(sorted);
  }

  /** The value that a share of the rows does not exceed. */
  public double quantile(double share) {
    int at = Arrays.binarySearch(shares, share);
    int above = Math.min(values.length - 1, at < 0 ? -at - 1 : at);
    if (discrete || above == 0 || shares[above] == shares[above - 1]) {
      return values[above];
    }
    double part = (share - shares[above - 1]) / (shares[above] - shares[above - 1]);
    return values[above - 1] + Math.min(1, part) * (values[above] - values[above - 1]);
  }

  /** How many values it can have; many if it is not discrete. */
  public int places() {
    return discrete ? values.length : Integer.MAX_VALUE;
  }

  /** The smallest difference of two values. */
  private static double step(double[] sorted, double range) {
    double step = range;
    double last = sorted[0];
    for (double value : sorted) {
      if (value - last > EQUAL * range) {
        step = Math.min(step, value - last);
        last = value;
      }
    }
    return step;
  }

  private static UnimodalColumn ofPlaces(double[] sorted, double step, int count) {
    double[] counts = new double[count];
    for (double value : sorted) {
      counts[(int) Math.min(count - 1, Math.rint((value - sorted[0]) / step))]++;
    }
    double[] best = counts;
    double least = Double.POSITIVE_INFINITY;
    int[] peaks = largest(counts);
    for (int peak : peaks) {
      double[] shaped = shaped(counts, peak);
      double error = 0;
      for (int i = 0; i < count; i++) {
        error += (shaped[i] - counts[i]) * (shaped[i] - counts[i]);
      }
      if (error < least) {
        least = error;
        best = shaped;
      }
    }
    double[] values = new double[count];
    double[] shares = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      values[i] = sorted[0] + i * step;
      sum += best[i];
      shares[i] = sum / sorted.length;
    }
    return new UnimodalColumn(values, shares, true);
  }

  private static int[] largest(double[] counts) {
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -counts[i]))
        .limit(PEAKS_TRIED)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The closest counts that rise up to a peak and fall after it. */
  private static double[] shaped(double[] counts, int peak) {
    double[] rising = rising(Arrays.copyOfRange(counts, 0, peak + 1));
    double[] after = new double[counts.length - peak - 1];
    for (int i = 0; i < after.length; i++) {
      after[i] = counts[counts.length - 1 - i];
    }
    double[] falling = rising(after);
    double[] shaped = Arrays.copyOf(rising, counts.length);
    for (int i = 0; i < after.length; i++) {
      shaped[counts.length - 1 - i] = falling[i];
    }
    return shaped;
  }

  /** The closest numbers that never fall, by pooling adjacent violators. */
  private static double[] rising(double[] counts) {
    double[] means = new double[counts.length];
    int[] lengths = new int[counts.length];
    int blocks = 0;
    for (double count : counts) {
      means[blocks] = count;
      lengths[blocks++] = 1;
      while (blocks > 1 && means[blocks - 2] > means[blocks - 1]) {
        int together = lengths[blocks - 2] + lengths[blocks - 1];
        means[blocks - 2] =
            (means[blocks - 2] * lengths[blocks - 2] + means[blocks - 1] * lengths[blocks - 1])
                / together;
        lengths[blocks - 2] = together;
        blocks--;
      }
    }
    double[] pooled = new double[counts.length];
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(pooled, at, at + lengths[block], means[block]);
      at += lengths[block];
    }
    return pooled;
  }

  private static UnimodalColumn ofHulls(double[] sorted) {
    int count = sorted.length;
    UnimodalColumn best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= PEAKS_TRIED; i++) {
      int peak = (int) Math.rint((double) i / PEAKS_TRIED * (count - 1));
      UnimodalColumn column = hulls(sorted, peak);
      double error = column.error(sorted);
      if (error < least) {
        least = error;
        best = column;
      }
    }
    return best;
  }

  /** The hulls before and after a row; rows of the peak's value are one step. */
  private static UnimodalColumn hulls(double[] sorted, int peak) {
    int count = sorted.length;
    int first = peak;
    int last = peak;
    while (first > 0 && sorted[first - 1] == sorted[peak]) {
      first--;
    }
    while (last < count - 1 && sorted[last + 1] == sorted[peak]) {
      last++;
    }
    double[] values = new double[count + 1];
    double[] shares = new double[count + 1];
    int size = 0;
    for (int row = 0; row <= first; row++) {
      size = push(values, shares, size, sorted[row], (double) row / count, true, 0);
    }
    int from = size;
    values[size] = sorted[peak];
    shares[size++] = (last + 1.0) / count;
    for (int row = last + 1; row < count; row++) {
      size = push(values, shares, size, sorted[row], (row + 1.0) / count, false, from);
    }
    return new UnimodalColumn(Arrays.copyOf(values, size), Arrays.copyOf(shares, size), false);
  }

  /** Adds a point to a hull that begins at {@code from}; returns the number of points. */
  private static int push(
      double[] values,
      double[] shares,
      int points,
      double value,
      double share,
      boolean convex,
      int from) {
    int size = points;
    while (size - from >= 2) {
      double before = (shares[size - 1] - shares[size - 2]) * (value - values[size - 1]);
      double after = (share - shares[size - 1]) * (values[size - 1] - values[size - 2]);
      boolean isHull = convex ? before < after : before > after;
      if (isHull) {
        break;
      }
      size--;
    }
    if (size - from >= 1 && values[size - 1] == value && convex) {
      return size;
    }
    values[size] = value;
    shares[size] = share;
    return size + 1;
  }

  /** The largest difference of the distribution functions. */
  private double error(double[] sorted) {
    double largest = 0;
    int segment = 0;
    for (int row = 0; row < sorted.length; row++) {
      while (segment < values.length - 2 && values[segment + 1] <= sorted[row]) {
        segment++;
      }
      double width = values[segment + 1] - values[segment];
      double part = width == 0 ? 1 : (sorted[row] - values[segment]) / width;
      double share = shares[segment] + Math.min(1, part) * (shares[segment + 1] - shares[segment]);
      double own = (row + 0.5) / sorted.length;
      largest = Math.max(largest, Math.abs(share - own));
    }
    return largest;
  }
}
