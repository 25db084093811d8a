package org.sqlflow.models;

/** A trained model that turns each row into fewer numbers: an output for each of them. */
public non-sealed interface EncodingModel extends Model {
  /** How many numbers it makes of a row. */
  int codeWidth();

  @Override
  default <R> R accept(ModelVisitor<R> visitor) {
    return visitor.encoding(this);
  }
}
