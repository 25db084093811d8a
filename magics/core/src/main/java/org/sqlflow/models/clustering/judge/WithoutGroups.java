package org.sqlflow.models.clustering.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;
import org.sqlflow.models.metrics.Silhouette;

/**
 * Whether rows have groups that k-means can find: its silhouette on them compared with its
 * silhouette on as many rows without groups, for the same number of clusters ({@link
 * ReferenceRows}; the idea is that of the gap statistic, Tibshirani, Walther and Hastie 2001). A
 * silhouette alone says little: on evenly spread rows it is .59 with one column and .07 with ten.
 *
 * <p>The rows have groups if their silhouette exceeds that of each of six sets of reference rows by
 * more than the noise of sampling. If one cluster holds nearly all rows, each cluster counts the
 * same instead of each row: else the large cluster, whose rows are far from any outlier, would hide
 * whether the other clusters are compact. With more than {@link #SAMPLE} rows a random sample with
 * a fixed seed is used.
 */
public final class WithoutGroups {
  private static final int SAMPLE = 1000;

  /** Fewer rows are not judged. */
  private static final int LEAST = 20;

  /** Starts of each k-means: the same for the rows and for the reference rows. */
  private static final int STARTS = 3;

  /**
   * How many sets of reference rows have the rows' own shapes: skewed and discrete ones differ from
   * draw to draw.
   */
  private static final int DRAWS = 4;

  /**
   * A smaller relative lead is chance: with this one, groups were found in one of 20 draws of even
   * rows.
   */
  private static final double LEAST_LEAD = 0.02;

  /** The part of the rows in one cluster above which each cluster counts the same. */
  private static final double GIANT = 0.9;

  /** A wider range of the draws means that k-means found other groups in them. */
  private static final double MOST_RANGE = 0.07;

  private static final long SAMPLE_SEED = 0;

  private final int clusters;
  private final long seed;
  private final CancellationCheck cancellation;

  private WithoutGroups(int clusters, long seed, CancellationCheck cancellation) {
    this.clusters = clusters;
    this.seed = seed;
    this.cancellation = cancellation;
  }

  /**
   * The silhouettes of k-means on rows and on reference rows.
   *
   * @return empty for fewer than {@value #LEAST} rows, and where they are too few for the clusters
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static Optional<Reference> of(
      Matrix rows, int clusters, long seed, CancellationCheck cancellation) {
    if (rows.rows() < LEAST) {
      return Optional.empty();
    }
    Matrix sample = RowSample.take(rows, RowSample.of(rows.rows(), SAMPLE, SAMPLE_SEED));
    return new WithoutGroups(clusters, seed, cancellation).of(sample);
  }

  private Optional<Reference> of(Matrix rows) {
    Optional<Scores> own = scores(rows);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    boolean isLopsided = own.get().largest() > GIANT * rows.rows();
    ReferenceRows references = new ReferenceRows(rows, seed);
    List<Drawn> drawn = new ArrayList<>();
    drawn(Reference.EVEN, 1, references::even).ifPresent(drawn::add);
    drawn(Reference.NORMAL, 1, references::normal).ifPresent(drawn::add);
    if (!references.isFewDifferentRows()) {
      drawn(Reference.OWN_SHAPES, DRAWS, references::ownShapes).ifPresent(drawn::add);
    }
    Optional<Drawn> most = drawn.stream().max(Comparator.comparingDouble(Drawn::most));
    if (most.isEmpty()) {
      return Optional.empty();
    }
    double noise = own.get().noise();
    double limit = (1 + LEAST_LEAD) * most.get().most() + noise;
    double byGroup = drawn.stream().mapToDouble(Drawn::mostByGroup).max().orElse(0);
    boolean separated =
        isLopsided
            ? own.get().byGroup() > (1 + LEAST_LEAD) * byGroup + noise
            : own.get().mean() > limit;
    return Optional.of(
        new Reference(most.get().kind(), most.get().mean(), limit, own.get().mean(), separated));
  }

  /**
   * The silhouettes of the reference rows of a kind: their mean, and the most to expect, over rows
   * and over clusters: the largest one plus the range of the draws, which is wide for skewed
   * columns.
   */
  private record Drawn(String kind, double mean, double most, double mostByGroup) {}

  private Optional<Drawn> drawn(String kind, int draws, Supplier<Matrix> rows) {
    List<Scores> made = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      scores(rows.get()).ifPresent(made::add);
    }
    return made.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Drawn(
                kind,
                made.stream().mapToDouble(Scores::mean).average().orElseThrow(),
                most(made.stream().mapToDouble(Scores::mean)),
                most(made.stream().mapToDouble(Scores::byGroup))));
  }

  private static double most(DoubleStream draws) {
    DoubleSummaryStatistics drawn = draws.summaryStatistics();
    return drawn.getMax() + Math.min(MOST_RANGE, drawn.getMax() - drawn.getMin());
  }

  /**
   * Silhouettes of rows.
   *
   * @param mean of the rows
   * @param byGroup the mean over the clusters of their rows' mean
   * @param noise two standard errors of the mean
   * @param largest rows of the largest cluster
   */
  private record Scores(double mean, double byGroup, double noise, long largest) {}

  /** The silhouettes of k-means; empty if there are fewer different rows than clusters. */
  private Optional<Scores> scores(Matrix rows) {
    cancellation.checkCancelled();
    if (ClusterAttributes.distinct(rows, clusters) < clusters) {
      return Optional.empty();
    }
    int[] groups = KMeans.fit(rows, clusters, STARTS, seed, cancellation).groups();
    double[] scores = Silhouette.scores(rows, groups, cancellation);
    if (scores.length == 0) {
      return Optional.empty();
    }
    double mean = Arrays.stream(scores).average().orElseThrow();
    double[] sums = new double[clusters];
    long[] sizes = new long[clusters];
    double squares = 0;
    for (int row = 0; row < scores.length; row++) {
      sums[groups[row]] += scores[row];
      sizes[groups[row]]++;
      squares += (scores[row] - mean) * (scores[row] - mean);
    }
    double byGroup = 0;
    int filled = 0;
    for (int group = 0; group < clusters; group++) {
      byGroup += sizes[group] == 0 ? 0 : sums[group] / sizes[group];
      filled += sizes[group] == 0 ? 0 : 1;
    }
    return Optional.of(
        new Scores(
            mean,
            byGroup / filled,
            2 * Math.sqrt(squares) / scores.length,
            Arrays.stream(sizes).max().orElseThrow()));
  }
}
