package org.sqlflow.models.clustering.kmeans;

import static org.sqlflow.models.autoencoder.AutoencoderAttributes.attribute;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.dec.DecAttributes;

/** The attributes of kmeans; those that clusterModel has too keep their names. */
final class KMeansAttributes {
  private KMeansAttributes() {}

  static List<AttributeDeclaration> declarations() {
    return List.of(
        attribute(
            DecAttributes.CLUSTERS,
            DecAttributes.CANDIDATES,
            10L,
            "how many groups, or which numbers to choose from",
            "n_clusters",
            "center_count",
            "model.center_count"),
        attribute(
            DecAttributes.KMEANS_INIT,
            new Whole(1, 10_000),
            20L,
            "starts; the one with the smallest sum of squared distances is kept",
            "kmeans_init",
            DecAttributes.RESTARTS),
        attribute(
            DecAttributes.MAX_ITERATIONS,
            new Whole(1, 1_000_000),
            (long) KMeans.MOST_PASSES,
            "passes over the rows at most, in each start"),
        attribute(
            DecAttributes.TOLERANCE,
            new Real(0, 1),
            KMeans.TOLERANCE,
            "a start ends when the centres move less than this part of the features' variance"));
  }

  /** How to search. */
  static KMeans.Settings settings(AttributeValues attributes) {
    return new KMeans.Settings(
        attributes.whole(DecAttributes.CLUSTERS),
        attributes.whole(DecAttributes.KMEANS_INIT),
        attributes.whole(DecAttributes.MAX_ITERATIONS),
        attributes.real(DecAttributes.TOLERANCE));
  }
}
