package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
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
    assign(
        rows,
        centres,
        groups,
        (row, group) ->
            distances[row] =
                (float)
                    Distances.squared(rows.values(), row * width, centres, group * width, width));
  }

  /** The nearest centre of each row. */
  public static int[] of(Matrix rows, float[] centres) {
    int[] groups = new int[rows.rows()];
    assign(rows, centres, groups, (row, group) -> {});
    return groups;
  }

  private static void assign(Matrix rows, float[] centres, int[] groups, Found found) {
    int width = rows.columns();
    for (int from = 0; from < rows.rows(); from += ROWS) {
      int first = from;
      int count = Math.min(ROWS, rows.rows() - from);
      float[] values = Arrays.copyOfRange(rows.values(), from * width, (from + count) * width);
      int[] some = new int[count];
      assignSome(
          new Matrix(count, width, values),
          centres,
          some,
          (row, group) -> found.in(first + row, group));
      System.arraycopy(some, 0, groups, from, count);
    }
  }

  private static void assignSome(Matrix rows, float[] centres, int[] groups, Found found) {
    int clusters = centres.length / rows.columns();
    try (CentredRows centred = CentredRows.forCentres(rows);
        CentreTerms products = new CentreTerms(centred, clusters)) {
      products.set(centres);
      Parallel.run(
          (long) rows.rows() * centres.length,
          centred.parts(),
          part -> assign(centred, products, centres, part, groups, found));
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
      CentreTerms products,
      float[] centres,
      int part,
      int[] groups,
      Found found) {
    Search search = new Search(rows, centres);
    products.each(
        part,
        (block, terms) -> {
          int first = block * CentredRows.BLOCK;
          search.scan(terms, rows.size(block));
          for (int i = 0; i < rows.size(block); i++) {
            int row = first + i;
            int group = search.nearest(i, row, products.doubt(row), groups[row]);
            found.in(row, group);
            groups[row] = group;
          }
        });
  }

  /** Finds the nearest centres of the rows of a block. Used by one thread. */
  static final class Search {
    private final CentredRows rows;
    private final float[] centres;
    private final int clusters;
    private final float[] least;
    private final float[] next;
    private final float[] doubts;
    private final float[] lengths;
    private float[][] terms;

    Search(CentredRows rows, float[] centres) {
      this.rows = rows;
      this.centres = centres;
      this.clusters = centres.length / rows.width();
      int most = Math.min(CentredRows.BLOCK, rows.rows().rows());
      this.least = new float[most];
      this.next = new float[most];
      this.doubts = new float[most];
      this.lengths = new float[most];
    }

    /** Takes the terms of so many rows; see {@link CentreTerms.BlockWork}. */
    void scan(float[][] found, int count) {
      terms = found;
      System.arraycopy(terms[0], 0, least, 0, count);
      Arrays.fill(next, 0, count, Float.MAX_VALUE);
      for (int j = 1; j < clusters; j++) {
        // Each loop writes to one array, so that both become vector instructions.
        between(next, least, terms[j], count);
        lower(least, terms[j], count);
      }
    }

    private static void between(float[] next, float[] least, float[] terms, int count) {
      for (int i = 0; i < count; i++) {
        next[i] = Math.min(next[i], Math.max(least[i], terms[i]));
      }
    }

    private static void lower(float[] least, float[] terms, int count) {
      for (int i = 0; i < count; i++) {
        least[i] = Math.min(least[i], terms[i]);
      }
    }

    /**
     * The nearest centre of one of the rows. Call it once for each.
     *
     * @param i the place of the row among the terms
     * @param doubt the rounding error of the terms
     * @param guess a cluster
     */
    int nearest(int i, int row, float doubt, int guess) {
      int group;
      float lowest = least[i];
      if (next[i] > lowest + doubt) {
        group = terms[guess][i] == lowest ? guess : lowest(i);
      } else {
        group = nearest(row);
        float own = terms[group][i];
        next[i] = own == lowest ? next[i] : lowest;
        least[i] = own;
      }
      doubts[i] = doubt;
      lengths[i] = rows.lengths()[row];
      return group;
    }

    private int lowest(int i) {
      int j = 0;
      while (terms[j][i] != least[i]) {
        j++;
      }
      return j;
    }

    /** By row whose centre was found: the term of its centre. */
    float[] own() {
      return least;
    }

    /** By row whose centre was found: the least term of another centre. */
    float[] rivals() {
      return next;
    }

    /** By row whose centre was found: the rounding error of its terms. */
    float[] doubts() {
      return doubts;
    }

    /** By row whose centre was found: its length. */
    float[] lengths() {
      return lengths;
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
