package org.sqlflow.models.clustering.spectral;

import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.landmarks.Landmarks;
import org.sqlflow.models.clustering.landmarks.SpectralMap;

/**
 * Spectral clusterings of the same rows into several numbers of groups, for comparison only: one
 * map serves all. Used by one thread.
 */
public final class SpectralTrials {
  private static final int LANDMARK_ITERATIONS = 10;
  private static final double LANDMARK_TOLERANCE = 1e-4;

  private final Matrix rows;
  private final SpectralMap map;
  private final CancellationCheck cancellation;

  private SpectralTrials(Matrix rows, SpectralMap map, CancellationCheck cancellation) {
    this.rows = rows;
    this.map = map;
    this.cancellation = cancellation;
  }

  /**
   * Maps rows.
   *
   * @param most the largest number of groups that will be asked for
   * @param landmarks how many points represent the rows, at most half as many as rows
   * @param neighbours landmarks that a row is connected to
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static SpectralTrials of(
      Matrix rows,
      int most,
      int landmarks,
      int neighbours,
      long seed,
      CancellationCheck cancellation) {
    int wanted = Math.min(rows.rows(), Math.max(most, Math.min(landmarks, rows.rows() / 2)));
    int count = ClusterAttributes.distinct(rows, wanted);
    Matrix sample = RowSample.take(rows, RowSample.of(rows.rows(), 20 * wanted, seed));
    KMeans.Settings settings =
        new KMeans.Settings(
            Math.min(count, ClusterAttributes.distinct(sample, count)),
            1,
            LANDMARK_ITERATIONS,
            LANDMARK_TOLERANCE);
    float[] points =
        KMeans.fit(sample, settings, seed, cancellation, (iteration, centres) -> {}).centres();
    Landmarks found = new Landmarks(points, rows.columns(), neighbours);
    return new SpectralTrials(
        rows, SpectralMap.of(found, rows, Math.min(most, found.count())), cancellation);
  }

  /** The largest number of groups that can be asked for. */
  public int most() {
    return map.dimensions();
  }

  /**
   * The group of each row, from 0.
   *
   * @param clusters at most {@link #most}
   */
  public int[] groups(int clusters, int starts, long seed) {
    Matrix places = leading(clusters).places(rows);
    int distinct = ClusterAttributes.distinct(places, clusters);
    return KMeans.fit(places, distinct, starts, seed, cancellation).groups();
  }

  /** The same map with its first dimensions alone. */
  private SpectralMap leading(int dimensions) {
    int landmarks = map.landmarks().count();
    float[] projection = new float[landmarks * dimensions];
    for (int j = 0; j < landmarks; j++) {
      System.arraycopy(
          map.projection(), j * map.dimensions(), projection, j * dimensions, dimensions);
    }
    return new SpectralMap(map.landmarks(), dimensions, projection);
  }
}
