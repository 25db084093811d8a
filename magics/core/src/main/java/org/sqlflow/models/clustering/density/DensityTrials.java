package org.sqlflow.models.clustering.density;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.models.CancellationCheck;

/**
 * Density clusterings of the same rows with several least sizes of a group, for comparison only:
 * one spanning tree serves all. Used by one thread.
 */
public final class DensityTrials {
  /** The attribute that a trial chooses, as the estimator names it. */
  public static final String LEAST = DensityEstimator.LEAST;

  private static final int SAMPLES = 5;
  private static final int FEWEST = 5;

  /** Least sizes that are tried differ by this factor. */
  private static final double STEP = 1.3;

  /** A clustering that leaves out more rows says little about them. */
  private static final double MOST_LEFT_OUT = 0.3;

  private final Matrix rows;
  private final SpanningTree tree;

  private DensityTrials(Matrix rows, SpanningTree tree) {
    this.rows = rows;
    this.tree = tree;
  }

  /**
   * Prepares rows.
   *
   * @param rows two or more
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static DensityTrials of(Matrix rows, CancellationCheck cancellation) {
    return new DensityTrials(rows, SpanningTree.of(rows, SAMPLES, cancellation));
  }

  /**
   * A clustering.
   *
   * @param groups of each row, from 0; a row that density leaves out is in the group of the nearest
   *     row that has one
   * @param least rows that a group had to have
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Found(int[] groups, int least) {}

  /** The clustering with so many groups that leaves out the fewest rows; empty if there is none. */
  public Optional<Found> groups(int clusters) {
    int[] best = null;
    int bestLeast = 0;
    int fewest = (int) (MOST_LEFT_OUT * rows.rows());
    for (double least = FEWEST; least <= rows.rows() / 2.0; least *= STEP) {
      DensityGroups found = DensityGroups.of(tree, (int) least);
      int left = (int) Arrays.stream(found.groups()).filter(group -> group < 0).count();
      if (found.count() == clusters && left <= fewest && (best == null || left < fewest)) {
        best = found.groups();
        bestLeast = (int) least;
        fewest = left;
      }
      if (found.count() < Math.min(2, clusters)) {
        break;
      }
    }
    return best == null ? Optional.empty() : Optional.of(new Found(filled(best), bestLeast));
  }

  /** The groups with a given least size, whatever their number; one group if there are none. */
  public int[] groupsOf(int least) {
    DensityGroups found = DensityGroups.of(tree, Math.max(2, least));
    return found.count() == 0 ? new int[rows.rows()] : filled(found.groups());
  }

  private int[] filled(int[] groups) {
    int[] grouped = IntStream.range(0, groups.length).filter(row -> groups[row] >= 0).toArray();
    int width = rows.columns();
    return IntStream.range(0, groups.length)
        .map(
            row -> {
              if (groups[row] >= 0) {
                return groups[row];
              }
              int nearest = grouped[0];
              double least = Double.POSITIVE_INFINITY;
              for (int other : grouped) {
                double square =
                    Distances.squared(
                        rows.values(), row * width, rows.values(), other * width, width);
                if (square < least) {
                  least = square;
                  nearest = other;
                }
              }
              return groups[nearest];
            })
        .toArray();
  }
}
