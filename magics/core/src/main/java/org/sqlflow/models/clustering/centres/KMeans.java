package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.training.Mergeable;

/**
 * Lloyd's k-means from k-means++ starts; the best of several starts by the sum of squared
 * distances. Float32 coordinates, sums in float64.
 *
 * <p>An iteration is a matrix product of {@code 2 · rows · clusters · width} operations over {@code
 * 4 · rows · width} bytes, of only those rows that may change their cluster ({@link Bounds}); only
 * those that do are summed again. Its sums are partial sums over parts of the rows, merged in their
 * order: the result does not depend on the number of threads.
 */
public final class KMeans {
  public static final int MOST_ITERATIONS = 300;
  public static final double TOLERANCE = 1e-4;

  private final CentredRows rows;
  private final Settings settings;
  private final double leastMove;
  private final CancellationCheck cancellation;
  private final BiConsumer<Iteration, float[]> iterations;

  private KMeans(
      CentredRows rows,
      Settings settings,
      CancellationCheck cancellation,
      BiConsumer<Iteration, float[]> iterations) {
    this.rows = rows;
    this.settings = settings;
    this.leastMove = settings.tolerance() * rows.meanVariance();
    this.cancellation = cancellation;
    this.iterations = iterations;
  }

  /**
   * How to search.
   *
   * @param starts how many
   * @param mostIterations in each start
   * @param tolerance a start ends when the sum of the centres' squared moves is at most this part
   *     of the features' mean variance
   * @param isOnASphere whether centres have length 1, as the rows do
   */
  public record Settings(
      int clusters, int starts, int mostIterations, double tolerance, boolean isOnASphere) {
    /** Centres anywhere. */
    public Settings(int clusters, int starts, int mostIterations, double tolerance) {
      this(clusters, starts, mostIterations, tolerance, false);
    }

    /** The same with centres of length 1. */
    public Settings onASphere() {
      return new Settings(clusters, starts, mostIterations, tolerance, true);
    }
  }

  /**
   * What k-means found.
   *
   * @param centres {@code clusters x columns}, row-major
   * @param groups the cluster of each row, from 0
   * @param inertia sum of squared distances to the own centre
   * @param start the start that found it, from 1
   */
  public record Clustering(float[] centres, int[] groups, double inertia, int start) {}

  /**
   * An iteration, from 1 within its start.
   *
   * @param inertia before the centres move
   * @param changedShare share of rows that changed cluster, from 0 to 1
   */
  public record Iteration(int start, int number, double inertia, double changedShare) {}

  /**
   * Clusters the rows; needs at least as many distinct rows as clusters.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static Clustering fit(
      Matrix rows, int clusters, int starts, long seed, CancellationCheck cancellation) {
    Settings settings = new Settings(clusters, starts, MOST_ITERATIONS, TOLERANCE);
    return fit(rows, settings, seed, cancellation, (iteration, centres) -> {});
  }

  /**
   * The same with all settings.
   *
   * @param iterations receives each iteration with the centres of its inertia, which the next
   *     iteration changes
   */
  public static Clustering fit(
      Matrix rows,
      Settings settings,
      long seed,
      CancellationCheck cancellation,
      BiConsumer<Iteration, float[]> iterations) {
    try (CentredRows centred = CentredRows.forCentres(rows);
        CentreTerms products = new CentreTerms(centred, settings.clusters())) {
      KMeans kMeans = new KMeans(centred, settings, cancellation, iterations);
      KMeansStarts starts = new KMeansStarts(centred, settings.clusters(), cancellation);
      SplittableRandom random = new SplittableRandom(seed);
      int count = rows.rows();
      Bounds bounds = new Bounds(count, settings.clusters());
      Clustering best = kMeans.lloyd(starts.draw(random), products, bounds, new int[count], 1);
      int[] spare = new int[settings.starts() > 1 ? count : 0];
      for (int start = 2; start <= settings.starts(); start++) {
        Clustering next = kMeans.lloyd(starts.draw(random), products, bounds, spare, start);
        if (next.inertia() < best.inertia()) {
          spare = best.groups();
          best = next;
        }
      }
      return best;
    }
  }

  /** Scales a vector within an array to length 1, unless it is 0. */
  public static void toLengthOne(float[] values, int from, int width) {
    double square = 0;
    for (int at = from; at < from + width; at++) {
      square += (double) values[at] * values[at];
    }
    double length = Math.sqrt(square);
    for (int at = from; length > 0 && at < from + width; at++) {
      values[at] = (float) (values[at] / length);
    }
  }

  /** One start; the arrays of rows are those of an earlier one, which are large. */
  private Clustering lloyd(
      float[] centres, CentreTerms products, Bounds bounds, int[] groups, int start) {
    int count = rows.rows().rows();
    Assignment sums =
        new Assignment(rows, settings.clusters(), settings.isOnASphere(), bounds, groups);
    boolean settled = false;
    boolean over = false;
    double inertia = 0;
    for (int iteration = 1; !over; iteration++) {
      cancellation.checkCancelled();
      long changed = sums.assign(products, centres);
      over = settled || changed == 0 || iteration > settings.mostIterations();
      inertia = over ? sums.exactInertia(centres) : sums.inertia(centres);
      iterations.accept(
          new Iteration(start, iteration, inertia, (double) changed / count), centres);
      settled = !over && sums.moveCentres(centres) <= leastMove;
    }
    return new Clustering(centres, sums.groups(), inertia, start);
  }

  /**
   * What a part of the rows adds to the clusters' sums. A row that changes its cluster is
   * subtracted from one sum and added to another.
   */
  private static final class PartialSums implements Mergeable<PartialSums> {
    /** {@code clusters x width}. */
    private final double[] sums;

    private final long[] counts;
    private long changed;

