package org.sqlflow.models.clustering.manifold;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.centres.KMeans;

/**
 * The neighbourhoods of a table's rows, or of a random sample if there are many, and groups by
 * them: the steps of N2D (McConville et al. 2019) on the rows themselves. Immutable.
 *
 * @param places which of all rows these are
 * @param sample these rows
 * @param graph their neighbours
 */
public record Neighbourhoods(int[] places, Matrix sample, NeighbourGraph graph) {
  /** Fewer rows are too few for neighbourhoods. */
  private static final int FEWEST = 100;

  /** A group of fewer rows is smaller than a neighbourhood. */
  private static final int FEWEST_OF_GROUP = 5;

  /** As umap-learn has it. */
  private static final int NEIGHBOURS = 15;

  /**
   * The most rows that are used; more of wide rows, since their network takes longer in any case.
   */
  private static final int MOST = 20_000;

  private static final int MOST_WIDE = 100_000;
  private static final int WIDE = 100;
  private static final long SAMPLE_SEED = 0;

  /** What the graph, its weights and a layout take for a row. */
  private static final long BYTES = 1200;

  /** Layouts of few rows differ more, and cost little: the best of several is taken. */
  private static final int LAYOUTS = 3;

  private static final int FEW = 5_000;

  /** Whether there are enough rows for neighbourhoods, and for so many groups by them. */
  public static boolean arePossible(int rows, int columns, int clusters) {
    int counted = Math.min(rows, most(columns));
    return counted >= FEWEST && counted / FEWEST_OF_GROUP >= clusters;
  }

  /**
   * Searches the neighbours.
   *
   * @param rows at least two
   */
  public static Neighbourhoods of(Matrix rows, CancellationCheck cancellation) {
    int[] places = RowSample.of(rows.rows(), most(rows.columns()), SAMPLE_SEED);
    Matrix sample = places.length == rows.rows() ? rows : RowSample.take(rows, places);
    return new Neighbourhoods(places, sample, NeighbourGraph.of(sample, NEIGHBOURS, cancellation));
  }

  /**
   * About how many bytes a row of the table takes: neighbours, weights and layout are only for the
   * sample, which is all rows of a wide table.
   */
  public static long bytesPerRow(int columns) {
    return columns > WIDE ? BYTES + (long) Float.BYTES * columns : BYTES / 6;
  }

  /** The most rows that are used of a table with so many columns. */
  public static int most(int columns) {
    return columns > WIDE ? MOST_WIDE : MOST;
  }

  /**
   * How well groups of all rows agree with the neighbourhoods; see {@link
   * NeighbourGraph#agreement}.
   */
  public double agreement(int[] groups) {
    return graph.agreement(ofSample(groups));
  }

  /**
   * How well groups of all rows keep neighbours together; see {@link NeighbourGraph#togetherness}.
   */
  public double togetherness(int[] groups) {
    return graph.togetherness(ofSample(groups));
  }

  /** The groups of the sample, from those of all rows. */
  public int[] ofSample(int[] groups) {
    return IntStream.of(places).map(place -> groups[place]).toArray();
  }

  /**
   * Groups of the sample's rows.
   *
   * @param togetherness of neighbours in them; see {@link NeighbourGraph#togetherness}
   */
  public record Groups(int[] groups, double togetherness) {}

  /**
   * Groups by k-means on a layout of the rows in the plane: of several layouts of few rows those
   * that keep neighbours together best.
   */
  public Groups groups(int clusters, int starts, long seed, CancellationCheck cancellation) {
    int layouts = sample.rows() <= FEW ? LAYOUTS : 1;
    long[] seeds = LongStream.range(0, layouts).map(layout -> seed + layout).toArray();
    List<Groups> found = new ArrayList<>();
    for (Matrix places : Layout.of(FuzzyGraph.of(graph), sample, seeds, cancellation)) {
      int[] groups = KMeans.fit(places, clusters, starts, seed, cancellation).groups();
      found.add(new Groups(groups, graph.togetherness(groups)));
    }
    return found.stream()
        .reduce((a, b) -> b.togetherness() > a.togetherness() ? b : a)
        .orElseThrow();
  }

  /**
   * How much each row belongs to each group: its own vote and those of its neighbours, {@code rows
   * x clusters}, rows sum to 1. So groups on which neighbours disagree are not learned as certain.
   */
  public float[] votes(int[] groups, int clusters) {
    float[] votes = new float[groups.length * clusters];
    int each = graph.each();
    for (int row = 0; row < groups.length; row++) {
      float part = 0.5f / each;
      votes[row * clusters + groups[row]] += 0.5f;
      for (int i = 0; i < each; i++) {
        votes[row * clusters + groups[graph.rows()[row * each + i]]] += part;
      }
    }
    return votes;
  }
}
