package org.sqlflow.models.metrics;

import org.sqlflow.data.Matrix;

/**
 * The means of groups, in float64.
 *
 * @param centres {@code groups x width}, row-major; 0 for an empty group
 * @param sizes rows of each group
 */
record ClusterMeans(double[] centres, long[] sizes, int width) {
  static ClusterMeans of(Matrix rows, int[] groups) {
    int count = 0;
    for (int group : groups) {
      count = Math.max(count, group + 1);
    }
    int width = rows.columns();
    double[] centres = new double[count * width];
    long[] sizes = new long[count];
    for (int row = 0; row < groups.length; row++) {
      for (int c = 0; c < width; c++) {
        centres[groups[row] * width + c] += rows.values()[row * width + c];
      }
      sizes[groups[row]]++;
    }
    for (int at = 0; at < centres.length; at++) {
      centres[at] /= Math.max(1, sizes[at / width]);
    }
    return new ClusterMeans(centres, sizes, width);
  }

  int groups() {
    return sizes.length;
  }

  boolean isEmpty(int group) {
    return sizes[group] == 0;
  }

  /** How many groups have rows. */
  int filled() {
    int filled = 0;
    for (long size : sizes) {
      filled += size > 0 ? 1 : 0;
    }
    return filled;
  }

  /** The squared Euclidean distance of a row to a group's centre. */
  double squaredDistance(Matrix rows, int row, int group) {
    double sum = 0;
    for (int c = 0; c < width; c++) {
      double difference = rows.values()[row * width + c] - centres[group * width + c];
      sum += difference * difference;
    }
    return sum;
  }

  /** The squared Euclidean distance of two groups' centres. */
  double squaredDistance(int group, int other) {
    double sum = 0;
    for (int c = 0; c < width; c++) {
      double difference = centres[group * width + c] - centres[other * width + c];
      sum += difference * difference;
    }
    return sum;
  }
}