    private PartialSums(int clusters, int width) {
      this.sums = new double[clusters * width];
      this.counts = new long[clusters];
    }

    private void add(CentredRows rows, int row, int cluster, int sign) {
      int width = rows.width();
      float[] values = rows.rows().values();
      for (int c = 0, from = row * width, to = cluster * width; c < width; c++) {
        sums[to + c] += sign * (double) values[from + c];
      }
      counts[cluster] += sign;
    }

    @Override
    public void merge(PartialSums next) {
      Arrays.setAll(sums, at -> sums[at] + next.sums[at]);
      Arrays.setAll(counts, cluster -> counts[cluster] + next.counts[cluster]);
      changed += next.changed;
    }
  }

  /** The clusters of the rows in one start: the cluster of each row, and their merged sums. */
  private static final class Assignment {
    private final CentredRows rows;
    private final int clusters;
    private final boolean isOnASphere;
    private final int[] groups;
    private final PartialSums total;
    private final Bounds bounds;
    private boolean begun;

    private Assignment(
        CentredRows rows, int clusters, boolean isOnASphere, Bounds bounds, int[] groups) {
      this.rows = rows;
      this.isOnASphere = isOnASphere;
      this.clusters = clusters;
      this.groups = groups;
      this.total = new PartialSums(clusters, rows.width());
      this.bounds = bounds;
      Arrays.fill(groups, 0);
      bounds.clear();
    }

    int[] groups() {
      return groups;
    }

    /** Assigns each row to its nearest centre; returns how many rows changed. */
    long assign(CentreTerms products, float[] centres) {
      products.set(centres);
      PartialSums[] parts = new PartialSums[rows.parts()];
      boolean isFirst = !begun;
      begun = true;
      Parallel.run(
          (long) rows.rows().rows() * centres.length,
          parts.length,
          part -> parts[part] = assignPart(products, centres, part, isFirst));
      total.changed = 0;
      for (PartialSums part : parts) {
        total.merge(part);
      }
      return total.changed;
    }

    private PartialSums assignPart(
        CentreTerms products, float[] centres, int part, boolean isFirst) {
      PartialSums change = new PartialSums(clusters, rows.width());
      NearestCentres.Search search = new NearestCentres.Search(rows, centres);
      products.some(
          part,
          (block, chosen) ->
              bounds.open(block * CentredRows.BLOCK, rows.size(block), groups, chosen),
          (block, chosen, count, terms) -> {
            int first = block * CentredRows.BLOCK;
            search.scan(terms, count);
            for (int i = 0; i < count; i++) {
              int row = first + chosen[i];
              int group = search.nearest(i, row, products.doubt(row), groups[row]);
              if (isFirst) {
                change.add(rows, row, group, 1);
                change.changed++;
              } else if (group != groups[row]) {
                change.add(rows, row, groups[row], -1);
                change.add(rows, row, group, 1);
                change.changed++;
              }
              groups[row] = group;
            }
            bounds.set(first, chosen, count, search);
          });
      return change;
    }

    /**
     * The sum of squared distances to the own centre, from the sums: {@code sum |x|^2 - 2 sum_j c_j
     * s_j + sum_j n_j |c_j|^2}.
     */
    double inertia(float[] centres) {
      int width = rows.width();
      double inertia = rows.squares();
      for (int j = 0; j < clusters; j++) {
        for (int c = 0; c < width; c++) {
          double middle = rows.midst()[c];
          double centre = centres[j * width + c] - middle;
          double sum = total.sums[j * width + c] - total.counts[j] * middle;
          inertia += centre * (total.counts[j] * centre - 2 * sum);
        }
      }
      return Math.max(0, inertia);
    }

    /** The same from the differences, so that rows equal to their centres give exactly 0. */
    double exactInertia(float[] centres) {
      double[] parts = new double[rows.parts()];
      Parallel.run(
          rows.rows().values().length,
          parts.length,
          part -> {
            for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
              for (int i = 0; i < rows.size(block); i++) {
                parts[part] += distance(block * CentredRows.BLOCK + i, centres);
              }
            }
          });
      return DoubleStream.of(parts).sum();
    }

    private double distance(int row, float[] centres) {
      return rows.squaredDistance(row, centres, groups[row] * rows.width());
    }

    /**
     * Moves each centre to its rows' mean; a centre without rows moves to the row that fits worst.
     *
     * @return the sum of the squared moves
     */
    double moveCentres(float[] centres) {
      int width = rows.width();
      float[] fits = new float[0];
      double moved = 0;
      double[] moves = new double[clusters];
      float[] before = centres.clone();
      for (int j = 0; j < clusters; j++) {
        int worst = -1;
        if (total.counts[j] == 0) {
          fits = fits.length == 0 ? distances(before) : fits;
          worst = takeWorst(fits);
        }
        for (int c = 0; c < width; c++) {
          centres[j * width + c] =
              worst < 0
                  ? (float) (total.sums[j * width + c] / total.counts[j])
                  : rows.rows().at(worst, c);
        }
        if (isOnASphere) {
          toLengthOne(centres, j * width, width);
        }
        double square = Distances.squared(centres, j * width, before, j * width, width);
        moves[j] = Math.sqrt(square);
        moved += square;
      }
      bounds.move(moves);
      return moved;
    }

    private float[] distances(float[] centres) {
      float[] distances = new float[groups.length];
      for (int row = 0; row < distances.length; row++) {
        distances[row] = (float) distance(row, centres);
      }
      return distances;
    }

    private static int takeWorst(float[] distances) {
      int worst = 0;
      for (int row = 1; row < distances.length; row++) {
        worst = distances[row] > distances[worst] ? row : worst;
      }
      distances[worst] = 0;
      return worst;
    }
  }
}
