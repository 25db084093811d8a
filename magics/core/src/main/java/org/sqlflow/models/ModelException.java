package org.sqlflow.models;

import java.util.Optional;

/** What a model cannot do. The message says what is wrong and what to do about it. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String attribute;
  private final String flaw;

  /** An error that no attribute is to blame for. */
  public ModelException(String message) {
    this(message, null, null);
  }

  /** An error that another value of an attribute would fix. */
  public ModelException(String message, String attribute) {
    this(message, attribute, null);
  }

  private ModelException(String message, String attribute, String flaw) {
    super(message);
    this.attribute = attribute;
    this.flaw = flaw;
  }

  /**
   * The error of a stored model that cannot be restored.
   *
   * @param part what is corrupt, such as {@code the stored network}
   * @param flaw what is wrong with it
   */
  public static ModelException corrupt(String part, String flaw) {
    return new ModelException(part + " is corrupt (" + flaw + "): retrain the model", null, flaw);
  }

  /** What is wrong with a stored model, if that is the error. */
  public Optional<String> flaw() {
    return Optional.ofNullable(flaw);
  }

  /** The full name of the attribute to blame, such as {@code model.n_clusters}. */
  public Optional<String> attribute() {
    return Optional.ofNullable(attribute);
  }
}
