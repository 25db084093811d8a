package org.sqlflow.models.clustering.manifold;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.centres.CentredRows;

/**
 * The nearest other rows of each row by Euclidean distance, exact but for the rounding of matrix
 * products in float32: {@code 2 · rows² · width} operations, in blocks of {@link CentredRows}. Of
 * equal distances the lower row counts. The result does not depend on the number of threads.
 * Immutable.
 *
 * @param each how many neighbours a row has, fewer than rows
 * @param rows {@code rows x each}: the neighbours of each row, the nearest first
 * @param distances to them
 */
public record NeighbourGraph(int each, int[] rows, float[] distances) {
  /** Rows whose products are in memory at a time for each thread. */
  private static final int QUERIES = 256;

  /**
   * Searches the neighbours of each row.
   *
   * @param each at most one less than there are rows
   * @param cancellation called by the calling thread only
   */
  public static NeighbourGraph of(Matrix rows, int each, CancellationCheck cancellation) {
    int most = Math.min(each, rows.rows() - 1);
    NeighbourGraph graph =
        new NeighbourGraph(most, new int[rows.rows() * most], new float[rows.rows() * most]);
    Blas.useCallingThread();
    try (CentredRows centred = CentredRows.of(rows)) {
      int pieces = (rows.rows() + QUERIES - 1) / QUERIES;
      int step = Math.max(1, Parallel.threads());
      for (int first = 0; first < pieces; first += step) {
        cancellation.checkCancelled();
        int start = first;
        Parallel.run(
            Math.min(step, pieces - first),
            piece -> graph.search(centred, (start + piece) * QUERIES));
      }
    }
    return graph;
  }

  /** How many rows have neighbours here. */
  public int size() {
    return rows.length / each;
  }

  private void search(CentredRows centred, int from) {
    int count = Math.min(QUERIES, size() - from);
    int width = centred.width();
    int block = from / CentredRows.BLOCK;
    NativeFloats queries =
        centred.blocks()[block].slice(
            (long) (from - block * CentredRows.BLOCK) * width, (long) count * width);
    float[] products = new float[CentredRows.BLOCK];
    float[] squares = new float[CentredRows.BLOCK];
    Nearest[] found = new Nearest[count];
    Arrays.setAll(found, i -> new Nearest(each));
    try (NativeFloats scratch = NativeFloats.allocate((long) CentredRows.BLOCK * count)) {
      for (int other = 0; other < centred.blocks().length; other++) {
        int size = centred.size(other);
        int first = other * CentredRows.BLOCK;
        Blas.transposedTimes(centred.blocks()[other], queries, scratch, size, count, width);
        for (int j = 0; j < size; j++) {
          squares[j] = centred.lengths()[first + j] * centred.lengths()[first + j];
        }
        for (int i = 0; i < count; i++) {
          scratch.buffer().get(i * size, products, 0, size);
          found[i].offer(products, squares, size, first, from + i);
        }
      }
    }
    for (int i = 0; i < count; i++) {
      float length = centred.lengths()[from + i];
      found[i].write(this, from + i, length * length);
    }
  }

  /** The nearest rows of one row so far, sorted. */
  private static final class Nearest {
    private final float[] terms;
    private final int[] rows;
    private int count;

    Nearest(int each) {
      this.terms = new float[each];
      this.rows = new int[each];
    }

    /**
     * Takes the nearest of some rows, whose squared distance is {@code squares - 2 products} plus a
     * constant.
     */
    void offer(float[] products, float[] squares, int size, int first, int own) {
      float limit = count < terms.length ? Float.POSITIVE_INFINITY : terms[count - 1];
      for (int j = 0; j < size; j++) {
        float term = squares[j] - 2 * products[j];
        if (term < limit && first + j != own) {
          insert(term, first + j);
          limit = count < terms.length ? Float.POSITIVE_INFINITY : terms[count - 1];
        }
      }
    }

    private void insert(float term, int row) {
      int at = count < terms.length ? count++ : count - 1;
      while (at > 0 && terms[at - 1] > term) {
        terms[at] = terms[at - 1];
        rows[at] = rows[at - 1];
        at--;
      }
      terms[at] = term;
      rows[at] = row;
    }

    void write(NeighbourGraph graph, int row, float square) {
      for (int i = 0; i < count; i++) {
        graph.rows[row * graph.each + i] = rows[i];
        graph.distances[row * graph.each + i] = (float) Math.sqrt(Math.max(0, square + terms[i]));
      }
    }
  }

  /**
   * How well groups agree with neighbourhoods: the share of neighbours that are in the same group,
   * less the share that would be if neighbours were drawn at random, {@code sum p²} over the
   * groups' shares p (the modularity of the graph: Newman 2006). 0 for one group; at most {@code 1
   * - 1/groups}, which only groups of one size reach.
   *
   * @param groups of each row, from 0
   */
  public double agreement(int[] groups) {
    return together(groups) - byChance(groups);
  }

  /**
   * How well groups keep neighbours together: the {@link #agreement} as a part of the most that
   * groups of these sizes can have, {@code (together - chance) / (1 - chance)} (the assortativity
   * of the graph: Newman 2003). 1 where no two neighbours are in different groups, 0 where as many
   * are as by chance, or where there is one group alone. Unlike the agreement it does not favour
   * groups of one size, but says nothing for groups that leave nearly all rows in one.
   *
   * @param groups of each row, from 0
   */
  public double togetherness(int[] groups) {
    double chance = byChance(groups);
    return chance < 1 ? (together(groups) - chance) / (1 - chance) : 0;
  }

  /** The share of neighbours that are in the same group. */
  private double together(int[] groups) {
    long same = 0;
    for (int row = 0; row < groups.length; row++) {
      for (int i = 0; i < each; i++) {
        same += groups[rows[row * each + i]] == groups[row] ? 1 : 0;
      }
    }
    return (double) same / rows.length;
  }

  private static double byChance(int[] groups) {
    double[] sizes = new double[Arrays.stream(groups).max().orElse(0) + 1];
    Arrays.stream(groups).forEach(group -> sizes[group]++);
    return Arrays.stream(sizes).map(size -> size / groups.length * (size / groups.length)).sum();
  }
}
