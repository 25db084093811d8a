package org.sqlflow.models.training;

/** The names of scores in a training's summary. */
public final class MetricNames {
  public static final String SILHOUETTE = "silhouette";
  public static final String KMEANS_SILHOUETTE = "k-means silhouette";
  public static final String NEIGHBOURS = "neighbour agreement";
  public static final String KMEANS_NEIGHBOURS = "k-means neighbour agreement";
  public static final String INERTIA = "inertia";
  public static final String AGREEMENT = "agreement of the starts";
  public static final String LOSS = "loss";
  public static final String RECONSTRUCTION_ERROR = "reconstruction error";

  private MetricNames() {}
}
