package org.sqlflow.models;

import java.util.List;
import java.util.Set;
import org.sqlflow.data.Matrix;

/** A model that can predict. Safe to use from one thread at a time. */
public interface Model {
  /** The type that made it and can restore it. */
  Estimator type();

  /** The features that it was trained on, in their order. */
  List<String> featureNames();

  /**
   * The columns that {@link #predict} gives; the first is the prediction itself.
   *
   * @param column the name that the user gave for the prediction
   */
  List<OutputColumn> outputs(String column, Set<String> extraOutputs);

  /**
   * Predicts a block of rows.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   * @param extraOutputs names of further outputs; see {@link #extraOutputs}
   * @return an array for each column of {@link #outputs}: {@code int[rows]} or {@code float[rows]}
   */
  List<Object> predict(Matrix rows, Set<String> extraOutputs);

  /** The names that {@code predict.extra_outputs} may hold. */
  Set<String> extraOutputs();

  /** All that {@link Estimator#restore} needs. */
  ModelContent content();

  /**
   * A column of a prediction.
   *
   * @param whole whether the values are integers, else they are float32
   */
  record OutputColumn(String name, boolean whole) {}
}
