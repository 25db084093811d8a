package org.sqlflow.features;

import java.util.Locale;
import java.util.function.Supplier;
import org.sqlflow.math.Moments;

/** How a feature's values are brought to a common scale: {@code (value - center) / spread}. */
public enum Scale {
  /** Mean 0, standard deviation 1. */
  STANDARD {
    @Override
    Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      return scaled(filling(moments), moments.mean(), deviation(moments));
    }
  },
  /** From 0 to 1. */
  MINMAX {
    @Override
    Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      double range = usable(moments.max() - moments.min(), magnitude(moments));
      return scaled(filling(moments), moments.min(), range);
    }
  },
  /** Median 0, interquartile range 1; the standard deviation where that range is empty. */
  ROBUST {
    @Override
    Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      double[] values = sorted.get();
      double lower = quantile(values, 0.25);
      double upper = quantile(values, 0.75);
      double range = usable(upper - lower, Math.max(Math.abs(lower), Math.abs(upper)));
      return scaled(
          filling(moments), quantile(values, 0.5), range > 0 ? range : deviation(moments));
    }
  },
  /** Unchanged. */
  NONE {
    @Override
    Scaling scaling(Moments moments, Supplier<double[]> sorted) {
      return scaled(filling(moments), 0, 1);
    }
  };

  /**
   * Values whose spread is a smaller part of their size are a constant that was computed in
   * different ways, such as an average of groups of different sizes: the rounding errors of a sum
   * of a few hundred doubles. To divide by them would turn noise, and every other value, into
   * distances. A column of nanoseconds since 1970 varies by more within three minutes.
   */
  private static final double CONSTANT = 1e-13;

  /** The word that stands for it in {@code train.scale}. */
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
  abstract Scaling scaling(Moments moments, Supplier<double[]> sorted);

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
   * What replaces a missing value: the mean, or of truth values the most frequent one, since a
   * value between them would be a third one, and the rows that lack it a group of their own.
   */
  private static double filling(Moments moments) {
    double mean = moments.mean();
    boolean isWithin = moments.min() >= 0 && moments.max() <= 1;
    double variance = moments.deviation() * moments.deviation();
    // Of numbers from 0 to 1 only 0 and 1 have the largest variance that their mean allows.
    return isWithin && mean * (1 - mean) - variance < CONSTANT ? Math.rint(mean) : mean;
  }

  private static double magnitude(Moments moments) {
    return Math.max(Math.abs(moments.min()), Math.abs(moments.max()));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
