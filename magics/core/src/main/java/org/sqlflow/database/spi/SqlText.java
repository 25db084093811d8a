package org.sqlflow.database.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.ExpressionText;

/** How a database writes SQL. Immutable. */
public interface SqlText extends ExpressionText {
  /** Ends a subquery. The line break ends a comment that the user's query may end with. */
  String AS_SOURCE = "\n) AS source";

  /** A name in quotes, which the database reads exactly as it is. */
  @Override
  String quote(String name);

  /** A name as the database reads it without quotes. */
  default String folded(String name) {
    return name;
  }

  /**
   * An expression whose values JDBC returns in the given form. The column's type must be
   * convertible.
   *
   * @see SqlTypes#number
   */
  @Override
  default String cast(String expression, ColumnRead.Form form) {
    return expression;
  }

  /** See {@link org.sqlflow.database.Database#number}. */
  @Override
  default String number(String text) {
    return "CAST(" + text + " AS DOUBLE PRECISION)";
  }

  /** See {@link org.sqlflow.database.Database#readsFiles}. */
  default boolean readsFiles() {
    return false;
  }

  /** Whether a subquery keeps the order of its rows, so that columns can be selected from it. */
  default boolean keepsOrderOfSubqueries() {
    return false;
  }

  /**
   * A literal of a LocalDate, LocalTime, LocalDateTime or OffsetDateTime, or of a double that is
   * not finite; empty if the database has no such values.
   */
  default Optional<String> literal(Object value) {
    if (value instanceof Double) {
      return Optional.of("CAST('" + value + "' AS DOUBLE PRECISION)");
    }
    String type =
        value instanceof LocalDate
            ? "DATE"
            : value instanceof LocalTime
                ? "TIME"
                : value instanceof LocalDateTime ? "TIMESTAMP" : "TIMESTAMP WITH TIME ZONE";
    return Optional.of(type + " '" + SqlTypes.text(value) + "'");
  }

  /**
   * An INSERT of parameters that replaces the row with the same key, which is the first column;
   * empty if that takes a DELETE and an INSERT.
   */
  default Optional<String> replacement(String table, List<String> columns) {
    return Optional.empty();
  }

  /** See {@link org.sqlflow.database.Database#backslashEscapes}; before connecting. */
  default boolean backslashEscapes() {
    return false;
  }

  /** The same for a connection and its settings. */
  default boolean backslashEscapes(Connection connection) throws SQLException {
    return backslashEscapes();
  }

  /** See {@link org.sqlflow.database.Database#nestsComments}. */
  default boolean nestsComments() {
    return false;
  }

  /** Whether {@code #} starts a comment up to the end of the line. */
  default boolean hashComments() {
    return false;
  }

  /** Whether {@code --} starts a comment only if white space follows. */
  default boolean spacedDashes() {
    return false;
  }

  /** Whether {@code $$…$$} and {@code $tag$…$tag$} are strings. */
  default boolean dollarStrings() {
    return false;
  }

  /**
   * A statement that writes a row of parameters.
   *
   * @param verb how it begins, such as INSERT INTO
   */
  static String insertion(String verb, String table, List<String> columns) {
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return verb + " " + table + " (" + String.join(", ", columns) + ") VALUES (" + places + ")";
  }
}
