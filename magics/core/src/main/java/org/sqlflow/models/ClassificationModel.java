package org.sqlflow.models;

import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;

/**
 * A trained model that predicts one of several classes. Its first output is of the label's type;
 * see {@link ClassNames}.
 */
public non-sealed interface ClassificationModel extends Model {
  /** The classes, in the order of their codes. */
  ClassNames classes();

  /**
   * The predicted class of each row, as a code from 0.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  int[] classify(Matrix rows);

  /**
   * The probability of each class, where the model knows it.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   * @return {@code rows x classes}, each row from 0 to 1 with the sum 1
   */
  default Optional<Matrix> probabilities(Matrix rows) {
    return Optional.empty();
  }

  /** The column of the predicted class. */
  default OutputColumn output(String column) {
    return classes().output(column);
  }

  @Override
  default <R> R accept(ModelVisitor<R> visitor) {
    return visitor.classification(this);
  }
}
