package org.sqlflow.models;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.attributes.AttributeValues;

/**
 * What a training starts from.
 *
 * @param rows {@code rows x features}, encoded and scaled
 * @param featureNames a name for each column of {@code rows}
 * @param attributes the checked attributes, defaults filled in
 * @param base the model of USING
 */
public record TrainingData(
    Matrix rows, List<String> featureNames, AttributeValues attributes, Optional<Model> base) {
  /** The same with another value of an attribute. */
  public TrainingData with(String attribute, Object value) {
    return new TrainingData(rows, featureNames, attributes.with(attribute, value), base);
  }
}
