package org.sqlflow.features;

import java.util.Arrays;
import java.util.Locale;

/** How a feature's values are brought to a common scale: {@code (value - center) / spread}. */
public enum Scale {
  /** Mean 0, standard deviation 1. */
  STANDARD {
    @Override
    double[] learn(double[] values, double mean) {
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new double[] {mean, Math.sqrt(squares / values.length)};
    }
  },
  /** From 0 to 1. */
  MINMAX {
    @Override
    double[] learn(double[] values, double mean) {
      double least = Arrays.stream(values).min().orElse(0);
      return new double[] {least, Arrays.stream(values).max().orElse(0) - least};
    }
  },
  /** Median 0, interquartile range 1; the standard deviation where that range is empty. */
  ROBUST {
    @Override
    double[] learn(double[] values, double mean) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
      return new double[] {
        quantile(sorted, 0.5), range > 0 ? range : STANDARD.learn(values, mean)[1]
      };
    }
  },
  /** As it is. */
  NONE {
    @Override
    double[] learn(double[] values, double mean) {
      return new double[] {0, 1};
    }
  };

  /** The word that stands for it in {@code train.scale}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scale of a word of {@code train.scale}. */
  public static Scale of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** A spread that can be divided by: 1 for that of a constant. */
  static double usable(double spread) {
    return spread > 0 && Double.isFinite(spread) ? spread : 1;
  }

  /** Center and spread of some values and their mean; the spread may be 0 or not finite. */
  abstract double[] learn(double[] values, double mean);

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    // A sum of values near the largest double is infinite, and their mean is not.
    return Double.isFinite(sum) ? sum / values.length : meanOfLarge(values);
  }

  private static double meanOfLarge(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value / values.length;
    }
    return sum;
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
