package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;

/**
 * The mean silhouette (Rousseeuw 1987): {@code (b - a) / max(a, b)}, where a is a row's mean
 * Euclidean distance to its own group and b to the nearest other group; 0 for a group of one row.
 * With more than {@link #SAMPLE} rows a random sample with a fixed seed is used.
 */
public final class Silhouette {
  public static final int SAMPLE = 5000;
  private static final long SAMPLE_SEED = 0;

  /** Only the calling thread checks for cancellation, between batches of so many tiles. */
  private static final int TILES_BETWEEN_CHECKS = 16;

  private final Matrix rows;
  private final int[] groupStarts;
  private final CancellationCheck cancellation;

  private Silhouette(Matrix rows, int[] groupStarts, CancellationCheck cancellation) {
    this.rows = rows;
    this.groupStarts = groupStarts;
    this.cancellation = cancellation;
  }

  /** The score from -1 to 1; empty if the rows are all in one group. */
  public static OptionalDouble of(Matrix rows, int[] groups, CancellationCheck cancellation) {
    return Arrays.stream(scores(rows, groups, cancellation)).average();
  }

  /**
   * The score of each row, or of each row of the sample: always the same rows in the same order.
   * Empty if they are all in one group.
   */
  public static double[] scores(Matrix rows, int[] groups, CancellationCheck cancellation) {
    int[] chosen = sample(rows.rows());
    long[] keys = new long[chosen.length];
    for (int place = 0; place < keys.length; place++) {
      keys[place] = (long) groups[chosen[place]] << Integer.SIZE | place;
    }
    Arrays.sort(keys);
    int[] byGroup = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    int[] ordered = Arrays.stream(byGroup).map(place -> chosen[place]).toArray();
    int[] starts =
        IntStream.rangeClosed(0, ordered.length)
            .filter(
                i -> i == 0 || i == ordered.length || groups[ordered[i]] != groups[ordered[i - 1]])
            .toArray();
    if (starts.length < 3) {
      return new double[0];
    }
    double[] found = new Silhouette(RowSample.take(rows, ordered), starts, cancellation).scores();
    double[] scores = new double[found.length];
    for (int i = 0; i < found.length; i++) {
      scores[byGroup[i]] = found[i];
    }
    return scores;
  }

  /** The places of the rows that are scored, in the order of {@link #scores}. */
  static int[] sample(int rows) {
    return RowSample.of(rows, SAMPLE, SAMPLE_SEED);
  }

  /** In the order of the groups. */
  private double[] scores() {
    double[] scores = new double[rows.rows()];
    try (DistanceSums distances = new DistanceSums(rows, groupStarts)) {
      for (int group = 0; group < groupStarts.length - 1; group++) {
        distances.moveTo(group);
        score(group, distances, scores);
      }
    }
    return scores;
  }

  /** Writes the scores of a group's rows. */
  private void score(int group, DistanceSums distances, double[] scores) {
    int tiles = (size(group) + DistanceSums.TILE - 1) / DistanceSums.TILE;
    for (int first = 0; first < tiles; first += TILES_BETWEEN_CHECKS) {
      cancellation.checkCancelled();
      int start = first;
      int some = Math.min(TILES_BETWEEN_CHECKS, tiles - first);
      Parallel.run(
          (long) some * DistanceSums.TILE * rows.values().length,
          some,
          i -> {
            int from = groupStarts[group] + (start + i) * DistanceSums.TILE;
            int count = Math.min(DistanceSums.TILE, groupStarts[group + 1] - from);
            double[][] sums = distances.of(from, count);
            for (int row = 0; row < count; row++) {
              scores[from + row] = score(group, sums[row]);
            }
          });
    }
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
