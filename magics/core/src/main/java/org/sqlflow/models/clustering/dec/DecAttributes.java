package org.sqlflow.models.clustering.dec;

import static org.sqlflow.models.autoencoder.AutoencoderAttributes.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Candidates;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.clustering.ClusterSweep;

/**
 * The attributes of clusterModel. Two defaults were chosen by accuracy, as {@link Defaults} says: a
 * learning rate of .001 (iris .857, breast cancer .928; at .0003 .847 and .924; at .003 .857 and
 * .934, but the silhouette of wholesale customers falls from .37 to .29), and a reconstruction
 * weight of 1 (at 10, the published choice, .847 and .920; at .1 .860 and .919).
 */
public final class DecAttributes {
  public static final String CLUSTERS = "model.n_clusters";
  static final String RUN_PRETRAIN = "model.run_pretrain";
  public static final String KMEANS_INIT = "model.kmeans_init";
  static final String CLUSTER_INIT = "model.cluster_init";
  static final String TRAIN_LR = "model.train_lr";
  public static final String MAX_ITERATIONS = "model.train_max_iters";
  static final String UPDATE_INTERVAL = "model.update_interval";
  public static final String TOLERANCE = "model.tol";
  static final String USE_TOLERANCE = "model.train_use_tol";
  static final String RECONSTRUCTION_WEIGHT = "model.reconstruction_weight";
  public static final String RESTARTS = "train.restarts";
  static final String RANDOM = "random";

  public static final Candidates CANDIDATES = new Candidates(2, 100_000, 100);

  private DecAttributes() {}

  static List<AttributeDeclaration> declarations() {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        attribute(CLUSTERS, CANDIDATES, 10L, "how many groups, or which numbers to choose from"));
    all.add(
        attribute(
            RUN_PRETRAIN,
            new Truth(),
            true,
            "whether the autoencoder is pre-trained on these rows"));
    all.addAll(AutoencoderAttributes.declarations());
    all.add(
        attribute(
            KMEANS_INIT,
            new Whole(1, 10_000),
            20L,
            "starts of k-means; the best gives the first centres"));
    all.add(
        attribute(
            CLUSTER_INIT,
            new Choice(List.of("kmeans", RANDOM)),
            "kmeans",
            "where the centres start: k-means on the codes, or random weights"));
    all.add(
        attribute(
            TRAIN_LR, new Real(1e-9, 100), 0.001, "learning rate of clustering training (Adam)"));
    all.add(
        attribute(
            MAX_ITERATIONS, new Whole(1, 100_000_000), 8000L, "batches of clustering at most"));
    all.add(
        attribute(
            UPDATE_INTERVAL,
            new Whole(1, 100_000_000),
            null,
            "batches between two renewals of the target; chosen: once a pass"));
    all.add(
        attribute(
            TOLERANCE,
            new Real(0, 1),
            0.001,
            "clustering stops when a smaller share of rows changes group"));
    all.add(
        attribute(
            USE_TOLERANCE, new Truth(), true, "whether model.tol may stop clustering at all"));
    all.add(
        attribute(
            RECONSTRUCTION_WEIGHT,
            new Real(0, 1e6),
            1.0,
            "weight of the reconstruction error beside the clustering loss"));
    all.add(
        AttributeDeclaration.of(
            RESTARTS,
            new Whole(1, 1000),
            1L,
            "trainings from seeds of their own; the one with the smallest loss is kept"));
    return List.copyOf(all);
  }

  /**
   * About how many bytes k-means and the soft assignment take for each row: the row by columns, its
   * part in each group and in the target, and its group, distances and place in the order.
   */
  public static long bytesPerRow(AttributeValues attributes, int features) {
    Object asked = attributes.value(CLUSTERS).orElse(Candidates.AUTO);
    long clusters = ClusterSweep.MOST;
    if (asked instanceof Long number) {
      clusters = number;
    } else if (asked instanceof List<?> numbers) {
      clusters = (Long) numbers.get(numbers.size() - 1);
    }
    return Float.BYTES * (features + 2 * clusters + 8);
  }

  /** How to train the clustering. */
  static DeepEmbeddedClustering.Settings clustering(AttributeValues attributes, int rows) {
    int batchSize = attributes.whole(AutoencoderAttributes.BATCH_SIZE);
    return new DeepEmbeddedClustering.Settings(
        attributes.whole(CLUSTERS),
        attributes.real(TRAIN_LR),
        attributes.whole(MAX_ITERATIONS),
        attributes
            .value(UPDATE_INTERVAL)
            .map(interval -> Math.toIntExact((Long) interval))
            .orElse(Defaults.updateInterval(rows, batchSize)),
        attributes.truth(USE_TOLERANCE)
            ? OptionalDouble.of(attributes.real(TOLERANCE))
            : OptionalDouble.empty(),
        Defaults.leastPasses(),
        attributes.real(RECONSTRUCTION_WEIGHT),
        batchSize,
        attributes.wholeLong(CommonAttributes.SEED));
  }
}
