package org.sqlflow.models.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.TrainingListener;

/**
 * The mean silhouette (Rousseeuw 1987): {@code (b - a) / max(a, b)}, where a is a row's mean
 * Euclidean distance to its own group and b to the nearest other group; 0 for a group of one row.
 * Above {@link #SAMPLE} rows a seeded sample stands for all.
 */
final class Silhouette {
  static final int SAMPLE = 5000;
  private static final long SAMPLE_SEED = 0;

  /** Rows that are scored at a time. */
  private static final int ROWS = 64;

  private final Points points;
  private final int[] groupStarts;
  private final TrainingListener listener;

  private Silhouette(Points points, int[] groupStarts, TrainingListener listener) {
    this.points = points;
    this.groupStarts = groupStarts;
    this.listener = listener;
  }

  /** The score from -1 to 1; empty if the rows are all in one group. */
  static OptionalDouble of(Matrix rows, int[] groups, TrainingListener listener) {
    int[] chosen = RowSample.of(rows.rows(), SAMPLE, SAMPLE_SEED);
    int[] byGroup =
        Arrays.stream(chosen)
            .boxed()
            .sorted(Comparator.comparingInt(row -> groups[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] starts =
        IntStream.rangeClosed(0, byGroup.length)
            .filter(
                i -> i == 0 || i == byGroup.length || groups[byGroup[i]] != groups[byGroup[i - 1]])
            .toArray();
    if (starts.length < 3) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        new Silhouette(Points.of(RowSample.take(rows, byGroup)), starts, listener).mean());
  }

  private double mean() {
    int blocks = (points.rows() + ROWS - 1) / ROWS;
    double[] sums = new double[blocks];
    long operations = (long) points.rows() * points.rows() * points.width();
    Parallel.run(operations, blocks, block -> sums[block] = scores(block * ROWS));
    return Arrays.stream(sums).sum() / points.rows();
  }

  /** The sum of the scores of some rows. */
  private double scores(int from) {
    listener.checkCancelled();
    double[] distanceSums = new double[groupStarts.length - 1];
    float[] distances = new float[Points.BLOCK];
    float[] here = new float[points.width()];
    int group = 0;
    double sum = 0;
    for (int row = from; row < Math.min(points.rows(), from + ROWS); row++) {
      while (groupStarts[group + 1] <= row) {
        group++;
      }
      sumDistances(row, here, distanceSums, distances);
      sum += score(group, distanceSums);
    }
    return sum;
  }

  private void sumDistances(int row, float[] here, double[] sums, float[] distances) {
    for (int c = 0; c < here.length; c++) {
      here[c] = points.columns()[c][row];
    }
    for (int group = 0; group < sums.length; group++) {
      double sum = 0;
      for (int from = groupStarts[group]; from < groupStarts[group + 1]; from += Points.BLOCK) {
        int count = Math.min(Points.BLOCK, groupStarts[group + 1] - from);
        points.squaredDistances(here, 0, from, count, distances);
        sum += sumOfRoots(distances, count);
      }
      sums[group] = sum;
    }
  }

  private static double sumOfRoots(float[] squares, int count) {
    for (int i = 0; i < count; i++) {
      squares[i] = (float) Math.sqrt(squares[i]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += squares[i];
    }
    return sum;
  }

  private double score(int own, double[] sums) {
    int ownSize = size(own);
    if (ownSize == 1) {
      return 0;
    }
    double a = sums[own] / (ownSize - 1);
    double b = Double.POSITIVE_INFINITY;
    for (int group = 0; group < sums.length; group++) {
      if (group != own) {
        b = Math.min(b, sums[group] / size(group));
      }
    }
    double larger = Math.max(a, b);
    return larger == 0 ? 0 : (b - a) / larger;
  }

  private int size(int group) {
    return groupStarts[group + 1] - groupStarts[group];
  }
}
