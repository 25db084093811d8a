package org.sqlflow.models;

import java.util.List;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;

/** A trained model that can predict. Used by one thread at a time. */
public sealed interface Model
    permits ClusteringModel, EncodingModel, ClassificationModel, RegressionModel {
  /** The estimator that trained it and can restore it. */
  Estimator estimator();

  /** The features that it was trained on, in their order. */
  List<String> featureNames();

  /**
   * The columns that {@link #predict} returns; the first is the prediction itself.
   *
   * @param column the name that the user gave for the prediction
   * @throws ModelException if there is no such extra output
   */
  List<OutputColumn> outputs(String column, Set<String> extraOutputs);

  /**
   * Predicts a batch of rows.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   * @param extraOutputs names of further outputs; see {@link #extraOutputs}
   * @return for each of {@link #outputs} a vector of its type, with a value for each row
   * @throws ModelException if there is no such extra output
   */
  List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs);

  /** The names that {@code predict.extra_outputs} may contain; empty if there are none. */
  Set<String> extraOutputs();

  /** Everything that {@link Estimator#restore} needs. */
  ModelContent content();

  /** Calls the visitor's method for this model's task. */
  <R> R accept(ModelVisitor<R> visitor);
}
