package org.sqlflow.models.clustering.rules;

import java.util.Optional;

/** Finds the best condition to divide the rows of a leaf by. */
interface SplitSearch {
  /** The best group for some rows that are not divided. */
  int group(int[] rows);

  /** The best condition for some rows; empty if none gains anything. */
  Optional<Found> best(int[] rows);

  /**
   * A condition.
   *
   * @param gain above 0; of two leaves the one with the larger gain is divided first
   * @param holds the group of the rows that fulfil it
   * @param fails the group of the others
   */
  record Found(Condition condition, double gain, int holds, int fails) {}
}
