package org.sqlflow.models.drift;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How later rows differ from those of a training. Immutable.
 *
 * @param rows that were compared
 * @param leftOut further rows, which the model leaves out since a value is missing
 * @param trained rows of the training
 * @param features one for each feature, in the model's order
 * @param missing the columns that lack values, then or now
 * @param groups how the rows are distributed over the groups
 * @param then share of the training's rows in each group; empty for a model without groups
 * @param now share of the later rows in each group
 * @param ungroupedThen share of the training's rows in no group
 * @param ungroupedNow share of the later rows in no group
 * @param beyond share of the grouped rows that lie farther from their group's mean than 99 of 100
 *     rows of the training; NaN where that is not known
 * @param beyondAny share of those that lie farther than every row of the training
 * @param isBeyond whether chance does not explain {@code beyond}
 */
public record Drift(
    long rows,
    long leftOut,
    long trained,
    List<Feature> features,
    List<Missing> missing,
    Shift groups,
    List<Double> then,
    List<Double> now,
    double ungroupedThen,
    double ungroupedNow,
    double beyond,
    double beyondAny,
    boolean isBeyond) {
  /**
   * A change of a distribution.
   *
   * @param psi the population stability index: {@code sum (now - then) ln(now / then)} over the
   *     bins
   * @param expected its mean if nothing has changed, which is above 0 since the rows are few
   * @param isReal whether chance does not explain it
   */
  public record Shift(double psi, double expected, boolean isReal) {
    /** Nothing was compared. */
    public static final Shift NONE = new Shift(0, 0, false);

    /** The index minus its mean without a change; 0 where chance explains it. */
    public double corrected() {
      return isReal ? Math.max(0, psi - expected) : 0;
    }
  }

  /**
   * A feature then and now.
   *
   * @param name of the feature
   * @param shift of its distribution
   * @param what changed most: the feature's name, or a category
   * @param then the mean in the column's units, or the share of the category
   * @param now the same of the later rows
   * @param isShare whether these are shares
   * @param unseenThen share of the training's rows in the category for all others; empty where
   *     there is none
   * @param unseenNow share of the later rows with a value that the training did not have
   * @param isUnseen whether chance does not explain the difference
   */
  public record Feature(
      String name,
      Shift shift,
      String what,
      double then,
      double now,
      boolean isShare,
      OptionalDouble unseenThen,
      OptionalDouble unseenNow,
      boolean isUnseen) {}

  /**
   * Rows without a value of a column, then and now, from 0 to 1.
   *
   * @param isReal whether chance does not explain the difference
   */
  public record Missing(String column, double then, double now, boolean isReal) {}
}
