package org.sqlflow.features.scale;

/**
 * What was learned of a column of numbers.
 *
 * @param mean of the training's values, or the most frequent one where these are truth values;
 *     replaces missing ones where {@code train.on_null} is {@code mean}
 * @param center subtracted from a value
 * @param spread then divides it; never 0
 */
public record Scaling(double mean, double center, double spread) {
  /** A number, or the mean where it is missing, on the common scale. */
  public float encode(double number) {
    double value = Double.isFinite(number) ? number : mean;
    return (float) ((value - center) / spread);
  }

  /** The number of an encoded one. */
  public double original(float encoded) {
    return encoded * spread + center;
  }
}
