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

  /**
   * How many times the rounding error of a term a squared distance may be wrong, beside its own
   * rounding: the doubt is at least 10 units in its last place, and adding takes less than 5.
   */
  private static final float ERRORS = 1.5f;

  /** By row; not above 0 where the cluster may have changed. */
  private final float[] leads;

  /** By cluster: by how much the last move reduces its rows' leads. */
  private final float[] losses;

  private final int clusters;

  /** Room for the bounds of so many rows; {@link #clear} begins. */
  Bounds(int rows, int clusters) {
    this.leads = new float[rows];
    this.losses = new float[clusters];
    this.clusters = clusters;
  }

  /** Begins: nothing is known of any row. */
  void clear() {
    Arrays.fill(leads, Float.NEGATIVE_INFINITY);
    Arrays.fill(losses, 0);
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
      // Written in any case: a branch would be taken at random.
      open[found] = i;
      found += lead > 0 ? 0 : 1;
    }
    return found;
  }

  /**
   * Sets the bounds of some rows of a block.
   *
   * @param first row of the block
   * @param places of the rows in it
   * @param search which found their centres; its {@link NearestCentres.Search#own} and {@link
   *     NearestCentres.Search#rivals} are overwritten
   */
  void set(int first, int[] places, int count, NearestCentres.Search search) {
    float[] own = search.own();
    float[] rivals = search.rivals();
    roots(own, search.lengths(), search.doubts(), ERRORS, count);
    roots(rivals, search.lengths(), search.doubts(), -ERRORS, count);
    for (int i = 0; i < count; i++) {
      leads[first + places[i]] = rivals[i] - own[i] - (rivals[i] + own[i]) * ULPS;
    }
  }

  /** Turns terms into distances that are too large or too small by the errors. */
  private static void roots(
      float[] terms, float[] lengths, float[] doubts, float errors, int count) {
    for (int i = 0; i < count; i++) {
      float length = lengths[i];
      float square = length * length + terms[i] + errors * doubts[i];
      terms[i] = (float) Math.sqrt(Math.max(square, 0));
    }
  }
}
