package org.sqlflow.models.cluster;

import static org.sqlflow.models.cluster.AutoencoderAttributes.attribute;

import java.util.List;
import org.sqlflow.models.AttributeDeclaration;
import org.sqlflow.models.AttributeType.Real;
import org.sqlflow.models.AttributeType.Whole;
import org.sqlflow.models.AttributeValues;

/** The attributes of kmeans; those that clusterModel has too keep their names. */
final class KMeansAttributes {
  private KMeansAttributes() {}

  static List<AttributeDeclaration> declarations() {
    return List.of(
        attribute(
            ClusterAttributes.CLUSTERS,
            ClusterAttributes.CANDIDATES,
            10L,
            "how many groups, or which numbers to choose from",
            "n_clusters",
            "center_count",
            "model.center_count"),
        attribute(
            ClusterAttributes.KMEANS_INIT,
            new Whole(1, 10_000),
            20L,
            "starts; the one with the smallest sum of squared distances is kept",
            "kmeans_init",
            ClusterAttributes.RESTARTS),
        attribute(
            ClusterAttributes.MAX_ITERATIONS,
            new Whole(1, 1_000_000),
            (long) KMeans.MOST_PASSES,
            "passes over the rows at most, in each start"),
        attribute(
            ClusterAttributes.TOLERANCE,
            new Real(0, 1),
            KMeans.TOLERANCE,
            "a start ends when the centres move less than this part of the features' variance"));
  }

  /** How to search. */
  static KMeans.Settings settings(AttributeValues attributes) {
    return new KMeans.Settings(
        attributes.whole(ClusterAttributes.CLUSTERS),
        attributes.whole(ClusterAttributes.KMEANS_INIT),
        attributes.whole(ClusterAttributes.MAX_ITERATIONS),
        attributes.real(ClusterAttributes.TOLERANCE));
  }
}
