package org.sqlflow.models;

/**
 * What a model is for. Code that depends on the task switches over all of them, or takes a {@link
 * ModelVisitor}, so that the compiler names every place that a new task must change.
 */
public enum Task {
  /** Groups rows that are alike: {@link ClusteringModel}. */
  CLUSTERING("clustering", false),
  /** Turns rows into fewer numbers: {@link EncodingModel}. */
  ENCODING("encoding", false),
  /** Predicts one of several classes: {@link ClassificationModel}. */
  CLASSIFICATION("classification", true),
  /** Predicts a number: {@link RegressionModel}. */
  REGRESSION("regression", true);

  private final String noun;
  private final boolean target;

  Task(String noun, boolean target) {
    this.noun = noun;
    this.target = target;
  }

  /** The task in messages, such as "classification". */
  public String noun() {
    return noun;
  }

  /** Whether training learns to predict a column, the one that LABEL names. */
  public boolean hasTarget() {
    return target;
  }
}
