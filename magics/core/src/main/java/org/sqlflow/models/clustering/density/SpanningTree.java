package org.sqlflow.models.clustering.density;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Points;
import org.sqlflow.models.CancellationCheck;

/**
 * The minimum spanning tree of rows by their mutual reachability distance: the largest of the rows'
 * distance and the core distance of each, which is the distance to its k-th nearest row, itself
 * included (Campello, Moulavi and Sander 2013). The edges are in the order of their lengths.
 *
 * @param from one end of each edge
 * @param to the other end
 * @param squares the squared length of each edge, ascending
 * @param cores the squared core distance of each row
 */
record SpanningTree(int[] from, int[] to, float[] squares, float[] cores) {
  private static final int STEPS_BETWEEN_CHECKS = 256;

  /**
   * The tree of some rows, by Prim's algorithm: the time grows with the square of the number of
   * rows.
   *
   * @param samples k
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static SpanningTree of(Matrix rows, int samples, CancellationCheck cancellation) {
    return new Growth(rows, cores(rows, samples, cancellation)).grow(cancellation);
  }

  private static float[] cores(Matrix rows, int samples, CancellationCheck cancellation) {
    int k = Math.min(samples, rows.rows());
    float[] cores = new float[rows.rows()];
    NearPoints.of(rows)
        .each(
            rows,
            cancellation,
            (row, squares) -> cores[row] = NearPoints.smallest(squares, k, new float[k]));
    return cores;
  }

  /**
   * A tree that grows from the first row. The rows that are not in it yet are kept at the front of
   * the arrays.
   */
  private static final class Growth {
    private final float[] cores;

    /** {@code columns[c][place]}, {@code row[place]} and so on of the rows that are left. */
    private final float[][] columns;

    private final int[] rows;
    private final float[] leftCores;

    /** The least distance to the tree so far, and the row of the tree that has it. */
    private final float[] nearest;

    private final int[] nearestRow;
    private final float[] squares;
    private int left;

    Growth(Matrix rows, float[] cores) {
      this.cores = cores;
      this.columns = Points.of(rows).columns();
      this.rows = IntStream.range(0, rows.rows()).toArray();
      this.leftCores = cores.clone();
      this.nearest = new float[rows.rows()];
      this.nearestRow = new int[rows.rows()];
      this.squares = new float[rows.rows()];
      this.left = rows.rows();
      Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    }

    SpanningTree grow(CancellationCheck cancellation) {
      int edges = left - 1;
      int[] from = new int[edges];
      int[] to = new int[edges];
      float[] lengths = new float[edges];
      float[] row = new float[columns.length];
      int next = 0;
      for (int edge = 0; edge < edges; edge++) {
        if (edge % STEPS_BETWEEN_CHECKS == 0) {
          cancellation.checkCancelled();
        }
        int taken = take(next, row);
        next = reach(taken, row);
        from[edge] = nearestRow[next];
        to[edge] = rows[next];
        lengths[edge] = nearest[next];
      }
      int[] order =
          IntStream.range(0, edges)
              .boxed()
              .sorted(Comparator.comparingDouble(edge -> lengths[edge]))
              .mapToInt(Integer::intValue)
              .toArray();
      float[] sorted = new float[edges];
      for (int edge = 0; edge < edges; edge++) {
        sorted[edge] = lengths[order[edge]];
      }
      return new SpanningTree(
          Arrays.stream(order).map(edge -> from[edge]).toArray(),
          Arrays.stream(order).map(edge -> to[edge]).toArray(),
          sorted,
          cores);
    }

    /** Moves a row to the tree; the last one that is left takes its place. */
    private int take(int place, float[] row) {
      int taken = rows[place];
      left--;
      for (int c = 0; c < columns.length; c++) {
        row[c] = columns[c][place];
        columns[c][place] = columns[c][left];
      }
      rows[place] = rows[left];
      leftCores[place] = leftCores[left];
      nearest[place] = nearest[left];
      nearestRow[place] = nearestRow[left];
      return taken;
    }

    /**
     * Updates the distances to the tree after a row joined it; returns the place of the nearest
     * row.
     */
    private int reach(int taken, float[] row) {
      distances(row, cores[taken]);
      int best = 0;
      for (int place = 0; place < left; place++) {
        if (squares[place] < nearest[place]) {
          nearest[place] = squares[place];
          nearestRow[place] = taken;
        }
        best = nearest[place] < nearest[best] ? place : best;
      }
      return best;
    }

    private void distances(float[] row, float core) {
      Arrays.fill(squares, 0, left, 0);
      for (int c = 0; c < columns.length; c++) {
        NearPoints.add(columns[c], row[c], squares, left);
      }
      for (int place = 0; place < left; place++) {
        squares[place] = Math.max(squares[place], Math.max(leftCores[place], core));
      }
    }
  }
}
