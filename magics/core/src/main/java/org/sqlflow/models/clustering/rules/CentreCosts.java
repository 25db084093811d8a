package org.sqlflow.models.clustering.rules;

import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.clustering.kmeans.Distance;
import org.sqlflow.models.clustering.kmeans.KMeansModel;

/** What rows cost with the centres of k-means. */
public final class CentreCosts {
  private CentreCosts() {}

  /** Whether a model's groups are those of the nearest centre among the scaled features. */
  public static boolean hasCentres(ClusteringModel model) {
    return model instanceof KMeansModel kMeans && kMeans.distance() != Distance.COSINE;
  }

  /**
   * The cost of each row with each centre, {@code rows x clusters}, row-major: the squared
   * distance, or the distance for centres that are medians. Empty for a model without centres.
   */
  public static Optional<float[]> of(ClusteringModel model, Matrix rows) {
    return hasCentres(model)
        ? Optional.of(
            of(
                rows,
                ((KMeansModel) model).centres(),
                ((KMeansModel) model).distance() == Distance.MANHATTAN))
        : Optional.empty();
  }

  /** The same for centres, {@code clusters x features}. */
  static float[] of(Matrix rows, float[] centres, boolean isManhattan) {
    int width = rows.columns();
    int clusters = centres.length / width;
    float[] costs = new float[Math.multiplyExact(rows.rows(), clusters)];
    for (int row = 0, at = 0; row < rows.rows(); row++) {
      for (int centre = 0; centre < clusters; centre++, at++) {
        double cost = 0;
        for (int c = 0; c < width; c++) {
          double difference = rows.at(row, c) - centres[centre * width + c];
          cost += isManhattan ? Math.abs(difference) : difference * difference;
        }
        costs[at] = (float) cost;
      }
    }
    return costs;
  }
}
