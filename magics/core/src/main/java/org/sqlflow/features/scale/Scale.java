package org.sqlflow.features.scale;

import java.util.Locale;
import java.util.function.Supplier;
import org.sqlflow.math.Moments;

/** How a feature's values are brought to a common scale: {@code (value - center) / spread}. */
public enum Scale {
  /**
   * From 0 over the range of the values, or over {@value #DEVIATIONS} standard deviations where the
   * range is wider: a few values far out must not press all others together. Features that share
   * one range are scaled as one ({@link SharedRange}).
   *
   * <p>A range gives a feature with two or three modes more weight than one with a single mode and
   * tails, which a standard deviation does not (Milligan and Cooper 1988 found it the best scale
   * for clustering). It was chosen for iris: groups of neighbours have an accuracy of .96 there,
   * and .85 with standard deviations. On average over 16 real tables with known groups, of which
   * these were measured with two seeds of a layout, it is no better: .746, standard deviations
   * .750, ranges alone .738, ranges only where a value is over 10 deviations off .744, from the 1st
   * to the 99th percentile .750, standard deviations after a logarithm of skewed columns .758; for
   * k-means .702, .692, .699, .690, .685 and .700. Six is not better than other numbers by more
   * than chance: 5, 7 and 8 deviations have .735, .738 and .725, the differences being those of
   * thyroid, ecoli and spambase, and all keep iris over .96 and dry bean over .88.
   */
  AUTO {
    @Override
    public Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      double most = DEVIATIONS * deviation(moments);
      double range = usable(moments.max() - moments.min(), magnitude(moments));
      return scaled(filling(moments), moments.min(), Math.min(range, most));
    }
  },
  /** Mean 0, standard deviation 1. */
  STANDARD {
    @Override
    public Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      return scaled(filling(moments), moments.mean(), deviation(moments));
    }
  },
  /** From 0 to 1. */
  MINMAX {
    @Override
    public Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      double range = usable(moments.max() - moments.min(), magnitude(moments));
      return scaled(filling(moments), moments.min(), range);
    }
  },
  /**
   * Median 0, interquartile range 1. Where the quartiles meet, the range from the 5th to the 95th
   * percentile counts; where these meet too, the whole range: a standard deviation of a column that
   * is mostly one value is next to nothing, and the column would outweigh all others.
   */
  ROBUST {
    @Override
    public Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      double[] values = sorted.get();
      double range = between(values, 0.25, 0.75);
      range = range > 0 ? range : between(values, 0.05, 0.95);
      range = range > 0 ? range : between(values, 0, 1);
      return scaled(filling(moments), quantile(values, 0.5), range);
    }
  },
  /** Unchanged. */
  NONE {
    @Override
    public Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      return scaled(filling(moments), 0, 1);
    }
  };

  /** The widest range of {@link #AUTO}, in standard deviations. */
  public static final double DEVIATIONS = 6;

  /**
   * Values whose spread is a smaller part of their size are a constant that was computed in
   * different ways, such as an average of groups of different sizes: the rounding errors of a sum
   * of a few hundred doubles. To divide by them would turn noise, and every other value, into
   * distances. A column of nanoseconds since 1970 varies by more within three minutes.
   */
  private static final double CONSTANT = 1e-13;

  /** The word for it in {@code train.scale}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scale of a word of {@code train.scale}. */
  public static Scale of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * The scaling of a column of numbers.
   *
   * @param moments of its values; at least one
   * @param sorted the values in ascending order; only {@link #ROBUST} needs them
   */
  public abstract Scaling scaling(Moments moments, Supplier<double[]> sorted);

  private static Scaling scaled(double mean, double center, double spread) {
    return new Scaling(mean, center, spread > 0 && Double.isFinite(spread) ? spread : 1);
  }

  /** A spread, or 0 where the values are constant but for rounding errors. */
  private static double usable(double spread, double magnitude) {
    return spread > CONSTANT * magnitude ? spread : 0;
  }

  private static double deviation(Moments moments) {
    return usable(moments.deviation(), magnitude(moments));
  }

  /**
   * What replaces a missing value: the mean, or the most frequent one of truth values: a value
   * between them would be a third one and could put the rows that lack it in a separate group.
   */
  static double filling(Moments moments) {
    double mean = moments.mean();
    boolean isWithin = moments.min() >= 0 && moments.max() <= 1;
    double variance = moments.deviation() * moments.deviation();
    // Of numbers from 0 to 1 only 0 and 1 have the largest variance that their mean allows.
    return isWithin && mean * (1 - mean) - variance < CONSTANT ? Math.rint(mean) : mean;
  }

  private static double magnitude(Moments moments) {
    return Math.max(Math.abs(moments.min()), Math.abs(moments.max()));
  }

  private static double between(double[] sorted, double lower, double upper) {
    double low = quantile(sorted, lower);
    double high = quantile(sorted, upper);
    return usable(high - low, Math.max(Math.abs(low), Math.abs(high)));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
