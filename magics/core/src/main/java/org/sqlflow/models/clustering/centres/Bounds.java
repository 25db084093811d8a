package org.sqlflow.models.clustering.centres;

import java.util.Arrays;

/**
 * A lower bound on how much nearer each row is to its own centre than to any other. Centres that
 * move by less cannot change its cluster (Hamerly, Making k-means even faster, SDM 2010; both of
 * his bounds in one number). Rounding errs on the side of checking a row again. Parts of the rows
 * may be used by several threads; {@link #move} by one.
 */
final class Bounds {
  /** By how much, at most, the length of a move may be wrong, as a share. */
  private static final double ROUNDING = 1e-6;

  /** Two units in the last place of a float of 1. */
  private static final float ULPS = 0x1p-22f;

  /** By row; not above 0 where the cluster may have changed. */
  private final float[] leads;

  /** By cluster: by how much the last move reduces its rows' leads. */
  private final float[] losses;

  private final int clusters;

  Bounds(int rows, int clusters) {
    this.leads = new float[rows];
    this.losses = new float[clusters];
    this.clusters = clusters;
    Arrays.fill(leads, Float.NEGATIVE_INFINITY);
  }

  /** Takes how far each centre moved. */
  void move(double[] moves) {
    int farthest = 0;
    for (int j = 1; j < clusters; j++) {
      farthest = moves[j] > moves[farthest] ? j : farthest;
    }
    double second = 0;
    for (int j = 0; j < clusters; j++) {
      second = j == farthest ? second : Math.max(second, moves[j]);
    }
    for (int j = 0; j < clusters; j++) {
      double both = moves[j] + (j == farthest ? second : moves[farthest]);
      losses[j] = Math.nextUp((float) (both * (1 + ROUNDING)));
    }
  }

  /**
   * Brings the leads of some rows up to date.
   *
   * @param open receives the places of the rows, from 0, that may have changed their cluster
   * @return how many there are
   */
  int open(int first, int count, int[] groups, int[] open) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      float lead = leads[first + i] - losses[groups[first + i]];
      // At least as far down as the next float, and without the branches of Math.nextDown.
      lead -= Math.abs(lead) * ULPS;
      leads[first + i] = lead;
      if (!(lead > 0)) {
        open[found++] = i;
      }
    }
    return found;
  }

  /**
   * Sets the bound of a row.
   *
   * @param length of the row
   * @param doubt the rounding error of squared distances
   * @param term the squared distance of its own centre, without the square of the length
   * @param rival the least term of another centre
   */
  void set(int row, float length, float doubt, float term, float rival) {
    double square = (double) length * length;
    double own = Math.sqrt(Math.max(0, square + term + doubt));
    double other = Math.sqrt(Math.max(0, square + rival - doubt));
    leads[row] = Math.nextDown((float) (other - own));
  }
}
