package org.sqlflow.models.clustering.kmeans;

import org.sqlflow.benchmarks.Samples;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.centres.KMeans;

/** K-means by itself, for benchmarks. */
public final class KMeansRuns {
  private KMeansRuns() {}

  /** Several runs, and the mean inertia of what they found. */
  public record Found(Samples samples, double inertia) {}

  /** Runs, each with its own seed. */
  public static Found run(Matrix rows, int clusters, int starts, int warm, int count) {
    double[] inertia = new double[1];
    int[] runs = new int[1];
    Samples samples =
        Samples.of(
            warm,
            count,
            () -> {
              long seed = 42L + runs[0];
              inertia[0] +=
                  KMeans.fit(rows, clusters, starts, seed, CancellationCheck.NONE).inertia();
              runs[0]++;
            });
    return new Found(samples, inertia[0] / runs[0]);
  }
}
