package org.sqlflow.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.attributes.AttributeValues;

/**
 * What a training starts from.
 *
 * @param rows {@code rows x features}, encoded and scaled
 * @param featureNames a name for each column of {@code rows}
 * @param target what to predict, where the estimator's task has a target
 * @param attributes the checked attributes, defaults filled in
 * @param base the model of USING
 * @param validation further rows to judge the model by, which it must not learn from; empty where
 *     the estimator takes a part of {@code rows} for it
 * @param parts the columns of {@code rows} by the target of their COLUMN … FOR; empty without FOR
 */
public record TrainingSet(
    Matrix rows,
    List<String> featureNames,
    Optional<Target> target,
    AttributeValues attributes,
    Optional<Model> base,
    Optional<LabelledRows> validation,
    Map<String, List<Integer>> parts) {
  public TrainingSet {
    parts = Map.copyOf(parts);
    if (target.isPresent() && target.get().rows() != rows.rows()) {
      throw new IllegalArgumentException(
          target.get().rows() + " targets for " + rows.rows() + " rows");
    }
  }

  /** A training set without further rows. */
  public TrainingSet(
      Matrix rows,
      List<String> featureNames,
      Optional<Target> target,
      AttributeValues attributes,
      Optional<Model> base) {
    this(rows, featureNames, target, attributes, base, Optional.empty(), Map.of());
  }

  /** A training set without a target. */
  public TrainingSet(
      Matrix rows, List<String> featureNames, AttributeValues attributes, Optional<Model> base) {
    this(rows, featureNames, Optional.empty(), attributes, base);
  }

  /** The same with another value of an attribute. */
  public TrainingSet with(String attribute, Object value) {
    return new TrainingSet(
        rows, featureNames, target, attributes.with(attribute, value), base, validation, parts);
  }

  /**
   * The classes to predict.
   *
   * @throws IllegalStateException if there are none: the estimator's task is another
   */
  public Target.Classes classes() {
    if (target.isPresent() && target.get() instanceof Target.Classes classes) {
      return classes;
    }
    throw new IllegalStateException("the training set has no classes");
  }

  /**
   * The numbers to predict.
   *
   * @throws IllegalStateException if there are none: the estimator's task is another
   */
  public Target.Numbers numbers() {
    if (target.isPresent() && target.get() instanceof Target.Numbers numbers) {
      return numbers;
    }
    throw new IllegalStateException("the training set has no numbers to predict");
  }
}
