package org.sqlflow.models.clustering.spectral;

import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.kmeans.Cut;
import org.sqlflow.models.clustering.kmeans.KMeans;

/**
 * Spectral clustering of a few hundred or thousand rows, with fewer landmarks than {@link
 * SpectralEstimator} takes: the time grows with their cube. Immutable.
 */
public final class SpectralCut implements Cut {
  private static final int MOST_LANDMARKS = 150;
  private static final int STARTS = 5;

  @Override
  public int[] groups(Matrix rows, int clusters, long seed, CancellationCheck cancellation) {
    Landmarks landmarks =
        Landmarks.of(
            rows,
            Math.max(2 * clusters, Math.min(MOST_LANDMARKS, rows.rows() / 2)),
            clusters,
            SpectralEstimator.NEIGHBOURS,
            seed,
            cancellation);
    Matrix places = SpectralMap.of(landmarks, rows, clusters).places(rows);
    return KMeans.fit(places, clusters, STARTS, seed, cancellation).groups();
  }
}
