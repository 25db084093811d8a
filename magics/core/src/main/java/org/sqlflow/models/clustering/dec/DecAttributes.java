package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.training.Batches;

/**
 * The attributes of clusterModel. Two defaults were chosen by accuracy, as {@link
 * AutoencoderAttributes} says: a learning rate of .001 (iris .857, breast cancer .928; at .0003
 * .847 and .924; at .003 .857 and .934, but the silhouette of wholesale customers falls from .37 to
 * .29), and a reconstruction weight of 1 (at 10, the published choice, .847 and .920; at .1 .860
 * and .919).
 */
final class DecAttributes {
  static final String RUN_PRETRAIN = "model.run_pretrain";
  static final String CLUSTER_INIT = "model.cluster_init";
  static final String TRAIN_LR = "model.train_lr";
  static final String UPDATE_INTERVAL = "model.update_interval";
  static final String USE_TOLERANCE = "model.train_use_tol";
  static final String RECONSTRUCTION_WEIGHT = "model.reconstruction_weight";
  static final String AUTO = "auto";
  static final String MANIFOLD = "manifold";
  static final String KMEANS = "kmeans";
  static final String RANDOM = "random";

  /**
   * Epochs before the tolerance may stop training: in a table of one batch, groups may not change
   * for a few steps and then change again. After 8, 10, 12 and 15 epochs, averaged over seeds 1 to
   * 20, iris has .858, .859, .859 and .860, breast cancer .921, .922, .922 and .923, and the
   * silhouette of active power is .200, .199, .196 and .195.
   */
  private static final int LEAST_EPOCHS = 10;

  private DecAttributes() {}

  static List<AttributeDeclaration> declarations() {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        AttributeDeclaration.ofModel(
            ClusterAttributes.CLUSTERS,
            ClusterAttributes.CANDIDATES,
            10L,
            "number of groups, or the numbers to choose from"));
    all.add(
        AttributeDeclaration.ofModel(
            RUN_PRETRAIN,
            new Truth(),
            true,
            "whether the autoencoder is pre-trained on these rows"));
    all.addAll(AutoencoderAttributes.declarations());
    all.add(
        AttributeDeclaration.ofModel(
            ClusterAttributes.KMEANS_INIT,
            new Whole(1, 10_000),
            20L,
            "number of k-means starts; the best one provides the first centres"));
    all.add(
        AttributeDeclaration.ofModel(
            CLUSTER_INIT,
            new Choice(List.of(AUTO, MANIFOLD, KMEANS, RANDOM)),
            AUTO,
            "where the groups start. manifold: groups of neighbouring rows; kmeans: k-means on the"
                + " codes; random: random centres; auto: manifold, or k-means on the scaled"
                + " features where it keeps neighbouring rows together as well"));
    all.add(
        AttributeDeclaration.ofModel(
            TRAIN_LR, new Real(1e-9, 100), 0.001, "learning rate of clustering training (Adam)"));
    all.add(
        AttributeDeclaration.ofModel(
            ClusterAttributes.MAX_ITERATIONS,
            new Whole(1, 100_000_000),
            8000L,
            "maximum number of batches of clustering"));
    all.add(
        AttributeDeclaration.ofModel(
            UPDATE_INTERVAL,
            new Whole(1, 100_000_000),
            null,
            "batches between two updates of the target; default: one epoch"));
    all.add(
        AttributeDeclaration.ofModel(
            ClusterAttributes.TOLERANCE,
            new Real(0, 1),
            0.001,
            "clustering stops when a smaller share of rows changes group"));
    all.add(
        AttributeDeclaration.ofModel(
            USE_TOLERANCE, new Truth(), true, "whether model.tol may stop clustering"));
    all.add(
        AttributeDeclaration.ofModel(
            RECONSTRUCTION_WEIGHT,
            new Real(0, 1e6),
            1.0,
            "weight of the reconstruction error relative to the clustering loss"));
    all.add(
        AttributeDeclaration.of(
            ClusterAttributes.RESTARTS,
            new Whole(1, 1000),
            1L,
            "number of trainings, each with its own seed; the one whose groups agree most with"
                + " neighbouring rows is kept"));
    return List.copyOf(all);
  }

  /** How to train the clustering. */
  static DeepEmbeddedClustering.Settings clustering(AttributeValues attributes, int rows) {
    int batchSize = attributes.whole(AutoencoderAttributes.BATCH_SIZE);
    return new DeepEmbeddedClustering.Settings(
        attributes.whole(ClusterAttributes.CLUSTERS),
        attributes.real(TRAIN_LR),
        attributes.whole(ClusterAttributes.MAX_ITERATIONS),
        attributes
            .value(UPDATE_INTERVAL)
            .map(interval -> Math.toIntExact((Long) interval))
            .orElse(Batches.count(rows, batchSize)),
        attributes.truth(USE_TOLERANCE)
            ? OptionalDouble.of(attributes.real(ClusterAttributes.TOLERANCE))
            : OptionalDouble.empty(),
        LEAST_EPOCHS,
        attributes.real(RECONSTRUCTION_WEIGHT),
        batchSize,
        attributes.wholeLong(CommonAttributes.SEED));
  }
}
