package org.sqlflow.models.supervised;

import java.util.Arrays;

/**
 * How the label of a regression is scaled while a model learns, so that penalties and learning
 * rates mean the same for labels of any size.
 *
 * @param mean of the training's labels
 * @param deviation their standard deviation; 1 where they are all equal
 */
public record NumberScale(double mean, double deviation) {
  /** The scale of some values. */
  public static NumberScale of(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    return new NumberScale(mean, variance > 0 ? Math.sqrt(variance) : 1);
  }

  /** Values with mean 0 and deviation 1. */
  public double[] scaled(double[] values) {
    return Arrays.stream(values).map(value -> (value - mean) / deviation).toArray();
  }

  /** The values in the label's unit. */
  public double[] original(double[] scaled) {
    return Arrays.stream(scaled).map(value -> value * deviation + mean).toArray();
  }
}
