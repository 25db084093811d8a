package org.sqlflow.models;

/**
 * One answer for each task, chosen by {@link Model#accept}.
 *
 * @param <R> the answer
 */
public interface ModelVisitor<R> {
  R clustering(ClusteringModel model);

  R encoding(EncodingModel model);

  R classification(ClassificationModel model);

  R regression(RegressionModel model);
}
