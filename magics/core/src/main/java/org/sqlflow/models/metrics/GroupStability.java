package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;

/**
 * How stable groups are when the rows are drawn again (Hennig 2007, as clusterboot of R's fpc does
 * it): rows are drawn with replacement, each kept once, and grouped again; a group's similarity is
 * its largest Jaccard index (rows in both over rows in either) with any of the new groups.
 *
 * @param similarity the mean of each group over all draws, from 0 to 1; NaN for a group of which no
 *     draw has a row
 */
@SuppressWarnings("ArrayRecordComponent")
public record GroupStability(double[] similarity) {
  /** One in so many groups may be weak. */
  private static final int FORGIVEN = 10;

  /** Groups rows that were drawn again; a negative group is none. */
  @FunctionalInterface
  public interface Grouping {
    /**
     * Groups a draw.
     *
     * @param draw from 0
     * @param chosen the places of its rows among all
     */
    int[] of(int draw, int[] chosen, Matrix rows);
  }

  /**
   * The stability of groups.
   *
   * @param groups of the rows, from 0; a negative one is none
   * @param draws how often rows are drawn and grouped again
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static GroupStability of(
      Matrix rows,
      int[] groups,
      int clusters,
      int draws,
      long seed,
      Grouping grouping,
      CancellationCheck cancellation) {
    double[] sums = new double[clusters];
    int[] counts = new int[clusters];
    for (int draw = 0; draw < draws; draw++) {
      cancellation.checkCancelled();
      int[] chosen = drawn(rows.rows(), seed, draw);
      int[] own = Arrays.stream(chosen).map(row -> groups[row]).toArray();
      int[] again = grouping.of(draw, chosen, RowSample.take(rows, chosen));
      double[] similarity = similarity(own, again, clusters);
      for (int group = 0; group < clusters; group++) {
        if (!Double.isNaN(similarity[group])) {
          sums[group] += similarity[group];
          counts[group]++;
        }
      }
    }
    double[] means = new double[clusters];
    Arrays.setAll(means, group -> sums[group] / counts[group]);
    return new GroupStability(means);
  }

  /** The places of rows drawn with replacement, each once, ascending. */
  public static int[] drawn(int rows, long seed, int draw) {
    SplittableRandom random = new SplittableRandom(seed + 7919L * (draw + 1));
    boolean[] taken = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      taken[random.nextInt(rows)] = true;
    }
    return IntStream.range(0, rows).filter(row -> taken[row]).toArray();
  }

  /**
   * The largest Jaccard index of each group with any of other groups of the same rows; NaN for one
   * without rows.
   *
   * @param groups from 0; a negative one is none, in both arrays
   */
  public static double[] similarity(int[] groups, int[] others, int clusters) {
    int most = 1 + Arrays.stream(others).max().orElse(0);
    long[] sizes = new long[clusters];
    long[] otherSizes = new long[Math.max(1, most)];
    long[][] both = new long[clusters][otherSizes.length];
    for (int row = 0; row < groups.length; row++) {
      if (groups[row] >= 0) {
        sizes[groups[row]]++;
      }
      if (others[row] >= 0) {
        otherSizes[others[row]]++;
      }
      if (groups[row] >= 0 && others[row] >= 0) {
        both[groups[row]][others[row]]++;
      }
    }
    double[] similarity = new double[clusters];
    for (int group = 0; group < clusters; group++) {
      double largest = 0;
      for (int other = 0; other < otherSizes.length; other++) {
        long either = sizes[group] + otherSizes[other] - both[group][other];
        largest = Math.max(largest, either == 0 ? 0 : (double) both[group][other] / either);
      }
      similarity[group] = sizes[group] == 0 ? Double.NaN : largest;
    }
    return similarity;
  }

  /** The mean over the groups that have a similarity; NaN if none has. */
  public double mean() {
    return Arrays.stream(similarity)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * How surely the groups are found again: the least similarity, leaving out one group in ten,
   * since of thirty groups one is always weak; 0 if none has one.
   */
  public double weakest() {
    double[] sorted =
        Arrays.stream(similarity).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / FORGIVEN];
  }

  /** The least similarity of a group; NaN if none has one. */
  public double least() {
    return Arrays.stream(similarity).filter(value -> !Double.isNaN(value)).min().orElse(Double.NaN);
  }
}
