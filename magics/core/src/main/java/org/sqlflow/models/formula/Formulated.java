package org.sqlflow.models.formula;

/** A model whose predictions are a {@link Formula} of its encoded features. */
@FunctionalInterface
public interface Formulated {
  /** The formula, for the features in the model's order. Shares the model's arrays: read only. */
  Formula formula();
}
