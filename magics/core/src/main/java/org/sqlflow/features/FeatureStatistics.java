package org.sqlflow.features;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.SharedRange;
import org.sqlflow.math.Moments;

/**
 * What a feature learns from a training's rows: sums over parts of the rows. Statistics of
 * different parts merge, and the result depends neither on the order of the rows nor on that of the
 * merges, so each process of a distributed engine can take a share of the rows. Not thread-safe.
 */
public interface FeatureStatistics {
  /**
   * Adds the rows of a part.
   *
   * @param skip a mark for each row of the part that is not to count; null if all count
   */
  void add(RowPart part, boolean[] skip);

  /** Adds rows by what a database computed of them for this feature. */
  default void add(ColumnAggregates aggregates) {}

  /** Adds the rows of other statistics of the same feature. */
  void merge(FeatureStatistics other);

  /**
   * The feature, fitted to the rows.
   *
   * @throws FeatureException if the rows do not suit: no value at all, or too many categories
   */
  Feature fitted();

  /**
   * The variance of each of its numbers after scaling; empty for a feature of no numbers. Not
   * before {@link #fitted}.
   */
  default double[] variances() {
    return new double[0];
  }

  /**
   * The fitted feature, weighted to count as much as one number.
   *
   * @param fitted as {@link #fitted} gave it
   * @param variance the mean variance of the numbers after scaling
   */
  default Feature balanced(Feature fitted, double variance) {
    return fitted;
  }

  /** A warning, in a sentence, if the feature suits the rows badly; empty otherwise. */
  default Optional<String> warning() {
    return Optional.empty();
  }

  /** Whether there are more categories than {@link #fitted} takes. */
  default boolean hasTooMany() {
    return false;
  }

  /**
   * How many columns of numbers have to be collected, 8 bytes a row, since the statistic is not a
   * sum; 0 for none. {@link #startPass} can divide them among several passes over the rows.
   */
  default int collected() {
    return 0;
  }

  /**
   * Makes the following rows count for the collected columns {@code from} to before {@code to}
   * only, and drops the values of those before. Without it, all columns are collected at once.
   */
  default void startPass(int from, int to) {}

  /**
   * The moments of the numbers whose scale {@link Scale#AUTO} chooses in view of all features;
   * empty for a feature whose scale is fixed.
   */
  default List<Moments> chosenTogether() {
    return List.of();
  }

  /** Scales these numbers by the range that they share; before {@link #fitted}. */
  default void share(SharedRange range) {}

  /** Statistics of a feature that learns nothing. */
  static FeatureStatistics none(Feature feature) {
    return new FeatureStatistics() {
      @Override
      public void add(RowPart part, boolean[] skip) {}

      @Override
      public void merge(FeatureStatistics other) {}

      @Override
      public Feature fitted() {
        return feature;
      }
    };
  }
}
