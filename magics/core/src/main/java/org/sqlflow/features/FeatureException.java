package org.sqlflow.features;

import java.util.Optional;
import org.sqlflow.syntax.Position;

/** Columns that cannot be features as asked. The message says what to do. */
public final class FeatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  /** An error that no place of the cell is to blame for. */
  public FeatureException(String message) {
    this(message, null);
  }

  /** An error at a name of the cell. */
  public FeatureException(String message, Position position) {
    super(message);
    this.position = position;
  }

  /** The place of the name to blame. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }
}
