package org.sqlflow.features;

import java.util.Optional;
import org.sqlflow.syntax.Position;

/** Columns that cannot become features as specified. The message says what to do. */
public final class FeatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  /** An error of the data, at no particular place of the cell. */
  public FeatureException(String message) {
    this(message, null);
  }

  /** An error at a place of the cell. */
  public FeatureException(String message, Position position) {
    super(message);
    this.position = position;
  }

  /** The place of the error in the cell. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }
}
