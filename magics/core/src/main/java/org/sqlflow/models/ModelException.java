package org.sqlflow.models;

import java.util.Optional;

/** What a model cannot do. The message says what is wrong and what to do about it. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Blame blame;
  private final String flaw;

  /** An error that no part of the statement is to blame for. */
  public ModelException(String message) {
    this(message, (Blame) null, null);
  }

  /** An error that another value of an attribute would fix. */
  public ModelException(String message, String attribute) {
    this(message, new Blame.Attribute(attribute), null);
  }

  /** An error that is about a part of the statement. */
  public ModelException(String message, Blame blame) {
    this(message, blame, null);
  }

  private ModelException(String message, Blame blame, String flaw) {
    super(message);
    this.blame = blame;
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
    return blame instanceof Blame.Attribute one ? Optional.of(one.name()) : Optional.empty();
  }

  /** What the error is about, where that is one part of the statement. */
  public Optional<Blame> blame() {
    return Optional.ofNullable(blame);
  }
}
