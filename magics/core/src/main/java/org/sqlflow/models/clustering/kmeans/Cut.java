package org.sqlflow.models.clustering.kmeans;

import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;

/** Divides rows where the fewest of them are near each other, whether they have groups or not. */
@FunctionalInterface
public interface Cut {
  /**
   * The part of each row, from 0.
   *
   * @param clusters how many parts, at most as many as there are different rows
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  int[] groups(Matrix rows, int clusters, long seed, CancellationCheck cancellation);
}
