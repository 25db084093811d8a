package org.sqlflow.models.clustering.kmeans;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.TrainingListener;

/**
 * Lloyd's k-means from {@link KMeansStarts}; the best of several starts by the sum of squared
 * distances. Float32 coordinates, sums in float64.
 *
 * <p>A pass is a matrix product of {@code 2 · rows · clusters · width} operations over {@code 4 ·
 * rows · width} bytes; only rows that change their group are added up anew.
 */
public final class KMeans {
  public static final int MOST_PASSES = 300;
  public static final double TOLERANCE = 1e-4;

  private final CentredRows rows;
  private final Settings settings;
  private final double leastMove;
  private final TrainingListener listener;
  private final BiConsumer<Pass, float[]> passes;

  private KMeans(
      CentredRows rows,
      Settings settings,
      TrainingListener listener,
      BiConsumer<Pass, float[]> passes) {
    this.rows = rows;
    this.settings = settings;
    this.leastMove = settings.tolerance() * rows.meanVariance();
    this.listener = listener;
    this.passes = passes;
  }

  /**
   * How to search.
   *
   * @param starts how often to begin anew
   * @param mostPasses over the rows, in each start
   * @param tolerance a start ends when the sum of the centres' squared moves is at most this part
   *     of the features' mean variance
   */
  public record Settings(int clusters, int starts, int mostPasses, double tolerance) {}

  /**
   * What k-means found.
   *
   * @param centres {@code clusters x columns}, row-major
   * @param groups the group of each row, from 0
   * @param inertia sum of squared distances to the own centre
   * @param start the start that found it, from 1
   */
  public record Clustering(float[] centres, int[] groups, double inertia, int start) {}

  /**
   * A pass over the rows, from 1 within its start.
   *
   * @param inertia before the centres move
   * @param changedShare share of rows that changed group, from 0 to 1
   */
  public record Pass(int start, int pass, double inertia, double changedShare) {}

  /** Clusters the rows; needs at least as many distinct rows as clusters. */
  public static Clustering fit(
      Matrix rows, int clusters, int restarts, long seed, TrainingListener listener) {
    Settings settings = new Settings(clusters, restarts, MOST_PASSES, TOLERANCE);
    return fit(rows, settings, seed, listener, (pass, centres) -> {});
  }

  /**
   * The same with all settings.
   *
   * @param passes hears of each pass, with the centres of its inertia, which the next pass changes
   */
  public static Clustering fit(
      Matrix rows,
      Settings settings,
      long seed,
      TrainingListener listener,
      BiConsumer<Pass, float[]> passes) {
    try (CentredRows centred = CentredRows.of(rows);
        CentreProducts products = new CentreProducts(centred, settings.clusters())) {
      KMeans kMeans = new KMeans(centred, settings, listener, passes);
      KMeansStarts starts = new KMeansStarts(centred, settings.clusters(), listener);
      SplittableRandom random = new SplittableRandom(seed);
      Clustering best = kMeans.lloyd(starts.draw(random), products, 1);
      for (int start = 2; start <= settings.starts(); start++) {
        Clustering next = kMeans.lloyd(starts.draw(random), products, start);
        best = next.inertia() < best.inertia() ? next : best;
      }
      return best;
    }
  }

  private Clustering lloyd(float[] centres, CentreProducts products, int start) {
    int count = rows.rows().rows();
    ClusterSums sums = new ClusterSums(rows, settings.clusters());
    boolean settled = false;
    boolean over = false;
    double inertia = 0;
    for (int pass = 1; !over; pass++) {
      listener.checkCancelled();
      long changed = sums.assign(products, centres);
      over = settled || changed == 0 || pass > settings.mostPasses();
      inertia = over ? sums.exactInertia(centres) : sums.inertia(centres);
      passes.accept(new Pass(start, pass, inertia, (double) changed / count), centres);
      settled = !over && sums.moveCentres(centres) <= leastMove;
    }
    return new Clustering(centres, sums.groups(), inertia, start);
  }
}
