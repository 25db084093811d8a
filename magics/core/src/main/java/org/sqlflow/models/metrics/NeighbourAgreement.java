package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.EqualRows;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.Points;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;

/**
 * How well groups keep neighbours together: the modularity (Newman and Girvan 2004) of the graph
 * that joins each row with its {@value #NEIGHBOURS} nearest by Euclidean distance. It is the mean
 * share of a row's neighbours that are in its group, less what a random mix of the same groups has:
 * the sum of the squared shares of the groups. From below 0 to 1, higher is better; 0: neighbours
 * are in one group as often as by chance. With more than {@link #SAMPLE} rows a random sample with
 * a fixed seed is used.
 *
 * <p>Rows equal to a row are not its neighbours: if rows occur several times, any division would
 * keep all neighbours together. If there are at most {@value #FEW} different rows, copies do count.
 *
 * <p>Unlike the silhouette it does not favour round groups, and so not k-means. The graph is made
 * once for several clusterings of the same rows. Immutable and safe to use from several threads.
 */
public final class NeighbourAgreement {
  public static final int SAMPLE = 2000;
  public static final int NEIGHBOURS = 10;

  /** With no more different rows than this, copies of a row are its neighbours. */
  public static final int FEW = 20;

  private static final long SAMPLE_SEED = 0;

  /** Only the calling thread checks for cancellation, between blocks of so many rows. */
  private static final int ROWS_BETWEEN_CHECKS = 256;

  private final int[] chosen;
  private final int[][] neighbours;

  private NeighbourAgreement(int[] chosen, int[][] neighbours) {
    this.chosen = chosen;
    this.neighbours = neighbours;
  }

  /**
   * The neighbours of rows, of equally near ones those that come first in the sample.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static NeighbourAgreement in(Matrix rows, CancellationCheck cancellation) {
    int[] chosen = RowSample.of(rows.rows(), SAMPLE, SAMPLE_SEED);
    Matrix sample = RowSample.take(rows, chosen);
    Points points = Points.of(sample);
    boolean isCopyNear = EqualRows.of(sample).count() <= FEW;
    int[][] neighbours = new int[chosen.length][];
    for (int first = 0; first < chosen.length; first += ROWS_BETWEEN_CHECKS) {
      cancellation.checkCancelled();
      int start = first;
      int some = Math.min(ROWS_BETWEEN_CHECKS, chosen.length - first);
      Parallel.run(
          (long) some * chosen.length * points.columns().length,
          some,
          i -> neighbours[start + i] = nearest(points, start + i, isCopyNear));
    }
    return new NeighbourAgreement(chosen, neighbours);
  }

  /**
   * The nearest others of a row, the nearest first.
   *
   * @param isCopyNear whether equal rows are among them
   */
  static int[] nearest(Points points, int row, boolean isCopyNear) {
    float[] distances = new float[points.rows()];
    for (float[] column : points.columns()) {
      float own = column[row];
      for (int other = 0; other < distances.length; other++) {
        float difference = column[other] - own;
        distances[other] += difference * difference;
      }
    }
    int[] nearest = new int[Math.min(NEIGHBOURS, points.rows() - 1)];
    int found = 0;
    for (int other = 0; other < distances.length; other++) {
      boolean isOther = isCopyNear ? other != row : distances[other] > 0;
      boolean isNear =
          found < nearest.length
              || nearest.length > 0 && distances[other] < distances[nearest[found - 1]];
      if (isOther && isNear) {
        int at = found < nearest.length ? found++ : found - 1;
        while (at > 0 && distances[other] < distances[nearest[at - 1]]) {
          nearest[at] = nearest[at - 1];
          at--;
        }
        nearest[at] = other;
      }
    }
    return found == nearest.length ? nearest : Arrays.copyOf(nearest, found);
  }

  /** The score of groups of all the rows; empty if the sample has fewer than two of the groups. */
  public OptionalDouble of(int[] groups) {
    double chance = chance(groups);
    return chance == 1 || chosen.length < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(shares(groups)).average().orElse(0) - chance);
  }

  /**
   * Of each row of the sample, the share of its neighbours that are in its group.
   *
   * @param groups of all the rows
   */
  public double[] shares(int[] groups) {
    double[] shares = new double[chosen.length];
    for (int row = 0; row < shares.length; row++) {
      int own = groups[chosen[row]];
      long together =
          Arrays.stream(neighbours[row]).filter(other -> groups[chosen[other]] == own).count();
      shares[row] = (double) together / Math.max(1, neighbours[row].length);
    }
    return shares;
  }

  /** The sum of the squared shares of the groups in the sample. */
  private double chance(int[] groups) {
    long[] sizes = new long[1 + Arrays.stream(chosen).map(row -> groups[row]).max().orElse(0)];
    Arrays.stream(chosen).forEach(row -> sizes[groups[row]]++);
    double rows = Math.max(1, chosen.length);
    return Arrays.stream(sizes).mapToDouble(size -> size / rows * (size / rows)).sum();
  }
}
