package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;

/**
 * Which of some centres each row is nearest to; of equally near ones the first. Matrix products
 * decide it for almost all rows, the differences where two centres are equally near within the
 * products' rounding. Equal rows get equal clusters in any place, on any number of threads.
 */
public final class NearestCentres {
  /** Rows that are copied at a time. */
  private static final int ROWS = 64 * CentredRows.BLOCK;

  private NearestCentres() {}

  /**
   * Assigns each row to its nearest centre.
   *
   * @param centres {@code clusters x width}, row-major
   * @param groups the group of each row, replaced
   * @param distances the squared Euclidean distance of each row to its centre, replaced
   */
  public static void assign(Matrix rows, float[] centres, int[] groups, float[] distances) {
    int width = rows.columns();
    for (int from = 0; from < rows.rows(); from += ROWS) {
      int count = Math.min(ROWS, rows.rows() - from);
      float[] values = Arrays.copyOfRange(rows.values(), from * width, (from + count) * width);
      int[] someGroups = new int[count];
      float[] someDistances = new float[count];
      assignSome(new Matrix(count, width, values), centres, someGroups, someDistances);
      System.arraycopy(someGroups, 0, groups, from, count);
      System.arraycopy(someDistances, 0, distances, from, count);
    }
  }

  private static void assignSome(Matrix rows, float[] centres, int[] groups, float[] distances) {
    int clusters = centres.length / rows.columns();
    try (CentredRows centred = CentredRows.of(rows);
        CentredRows.Products products = new CentredRows.Products(centred, clusters)) {
      products.set(centres);
      Parallel.run(
          (long) rows.rows() * centres.length,
          centred.parts(),
          part ->
              assign(
                  centred,
                  products,
                  centres,
                  part,
                  groups,
                  (row, group) ->
                      distances[row] =
                          (float) centred.squaredDistance(row, centres, group * centred.width())));
    }
  }

  /** Receives each row's nearest centre before its cluster is replaced. */
  public interface Found {
    void in(int row, int group);
  }

  /**
   * The same for a part of the rows.
   *
   * @param products with the centres set
   * @param groups of each row, a good guess makes it faster; replaced
   */
  public static void assign(
      CentredRows rows,
      CentredRows.Products products,
      float[] centres,
      int part,
      int[] groups,
      Found found) {
    int clusters = centres.length / rows.width();
    Search search = new Search(rows, centres);
    products.each(
        part,
        (block, terms) -> {
          int first = block * CentredRows.BLOCK;
          for (int i = 0; i < rows.size(block); i++) {
            int row = first + i;
            int group = search.nearest(terms, i * clusters, row, products.doubt(row), groups[row]);
            found.in(row, group);
            groups[row] = group;
          }
        });
  }

  /** Finds the nearest centres of rows, one after the other. Used by one thread. */
  static final class Search {
    private final CentredRows rows;
    private final float[] centres;
    private final int clusters;
    private float rival;

    Search(CentredRows rows, float[] centres) {
      this.rows = rows;
      this.centres = centres;
      this.clusters = centres.length / rows.width();
    }

    /**
     * The nearest centre of a row.
     *
     * @param terms of the row from {@code at}
     * @param doubt the rounding error of the terms
     * @param guess a cluster
     */
    int nearest(float[] terms, int at, int row, float doubt, int guess) {
      int group = guess;
      float least = terms[at + guess];
      float next = Float.POSITIVE_INFINITY;
      for (int j = 0; j < clusters; j++) {
        float term = terms[at + j];
        if (term < next && j != guess) {
          if (term < least) {
            next = least;
            least = term;
            group = j;
          } else {
            next = term;
          }
        }
      }
      rival = next;
      if (next <= least + doubt) {
        int exact = nearest(row);
        rival = exact == group ? next : least;
        group = exact;
      }
      return group;
    }

    /** The least term of another cluster than the one that was found last. */
    float rival() {
      return rival;
    }

    private int nearest(int row) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < clusters; j++) {
        double distance = rows.squaredDistance(row, centres, j * rows.width());
        if (distance < least) {
          least = distance;
          nearest = j;
        }
      }
      return nearest;
    }
  }
}
