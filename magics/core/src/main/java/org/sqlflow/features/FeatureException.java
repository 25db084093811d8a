package org.sqlflow.features;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sqlflow.syntax.Position;
import org.sqlflow.text.SqlNames;

/** Columns that cannot become features as specified. The message says what to do. */
public final class FeatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Function<SqlNames, String> wording;
  private final transient Position position;
  private final List<String> columns;

  /** An error of the data, at no particular place of the cell. */
  public FeatureException(String message) {
    this(message, List.of());
  }

  /** An error at a place of the cell. */
  public FeatureException(String message, Position position) {
    this(names -> message, position);
  }

  /** An error of the data whose advice is SQL, with names as the connected database needs them. */
  public FeatureException(Function<SqlNames, String> wording) {
    this(wording, null, List.of());
  }

  /** The same at a place of the cell. */
  public FeatureException(Function<SqlNames, String> wording, Position position) {
    this(wording, position, List.of());
  }

  /** An error of the values of some columns of the query. */
  public FeatureException(String message, List<String> columns) {
    this(names -> message, columns);
  }

  /** The same with advice that is SQL. */
  public FeatureException(Function<SqlNames, String> wording, List<String> columns) {
    this(wording, null, columns);
  }

  private FeatureException(
      Function<SqlNames, String> wording, Position position, List<String> columns) {
    super(wording.apply(SqlNames.STANDARD));
    this.wording = wording;
    this.position = position;
    this.columns = List.copyOf(columns);
  }

  /** The message with names as a database needs them. */
  public String message(SqlNames names) {
    return wording.apply(names);
  }

  /** The place of the error in the cell. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }

  /** The columns that the error is about, where it has no place. */
  public List<String> columns() {
    return columns;
  }
}
