package org.sqlflow.models;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.text.Omission;

/**
 * What a training starts from.
 *
 * @param rows {@code rows x features}, encoded and scaled
 * @param featureNames a name for each column of {@code rows}
 * @param target what to predict, where the estimator's task has a target
 * @param attributes the checked attributes, defaults filled in
 * @param base the model of USING
 * @param encoding what the rows were encoded by; empty if they are plain numbers
 * @param validation further rows to judge the model by, which it must not learn from; empty where
 *     the estimator takes a part of {@code rows} for it
 * @param parts the columns of {@code rows} by the target of their COLUMN … FOR; empty without FOR
 * @param omission how COLUMN leaves out one more column
 * @param all of which {@code rows} is a sample, for estimators that learn from sums; empty if
 *     {@code rows} are all there is to learn from
 */
public record TrainingSet(
    Matrix rows,
    List<String> featureNames,
    Optional<Target> target,
    AttributeValues attributes,
    Optional<Model> base,
    Optional<FeatureEncoding> encoding,
    Optional<LabelledRows> validation,
    Map<String, List<Integer>> parts,
    Omission omission,
    Optional<RowSums> all) {
  public TrainingSet {
    parts = Map.copyOf(parts);
    if (target.isPresent() && target.get().rows() != rows.rows()) {
      throw new IllegalArgumentException(
          target.get().rows() + " targets for " + rows.rows() + " rows");
    }
  }

  /** A training set of rows that are plain numbers. */
  public TrainingSet(
      Matrix rows,
      List<String> featureNames,
      Optional<Target> target,
      AttributeValues attributes,
      Optional<Model> base) {
    this(
        rows,
        featureNames,
        target,
        attributes,
        base,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Omission.of(Set.copyOf(featureNames)),
        Optional.empty());
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
    return new TrainingSet(
        rows, featureNames, target, others, base, encoding, validation, parts, omission, all);
  }

  /** The same with what the rows were encoded by. */
  public TrainingSet encodedBy(FeatureEncoding known) {
    return new TrainingSet(
        rows,
        featureNames,
        target,
        attributes,
        base,
        Optional.of(known),
        validation,
        parts,
        omission,
        all);
  }

  /** The same with another target; the classes of the validation rows get the target's codes. */
  public TrainingSet with(Target other) {
    return new TrainingSet(
        rows,
        featureNames,
        Optional.of(other),
        attributes,
        base,
        encoding,
        validation.map(part -> recoded(part, other)),
        parts,
        omission,
        all);
  }

  private static LabelledRows recoded(LabelledRows part, Target like) {
    if (!(like instanceof Target.Classes classes)
        || !(part.target() instanceof Target.Classes own)) {
      return part;
    }
    int[] codes = classes.names().codes(own.names().names().toArray(new String[0]));
    return new LabelledRows(
        part.rows(),
        new Target.Classes(
            Arrays.stream(own.codes()).map(code -> codes[code]).toArray(), classes.names()));
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
