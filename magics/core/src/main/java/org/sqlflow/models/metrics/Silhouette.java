package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;

/**
 * The mean silhouette (Rousseeuw 1987): {@code (b - a) / max(a, b)}, where a is a row's mean
 * Euclidean distance to its own group and b to the nearest other group; 0 for a group of one row.
 * Above {@link #SAMPLE} rows a random sample with a fixed seed represents all.
 */
public final class Silhouette {
  public static final int SAMPLE = 5000;
  private static final long SAMPLE_SEED = 0;

  /** The check is for the calling thread alone; the pool's threads never call it. */
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
        new Silhouette(RowSample.take(rows, byGroup), starts, cancellation).mean());
  }

  private double mean() {
    double sum = 0;
    try (DistanceSums distances = new DistanceSums(rows, groupStarts)) {
      for (int group = 0; group < groupStarts.length - 1; group++) {
        distances.moveTo(group);
        sum += scores(group, distances);
      }
    }
    return sum / rows.rows();
  }

  /** The sum of the scores of a group's rows. */
  private double scores(int group, DistanceSums distances) {
    int tiles = (size(group) + DistanceSums.TILE - 1) / DistanceSums.TILE;
    double[] sums = new double[tiles];
    for (int first = 0; first < tiles; first += TILES_BETWEEN_CHECKS) {
      cancellation.checkCancelled();
      int start = first;
      int some = Math.min(TILES_BETWEEN_CHECKS, tiles - first);
      Parallel.run(
          (long) some * DistanceSums.TILE * rows.values().length,
          some,
          i -> {
            int tile = start + i;
            int from = groupStarts[group] + tile * DistanceSums.TILE;
            int count = Math.min(DistanceSums.TILE, groupStarts[group + 1] - from);
            for (double[] row : distances.of(from, count)) {
              sums[tile] += score(group, row);
            }
          });
    }
    return Arrays.stream(sums).sum();
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
