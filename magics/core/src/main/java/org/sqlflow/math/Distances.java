package org.sqlflow.math;

/** Distances of points in row-major arrays. */
public final class Distances {
  private Distances() {}

  /**
   * The squared Euclidean distance of the points {@code a[aAt] …} and {@code b[bAt] …}; differences
   * in float32, their sum in float64.
   */
  public static double squared(float[] a, int aAt, float[] b, int bAt, int width) {
    double sum = 0;
    for (int c = 0; c < width; c++) {
      double difference = a[aAt + c] - b[bAt + c];
      sum += difference * difference;
    }
    return sum;
  }
}
