package org.sqlflow.models.attributes;

/** An attribute that WITH sets to something it cannot be. The message says what it can be. */
public final class AttributeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String attribute;

  /** An error that another value of the attribute would fix. */
  public AttributeException(String message, String attribute) {
    super(message);
    this.attribute = attribute;
  }

  /** The full name of the attribute, or the name as given where it is unknown. */
  public String attribute() {
    return attribute;
  }
}
