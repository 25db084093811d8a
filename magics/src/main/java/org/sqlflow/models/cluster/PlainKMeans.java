package org.sqlflow.models.cluster;

import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;

/** The groups that k-means finds in the features themselves, sought once for all who ask. */
final class PlainKMeans {
  private final TrainingData data;
  private int[] groups;

  PlainKMeans(TrainingData data) {
    this.data = data;
  }

  int[] groups(TrainingListener listener) {
    if (groups == null) {
      groups =
          KMeans.fit(
                  data.rows(),
                  data.attributes().whole(ClusterAttributes.CLUSTERS),
                  data.attributes().whole(ClusterAttributes.KMEANS_INIT),
                  data.attributes().wholeLong(CommonAttributes.SEED),
                  listener)
              .groups();
    }
    return groups;
  }
}
