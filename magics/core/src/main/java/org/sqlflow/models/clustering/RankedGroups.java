package org.sqlflow.models.clustering;

import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;

/** A clustering model that knows which group a row would belong to next. */
public interface RankedGroups {
  /**
   * The next groups of rows.
   *
   * @param groups of each row; {@link ColumnVector.Ints#NONE} where there is none
   * @param margins how clearly a row belongs to its own group and not to the next, from 0 on the
   *     border between both to 1; NaN where the row is in no group, or there is no other
   */
  record NextGroups(int[] groups, double[] margins) {
    /**
     * The groups with the largest share beside the own one; the margin is the difference of both
     * shares.
     *
     * @param shares {@code rows x clusters}, row-major: how much of each row each group has
     * @param own the group of each row; negative for none
     */
    public static NextGroups ofShares(float[] shares, int clusters, int[] own) {
      int[] next = new int[own.length];
      double[] margins = new double[own.length];
      for (int row = 0; row < own.length; row++) {
        if (own[row] < 0) {
          next[row] = ColumnVector.Ints.NONE;
          margins[row] = Double.NaN;
          continue;
        }
        int at = row * clusters;
        int best = ColumnVector.Ints.NONE;
        for (int j = 0; j < clusters; j++) {
          boolean better = best < 0 || shares[at + j] > shares[at + best];
          best = j != own[row] && better ? j : best;
        }
        next[row] = best;
        margins[row] =
            best < 0 ? Double.NaN : Math.max(0, shares[at + own[row]] - shares[at + best]);
      }
      return new NextGroups(next, margins);
    }
  }

  /**
   * The next group of each row.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training; few enough for {@code
   *     rows x clusters} numbers
   * @param own the group of each row, as the model predicts it
   */
  NextGroups nextGroups(Matrix rows, int[] own);
}
