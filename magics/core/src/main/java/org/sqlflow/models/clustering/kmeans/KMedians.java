package org.sqlflow.models.clustering.kmeans;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.RowParts;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;

/**
 * K-medians: like k-means, with sums of absolute differences instead of squares, so that a row far
 * away has no more influence than any other (Jain and Dubes 1988, section 3.3). The best of several
 * starts, each drawn as k-means++ draws, by the sum of the distances. With more than {@link
 * #SAMPLE} rows the starts use a random sample, and the best one continues with all rows.
 */
final class KMedians {
  private static final int SAMPLE = 10_000;

  private final Matrix rows;
  private final KMeans.Settings settings;
  private final CancellationCheck cancellation;
  private final BiConsumer<KMeans.Iteration, float[]> iterations;
  private final double leastMove;

  private KMedians(
      Matrix rows,
      KMeans.Settings settings,
      CancellationCheck cancellation,
      BiConsumer<KMeans.Iteration, float[]> iterations) {
    this.rows = rows;
    this.settings = settings;
    this.cancellation = cancellation;
    this.iterations = iterations;
    this.leastMove = settings.tolerance() * meanDeviation();
  }

  /**
   * Clusters the rows; the inertia is the sum of the distances to the own centre.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static KMeans.Clustering fit(
      Matrix rows,
      KMeans.Settings settings,
      long seed,
      CancellationCheck cancellation,
      BiConsumer<KMeans.Iteration, float[]> iterations) {
    KMedians all = new KMedians(rows, settings, cancellation, iterations);
    Matrix sample = RowSample.take(rows, RowSample.of(rows.rows(), SAMPLE, seed));
    if (sample.rows() == rows.rows()
        || ClusterAttributes.distinct(sample, settings.clusters()) < settings.clusters()) {
      return all.best(seed);
    }
    KMeans.Clustering best =
        new KMedians(sample, settings, cancellation, (iteration, centres) -> {}).best(seed);
    return all.from(best.centres(), 1);
  }

  private KMeans.Clustering best(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    KMeans.Clustering best = from(drawn(random), 1);
    for (int start = 2; start <= settings.starts(); start++) {
      KMeans.Clustering next = from(drawn(random), start);
      best = next.inertia() < best.inertia() ? next : best;
    }
    return best;
  }

  /** Rows as first centres, each drawn in proportion to its distance from those before. */
  private float[] drawn(SplittableRandom random) {
    int width = rows.columns();
    float[] centres = new float[settings.clusters() * width];
    double[] nearest = new double[rows.rows()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int row = random.nextInt(nearest.length);
    for (int j = 0; j < settings.clusters(); j++) {
      cancellation.checkCancelled();
      System.arraycopy(rows.values(), row * width, centres, j * width, width);
      double total = 0;
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = Math.min(nearest[i], distance(rows, i, centres, j));
        total += nearest[i];
      }
      double left = random.nextDouble() * total;
      for (int i = 0; i < nearest.length; i++) {
        left -= nearest[i];
        if (nearest[i] > 0) {
          row = i;
          if (left < 0) {
            break;
          }
        }
      }
    }
    return centres;
  }

  private KMeans.Clustering from(float[] first, int start) {
    float[] centres = first.clone();
    int[] groups = new int[rows.rows()];
    float[] distances = new float[groups.length];
    Arrays.fill(groups, -1);
    boolean settled = false;
    for (int iteration = 1; ; iteration++) {
      cancellation.checkCancelled();
      int[] before = groups.clone();
      RowParts.run(
          groups.length,
          centres.length,
          (part, from, to) -> assign(rows, centres, from, to, groups, distances));
      int changed = 0;
      double inertia = 0;
      for (int row = 0; row < groups.length; row++) {
        changed += groups[row] == before[row] ? 0 : 1;
        inertia += distances[row];
      }
      iterations.accept(
          new KMeans.Iteration(start, iteration, inertia, (double) changed / groups.length),
          centres);
      if (settled || changed == 0 || iteration > settings.mostIterations()) {
        return new KMeans.Clustering(centres, groups, inertia, start);
      }
      settled = move(centres, groups, distances) <= leastMove;
    }
  }

  /** Assigns some rows to their nearest centres, the first of equals. */
  static void assign(
      Matrix rows, float[] centres, int from, int to, int[] groups, float[] distances) {
    int clusters = centres.length / rows.columns();
    for (int row = from; row < to; row++) {
      int nearest = 0;
      float least = Float.POSITIVE_INFINITY;
      for (int j = 0; j < clusters; j++) {
        float distance = distance(rows, row, centres, j);
        if (distance < least) {
          least = distance;
          nearest = j;
        }
      }
      groups[row] = nearest;
      distances[row] = least;
    }
  }

  /** The sum of the absolute differences of a row and a centre. */
  static float distance(Matrix rows, int row, float[] centres, int centre) {
    int width = rows.columns();
    float sum = 0;
    for (int c = 0, a = row * width, b = centre * width; c < width; c++) {
      sum += Math.abs(rows.values()[a + c] - centres[b + c]);
    }
    return sum;
  }

  /**
   * Moves each centre to its rows' medians; a centre without rows moves to the row that fits worst.
   *
   * @return the sum of the moves
   */
  private double move(float[] centres, int[] groups, float[] distances) {
    int width = rows.columns();
    int[][] members = new int[settings.clusters()][];
    int[] sizes = new int[members.length];
    Arrays.stream(groups).forEach(group -> sizes[group]++);
    Arrays.setAll(members, j -> new int[sizes[j]]);
    int[] next = new int[members.length];
    for (int row = 0; row < groups.length; row++) {
      members[groups[row]][next[groups[row]]++] = row;
    }
    double[] moves = new double[centres.length];
    Parallel.run(
        20L * rows.values().length,
        centres.length,
        at -> {
          int[] own = members[at / width];
          if (own.length > 0) {
            float[] values = new float[own.length];
            for (int i = 0; i < own.length; i++) {
              values[i] = rows.at(own[i], at % width);
            }
            Arrays.sort(values);
            float median = (values[(own.length - 1) / 2] + values[own.length / 2]) / 2;
            moves[at] = Math.abs(median - centres[at]);
            centres[at] = median;
          }
        });
    for (int j = 0; j < members.length; j++) {
      if (members[j].length == 0) {
        int worst =
            IntStream.range(0, distances.length)
                .reduce(0, (best, row) -> distances[row] > distances[best] ? row : best);
        distances[worst] = 0;
        moves[j * width] += distance(rows, worst, centres, j);
        System.arraycopy(rows.values(), worst * width, centres, j * width, width);
      }
    }
    return Arrays.stream(moves).sum();
  }

  /** The mean absolute deviation of the features. */
  private double meanDeviation() {
    int width = rows.columns();
    double[] means = new double[width];
    double sum = 0;
    for (int at = 0; at < rows.values().length; at++) {
      means[at % width] += rows.values()[at] / (double) rows.rows();
    }
    for (int at = 0; at < rows.values().length; at++) {
      sum += Math.abs(rows.values()[at] - means[at % width]);
    }
    return sum / rows.values().length;
  }
}
