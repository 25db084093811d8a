package org.sqlflow.models;

import java.util.Optional;

/** What a model cannot do. The message says what is wrong and what to do about it. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String attribute;

  /** An error that no attribute is to blame for. */
  public ModelException(String message) {
    super(message);
    this.attribute = null;
  }

  /** An error that another value of an attribute would fix. */
  public ModelException(String message, String attribute) {
    super(message);
    this.attribute = attribute;
  }

  /** The full name of the attribute to blame, such as {@code model.n_clusters}. */
  public Optional<String> attribute() {
    return Optional.ofNullable(attribute);
  }
}
