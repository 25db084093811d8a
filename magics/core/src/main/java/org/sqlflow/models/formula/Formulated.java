package org.sqlflow.models.formula;

import java.util.Optional;

/** A model whose predictions may be a {@link Formula} of its encoded features. */
@FunctionalInterface
public interface Formulated {
  /**
   * The formula, for the features in the model's order; empty if there is none. Shares the model's
   * arrays: read only.
   */
  Optional<Formula> formula();

  /** The formula of a model, if it has one. */
  static Optional<Formula> of(Object model) {
    return model instanceof Formulated formulated ? formulated.formula() : Optional.empty();
  }
}
