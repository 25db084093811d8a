package org.sqlflow.models.clustering;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.SoftTarget;
import org.sqlflow.math.RowParts;

/**
 * How much each row belongs to each cluster: {@code q_ij = (1 + |z_i - mu_j|^2)^-1}, rows
 * normalised; Student's t with one degree of freedom (Xie, Girshick and Farhadi 2016, equation 1).
 * Codes are {@code rows x width}, centres {@code clusters x width}, q is {@code rows x clusters},
 * all row-major.
 */
public final class SoftAssignment {
  /** Values of q, or of codes, that are in memory at a time. */
  private static final int MOST_VALUES = 1 << 26;

  /** Networks encode blocks of rows whose size divides this one. */
  private static final int BLOCK = 512;

  private static final int MOST_ROWS = 1 << 16;

  private SoftAssignment() {}

  /** Writes q of the rows. */
  public static void of(float[] codes, int rows, float[] centres, int clusters, float[] q) {
    RowParts.run(
        rows,
        centres.length,
        (part, from, to) -> SoftTarget.assign(codes, from, to, centres, clusters, q));
  }

  /** The cluster with the largest q of a row; the first of equals. */
  public static int largest(float[] q, int row, int clusters) {
    int best = 0;
    for (int j = 1; j < clusters; j++) {
      best = q[row * clusters + j] > q[row * clusters + best] ? j : best;
    }
    return best;
  }

  /**
   * How many rows to assign at a time, so that memory stays bounded however many clusters there
   * are: a multiple of the blocks in which networks encode, so that the codes are the same.
   *
   * @param width values of a row: clusters, or what a code takes
   */
  public static int rowsAtATime(int width) {
    int rows = Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, width));
    return Math.max(BLOCK, rows / BLOCK * BLOCK);
  }

  /** The rows {@code from} to before {@code to}: the same matrix if these are all of its rows. */
  public static Matrix slice(Matrix rows, int from, int to) {
    int width = rows.columns();
    return from == 0 && to == rows.rows()
        ? rows
        : new Matrix(to - from, width, Arrays.copyOfRange(rows.values(), from * width, to * width));
  }

  /** The q of each row for its own cluster, in bounded memory. */
  public static float[] confidences(Matrix codes, float[] centres, int clusters, int[] groups) {
    float[] confidences = new float[codes.rows()];
    int step = rowsAtATime(clusters);
    for (int from = 0; from < codes.rows(); from += step) {
      int to = Math.min(codes.rows(), from + step);
      float[] q = new float[(to - from) * clusters];
      of(slice(codes, from, to).values(), to - from, centres, clusters, q);
      for (int row = from; row < to; row++) {
        confidences[row] = q[(row - from) * clusters + groups[row]];
      }
    }
    return confidences;
  }
}
