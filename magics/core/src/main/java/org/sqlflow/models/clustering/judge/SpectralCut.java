package org.sqlflow.models.clustering.judge;

import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.landmarks.Landmarks;
import org.sqlflow.models.clustering.landmarks.SpectralMap;

/**
 * Divides a few hundred or thousand rows where the fewest rows are near each other, whether they
 * have groups or not: spectral clustering with few landmarks, since the time grows with their cube.
 */
final class SpectralCut {
  private static final int MOST_LANDMARKS = 150;
  private static final int STARTS = 5;

  private SpectralCut() {}

  /**
   * The part of each row, from 0.
   *
   * @param clusters how many parts, at most as many as there are different rows
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static int[] groups(Matrix rows, int clusters, long seed, CancellationCheck cancellation) {
    Landmarks landmarks =
        Landmarks.of(
            rows,
            Math.max(2 * clusters, Math.min(MOST_LANDMARKS, rows.rows() / 2)),
            clusters,
            Landmarks.NEIGHBOURS,
            seed,
            cancellation);
    Matrix places = SpectralMap.of(landmarks, rows, clusters).places(rows);
    return KMeans.fit(places, clusters, STARTS, seed, cancellation).groups();
  }
}
