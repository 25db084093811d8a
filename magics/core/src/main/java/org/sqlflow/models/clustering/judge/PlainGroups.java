package org.sqlflow.models.clustering.judge;

import java.util.Optional;
import java.util.function.Function;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Aside;
import org.sqlflow.math.Blas;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.ClusterComparison;
import org.sqlflow.models.clustering.centres.PlainKMeans;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;

/**
 * What the groups of any model are compared with: plain k-means and rows without groups. Both
 * depend on the rows and the number of groups alone, so a second thread can make them while the
 * model is trained; {@link #close} ends that. Used by one thread.
 */
public final class PlainGroups implements AutoCloseable {
  private static final String THREAD = "sqlflow-plain-groups";

  /** More values are not worth further copies in memory beside the training. */
  private static final int MOST_VALUES = 1 << 22;

  private final Matrix rows;
  private final int clusters;
  private final long seed;
  private final Aside<Optional<int[]>> kMeans;
  private final Aside<ClusterComparison.Plain> scores;
  private final Aside<Optional<Reference>> reference;

  private PlainGroups(Matrix rows, int clusters, long seed, boolean isBeside) {
    this.rows = rows;
    this.clusters = clusters;
    this.seed = seed;
    this.kMeans =
        aside(
            isBeside,
            check ->
                ClusterAttributes.distinct(rows, clusters) < clusters
                    ? Optional.empty()
                    : Optional.of(PlainKMeans.groups(rows, clusters, seed, check::run)));
    this.scores =
        aside(
            isBeside,
            check ->
                ClusterComparison.Plain.of(rows, kMeans.result(check).orElseThrow(), check::run));
    this.reference =
        aside(
            isBeside,
            check -> {
              if (isBeside) {
                scores.result(check); // one after the other, so that one thread works
              }
              return WithoutGroups.of(rows, clusters, seed, check::run);
            });
  }

  private static <T> Aside<T> aside(boolean isBeside, Function<Runnable, T> work) {
    return isBeside ? Aside.start(THREAD, work) : Aside.later(work);
  }

  /**
   * Plain groups that are made when they are asked for.
   *
   * @param rows scaled
   * @param clusters how many groups
   */
  public static PlainGroups later(Matrix rows, int clusters, long seed) {
    return new PlainGroups(rows, clusters, seed, false);
  }

  /** The same, made now beside what the caller does, unless the rows are many. */
  public static PlainGroups beside(Matrix rows, int clusters, long seed) {
    boolean isBeside = clusters > 1 && areBeside(rows);
    if (isBeside) {
      Blas.load(); // the second thread needs it while this one may begin with ND4J
    }
    return new PlainGroups(rows, clusters, seed, isBeside);
  }

  /** Whether a second thread makes the plain groups of these rows beside a training. */
  public static boolean areBeside(Matrix rows) {
    return Parallel.threads() > 1 && rows.values().length <= MOST_VALUES;
  }

  /** How many groups there are. */
  int clusters() {
    return clusters;
  }

  /** The seed of k-means. */
  long seed() {
    return seed;
  }

  /** The group of each row; empty if there are fewer different rows than groups. */
  Optional<int[]> groups(CancellationCheck cancellation) {
    return clusters < 2 ? Optional.empty() : kMeans.result(cancellation::checkCancelled);
  }

  /**
   * The groups of plain k-means on some rows: these ones, if the rows and the search are the same.
   */
  public int[] groups(Matrix some, int starts, long ownSeed, CancellationCheck cancellation) {
    boolean isSame =
        some.values() == rows.values() && starts == PlainKMeans.STARTS && ownSeed == seed;
    Optional<int[]> known = isSame ? groups(cancellation) : Optional.empty();
    return known.orElseGet(() -> PlainKMeans.groups(some, clusters, starts, ownSeed, cancellation));
  }

  /** Their scores, where there are {@link #groups}. */
  ClusterComparison.Plain scores(CancellationCheck cancellation) {
    return scores.result(cancellation::checkCancelled);
  }

  /** What k-means gets on rows without groups; empty if that cannot be compared. */
  Optional<Reference> reference(CancellationCheck cancellation) {
    return reference.result(cancellation::checkCancelled);
  }

  @Override
  public void close() {
    kMeans.close();
    scores.close();
    reference.close();
  }
}
