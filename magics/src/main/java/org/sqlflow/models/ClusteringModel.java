package org.sqlflow.models;

/** A trained model whose prediction is the group of a row: the first output is an int from 0. */
public interface ClusteringModel extends TrainedModel {
  /** How many groups it knows. */
  int clusters();
}
