package org.sqlflow.features;

/**
 * A number that a model sees: a column, scaled.
 *
 * @param column the query's column
 * @param mean of the training's values; stands in for NULL where asked
 * @param center taken off first
 * @param spread then divided by; never 0
 */
public record Feature(String column, double mean, double center, double spread) {
  float encode(double value) {
    return (float) ((value - center) / spread);
  }
}
