package org.sqlflow.models.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.TrainingListener;

/**
 * Lloyd's k-means from k-means++ starts (Arthur and Vassilvitskii 2007, with the greedy choice
 * among a few candidates that they propose); the best of several starts by the sum of squared
 * distances. Squared Euclidean distances, float32 coordinates, sums in float64.
 */
final class KMeans {
  private static final int MOST_ITERATIONS = 300;

  /** Lloyd stops when the centres moved less than this part of the features' mean variance. */
  private static final double TOLERANCE = 1e-4;

  private final Matrix matrix;
  private final Points points;
  private final int clusters;
  private final TrainingListener listener;
  private final double leastMove;

  private KMeans(Matrix matrix, int clusters, TrainingListener listener) {
    this.matrix = matrix;
    this.points = Points.of(matrix);
    this.clusters = clusters;
    this.listener = listener;
    this.leastMove = TOLERANCE * meanVariance(matrix);
  }

  /**
   * What k-means found.
   *
   * @param centres {@code clusters x columns}, row-major
   * @param groups the group of each row, from 0
   * @param inertia sum of squared distances to the own centre
   */
  record Clustering(float[] centres, int[] groups, double inertia) {}

  /** Clusters the rows; needs at least as many distinct rows as clusters. */
  static Clustering fit(
      Matrix rows, int clusters, int restarts, long seed, TrainingListener listener) {
    KMeans kMeans = new KMeans(rows, clusters, listener);
    SplittableRandom random = new SplittableRandom(seed);
    Clustering best = kMeans.lloyd(kMeans.start(random));
    for (int restart = 1; restart < restarts; restart++) {
      Clustering next = kMeans.lloyd(kMeans.start(random));
      best = next.inertia() < best.inertia() ? next : best;
    }
    return best;
  }

  private float[] start(SplittableRandom random) {
    int width = matrix.columns();
    float[] centres = new float[clusters * width];
    float[] nearest = new float[points.rows()];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    float[] candidateNearest = new float[points.rows()];
    int candidates = 2 + (int) Math.log(clusters);
    choose(random.nextInt(points.rows()), centres, 0, nearest, nearest);
    for (int j = 1; j < clusters; j++) {
      double total = sum(nearest);
      int bestRow = -1;
      double bestSum = Double.POSITIVE_INFINITY;
      for (int t = 0; t < candidates; t++) {
        int row = draw(nearest, total, random);
        double left = choose(row, centres, j, nearest, candidateNearest);
        if (left < bestSum) {
          bestSum = left;
          bestRow = row;
        }
      }
      choose(bestRow, centres, j, nearest, nearest);
      listener.checkCancelled();
    }
    return centres;
  }

  /** Makes a row the j-th centre; returns the sum of the distances that are left. */
  private double choose(int row, float[] centres, int j, float[] nearest, float[] into) {
    int width = matrix.columns();
    System.arraycopy(matrix.values(), row * width, centres, j * width, width);
    float[] distances = new float[Points.BLOCK];
    double left = 0;
    for (int from = 0; from < points.rows(); from += Points.BLOCK) {
      int count = Math.min(Points.BLOCK, points.rows() - from);
      points.squaredDistances(centres, j * width, from, count, distances);
      for (int i = 0; i < count; i++) {
        float least = Math.min(nearest[from + i], distances[i]);
        into[from + i] = least;
        left += least;
      }
    }
    return left;
  }

  private static int draw(float[] weights, double total, SplittableRandom random) {
    double left = random.nextDouble() * total;
    int last = 0;
    for (int row = 0; row < weights.length; row++) {
      if (weights[row] > 0) {
        left -= weights[row];
        last = row;
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private Clustering lloyd(float[] centres) {
    int[] groups = new int[points.rows()];
    Arrays.fill(groups, -1);
    float[] distances = new float[points.rows()];
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      listener.checkCancelled();
      int changed = assign(centres, groups, distances);
      if (changed == 0 || moveCentres(centres, groups, distances) <= leastMove) {
        break;
      }
    }
    assign(centres, groups, distances);
    return new Clustering(centres, groups, sum(distances));
  }

  private int assign(float[] centres, int[] groups, float[] distances) {
    int width = matrix.columns();
    float[] candidate = new float[Points.BLOCK];
    float[] best = new float[Points.BLOCK];
    int[] bestGroup = new int[Points.BLOCK];
    int changed = 0;
    for (int from = 0; from < points.rows(); from += Points.BLOCK) {
      int count = Math.min(Points.BLOCK, points.rows() - from);
      Arrays.fill(best, Float.POSITIVE_INFINITY);
      for (int j = 0; j < clusters; j++) {
        points.squaredDistances(centres, j * width, from, count, candidate);
        keepNearest(candidate, best, bestGroup, j, count);
      }
      for (int i = 0; i < count; i++) {
        changed += groups[from + i] == bestGroup[i] ? 0 : 1;
      }
      System.arraycopy(bestGroup, 0, groups, from, count);
      System.arraycopy(best, 0, distances, from, count);
    }
    return changed;
  }

  private static void keepNearest(float[] candidate, float[] best, int[] group, int j, int count) {
    for (int i = 0; i < count; i++) {
      if (candidate[i] < best[i]) {
        best[i] = candidate[i];
        group[i] = j;
      }
    }
  }

  /** Moves each centre to its rows' mean; a centre without rows takes the row that fits worst. */
  private double moveCentres(float[] centres, int[] groups, float[] distances) {
    int width = matrix.columns();
    double[] sums = new double[centres.length];
    int[] sizes = new int[clusters];
    sumByGroup(groups, sums, sizes);
    double moved = 0;
    for (int j = 0; j < clusters; j++) {
      int worst = sizes[j] == 0 ? takeWorst(distances) : -1;
      for (int c = 0; c < width; c++) {
        float next = worst < 0 ? (float) (sums[j * width + c] / sizes[j]) : matrix.at(worst, c);
        double step = next - centres[j * width + c];
        moved += step * step;
        centres[j * width + c] = next;
      }
    }
    return moved;
  }

  private void sumByGroup(int[] groups, double[] sums, int[] sizes) {
    int width = matrix.columns();
    float[] values = matrix.values();
    for (int row = 0; row < groups.length; row++) {
      int to = groups[row] * width;
      int at = row * width;
      for (int c = 0; c < width; c++) {
        sums[to + c] += values[at + c];
      }
      sizes[groups[row]]++;
    }
  }

  private static int takeWorst(float[] distances) {
    int worst = 0;
    for (int row = 1; row < distances.length; row++) {
      worst = distances[row] > distances[worst] ? row : worst;
    }
    distances[worst] = 0;
    return worst;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static double meanVariance(Matrix matrix) {
    double total = 0;
    for (int c = 0; c < matrix.columns(); c++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < matrix.rows(); row++) {
        double value = matrix.at(row, c);
        sum += value;
        squares += value * value;
      }
      double mean = sum / matrix.rows();
      total += squares / matrix.rows() - mean * mean;
    }
    return Math.max(0, total / matrix.columns());
  }
}
