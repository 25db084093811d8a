package org.sqlflow.models.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.TrainingListener;

/**
 * Lloyd's k-means from k-means++ starts (Arthur and Vassilvitskii 2007, with the greedy choice
 * among a few candidates that they propose); the best of several starts by the sum of squared
 * distances. Squared Euclidean distances, float32 coordinates, sums in float64.
 */
final class KMeans {
  static final int MOST_PASSES = 300;
  static final double TOLERANCE = 1e-4;

  private final Matrix matrix;
  private final Points points;
  private final int clusters;
  private final int mostPasses;
  private final double leastMove;
  private final TrainingListener listener;

  private KMeans(Matrix matrix, Settings settings, TrainingListener listener) {
    this.matrix = matrix;
    this.points = Points.of(matrix);
    this.clusters = settings.clusters();
    this.mostPasses = settings.mostPasses();
    this.leastMove = settings.tolerance() * meanVariance(matrix);
    this.listener = listener;
  }

  /**
   * How to search.
   *
   * @param starts how often to begin anew
   * @param mostPasses over the rows, in each start
   * @param tolerance a start ends when the sum of the centres' squared moves is at most this part
   *     of the features' mean variance
   */
  record Settings(int clusters, int starts, int mostPasses, double tolerance) {}

  /**
   * What k-means found.
   *
   * @param centres {@code clusters x columns}, row-major
   * @param groups the group of each row, from 0
   * @param inertia sum of squared distances to the own centre
   * @param start the start that found it, from 1
   */
  record Clustering(float[] centres, int[] groups, double inertia, int start) {}

  /**
   * A pass over the rows, from 1 within its start.
   *
   * @param inertia before the centres move
   * @param changedShare share of rows that changed group, from 0 to 1
   */
  record Pass(int start, int pass, double inertia, double changedShare) {}

  /** Clusters the rows; needs at least as many distinct rows as clusters. */
  static Clustering fit(
      Matrix rows, int clusters, int restarts, long seed, TrainingListener listener) {
    Settings settings = new Settings(clusters, restarts, MOST_PASSES, TOLERANCE);
    return fit(rows, settings, seed, listener, (pass, centres) -> {});
  }

  /**
   * The same with all settings.
   *
   * @param passes hears of each pass, with the centres of its inertia, which the next pass changes
   */
  static Clustering fit(
      Matrix rows,
      Settings settings,
      long seed,
      TrainingListener listener,
      BiConsumer<Pass, float[]> passes) {
    KMeans kMeans = new KMeans(rows, settings, listener);
    SplittableRandom random = new SplittableRandom(seed);
    Clustering best = kMeans.lloyd(kMeans.start(random), 1, passes);
    for (int start = 2; start <= settings.starts(); start++) {
      Clustering next = kMeans.lloyd(kMeans.start(random), start, passes);
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

  private Clustering lloyd(float[] centres, int start, BiConsumer<Pass, float[]> passes) {
    int[] groups = new int[points.rows()];
    Arrays.fill(groups, -1);
    float[] distances = new float[points.rows()];
    double inertia = 0;
    boolean moving = true;
    int changed = points.rows();
    for (int pass = 1; changed > 0; pass++) {
      listener.checkCancelled();
      changed = NearestCentres.assign(points, centres, groups, distances);
      inertia = sum(distances);
      passes.accept(new Pass(start, pass, inertia, (double) changed / points.rows()), centres);
      if (!moving || pass > mostPasses) {
        break;
      }
      moving = changed > 0 && moveCentres(centres, groups, distances) > leastMove;
    }
    return new Clustering(centres, groups, inertia, start);
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
