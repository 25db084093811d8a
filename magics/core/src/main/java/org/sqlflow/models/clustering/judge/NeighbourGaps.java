package org.sqlflow.models.clustering.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clusters.ClusterJudgement.Gaps;
import org.sqlflow.models.metrics.NeighbourAgreement;

/**
 * Whether gaps divide groups of any shape: how many of the nearest rows are outside of a row's
 * group, compared with as many rows without groups ({@link ReferenceRows}) that are cut where the
 * fewest are near each other. Unlike a silhouette it does not favour compact groups. With more than
 * {@link #SAMPLE} rows a random sample with a fixed seed is used.
 */
final class NeighbourGaps {
  private static final int SAMPLE = 1000;

  /** Fewer rows are not judged. */
  private static final int LEAST = 50;

  private static final int DRAWS = 3;

  /**
   * The rows' share of outside neighbours must be less than this part of that of any reference
   * rows.
   */
  private static final double MOST = 0.75;

  private static final long SAMPLE_SEED = 0;

  private NeighbourGaps() {}

  /**
   * Judges groups of rows.
   *
   * @param groups of each row; negative for a row in none
   * @param kMeans the same by plain k-means
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static Gaps of(
      Matrix rows, int[] groups, int[] kMeans, long seed, CancellationCheck cancellation) {
    int[] chosen = RowSample.of(rows.rows(), SAMPLE, SAMPLE_SEED);
    Matrix sample = RowSample.take(rows, chosen);
    int[] own = Arrays.stream(chosen).map(row -> groups[row]).toArray();
    int[] plain = Arrays.stream(chosen).map(row -> kMeans[row]).toArray();
    int clusters = (int) Arrays.stream(own).filter(group -> group >= 0).distinct().count();
    if (chosen.length < LEAST || clusters < 2) {
      return Gaps.UNKNOWN;
    }
    Crossing measured = crossing(sample, own, cancellation);
    ReferenceRows references = new ReferenceRows(sample, seed);
    List<Supplier<Matrix>> draws = new ArrayList<>(List.of(references::even, references::normal));
    IntStream.range(0, DRAWS).forEach(draw -> draws.add(references::ownShapes));
    double least = Double.POSITIVE_INFINITY;
    for (Supplier<Matrix> draw : draws) {
      cancellation.checkCancelled();
      Matrix reference = draw.get();
      int most = ClusterAttributes.distinct(reference, clusters);
      if (most > 1) {
        int[] cuts = SpectralCut.groups(reference, most, seed, cancellation);
        least = Math.min(least, crossing(reference, cuts, cancellation).share());
      }
    }
    return Double.isInfinite(least)
        ? Gaps.UNKNOWN
        : new Gaps(
            measured.share(),
            least,
            crossing(sample, plain, cancellation).share(),
            measured.share() + measured.noise() < MOST * least);
  }

  /**
   * The share of the nearest rows that are outside, relative to that by chance.
   *
   * @param noise two standard errors
   */
  private record Crossing(double share, double noise) {}

  private static Crossing crossing(Matrix rows, int[] groups, CancellationCheck cancellation) {
    double[] together = NeighbourAgreement.in(rows, cancellation).shares(groups);
    long[] sizes = new long[1 + Arrays.stream(groups).max().orElse(0)];
    Arrays.stream(groups).filter(group -> group >= 0).forEach(group -> sizes[group]++);
    double grouped = Arrays.stream(sizes).sum();
    double chance =
        Arrays.stream(sizes).mapToDouble(size -> size * (1 - (double) size / groups.length)).sum()
            / grouped;
    double[] outside =
        IntStream.range(0, groups.length)
            .filter(row -> groups[row] >= 0)
            .mapToDouble(row -> 1 - together[row])
            .toArray();
    double mean = Arrays.stream(outside).average().orElse(0);
    double squares = Arrays.stream(outside).map(o -> (o - mean) * (o - mean)).sum();
    return chance == 0
        ? new Crossing(1, 0)
        : new Crossing(mean / chance, 2 * Math.sqrt(squares) / grouped / chance);
  }
}
