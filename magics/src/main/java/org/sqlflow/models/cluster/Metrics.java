package org.sqlflow.models.cluster;

/** The names of scores in a training's story. */
final class Metrics {
  static final String SILHOUETTE = "silhouette";
  static final String KMEANS_SILHOUETTE = "k-means silhouette";
  static final String INERTIA = "inertia";
  static final String AGREEMENT = "agreement of the starts";
  static final String LOSS = "loss";
  static final String RECONSTRUCTION_ERROR = "reconstruction error";

  private Metrics() {}
}
