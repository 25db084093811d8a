package org.sqlflow.models;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.models.attributes.AttributeValues;

/**
 * What a training starts from.
 *
 * @param rows {@code rows x features}, encoded and scaled
 * @param featureNames a name for each column of {@code rows}
 * @param target what to predict, where the estimator's task has a target
 * @param attributes the checked attributes, defaults filled in
 * @param base the model of USING
 * @param encoding what the rows were encoded by; empty where they are numbers of their own
 */
public record TrainingSet(
    Matrix rows,
    List<String> featureNames,
    Optional<Target> target,
    AttributeValues attributes,
    Optional<Model> base,
    Optional<FeatureEncoding> encoding) {
  public TrainingSet {
    if (target.isPresent() && target.get().rows() != rows.rows()) {
      throw new IllegalArgumentException(
          target.get().rows() + " targets for " + rows.rows() + " rows");
    }
  }

  /** A training set of rows that are numbers of their own. */
  public TrainingSet(
      Matrix rows,
      List<String> featureNames,
      Optional<Target> target,
      AttributeValues attributes,
      Optional<Model> base) {
    this(rows, featureNames, target, attributes, base, Optional.empty());
  }

  /** A training set without a target. */
  public TrainingSet(
      Matrix rows, List<String> featureNames, AttributeValues attributes, Optional<Model> base) {
    this(rows, featureNames, Optional.empty(), attributes, base);
  }

  /** The same with another value of an attribute. */
  public TrainingSet with(String attribute, Object value) {
    return with(attributes.with(attribute, value));
  }

  /** The same with other attributes. */
  public TrainingSet with(AttributeValues others) {
    return new TrainingSet(rows, featureNames, target, others, base, encoding);
  }

  /** The same with what the rows were encoded by. */
  public TrainingSet encodedBy(FeatureEncoding known) {
    return new TrainingSet(rows, featureNames, target, attributes, base, Optional.of(known));
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
