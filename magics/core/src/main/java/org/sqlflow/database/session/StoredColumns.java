package org.sqlflow.database.session;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.ValueType;

/** Columns that are added to an existing table. */
public final class StoredColumns {
  private StoredColumns() {}

  /** How a database names the type of an output column. */
  @FunctionalInterface
  public interface TypeNames {
    String of(OutputColumn.Type type);
  }

  /**
   * Statements that make room for columns in a table: those of the same name and type are kept, to
   * be overwritten, and those of another type are dropped first.
   */
  public static List<String> additions(
      Session session, StoredTable table, List<OutputColumn> added, TypeNames types) {
    return additions(session, table, session.quote(table.path()), added, types);
  }

  /** The same for a copy of the table. */
  public static List<String> additions(
      Session session, StoredTable table, String copy, List<OutputColumn> added, TypeNames types) {
    String alter = "ALTER TABLE " + copy;
    return unlike(session, table, added).stream()
        .flatMap(
            column -> {
              String name = session.quote(column.name());
              String add = alter + " ADD COLUMN " + name + " " + types.of(column.type());
              Stream<String> drops =
                  table.columns().stream()
                      .filter(column.name()::equalsIgnoreCase)
                      .map(earlier -> alter + " DROP COLUMN " + session.quote(earlier));
              return Stream.concat(drops, Stream.of(add));
            })
        .toList();
  }

  /** The columns that the table does not have, or has with another type. */
  public static List<OutputColumn> unlike(
      Session session, StoredTable table, List<OutputColumn> added) {
    return added.stream().filter(column -> !holds(session, table, column)).toList();
  }

  /**
   * Standard SQL statements that mark columns as predictions.
   *
   * @param table in quotes
   */
  public static List<String> marks(Session session, String table, List<OutputColumn> columns) {
    return columns.stream()
        .map(
            column ->
                "COMMENT ON COLUMN "
                    + table
                    + "."
                    + session.quote(column.name())
                    + " IS '"
                    + StoredTable.PREDICTION
                    + "'")
        .toList();
  }

  /**
   * The columns of reads, each once and with a comma before it, to continue the list of a SELECT.
   */
  public static String following(Session session, List<ColumnRead> reads) {
    return reads.stream()
        .map(read -> session.quote(read.column()))
        .distinct()
        .map(column -> ", " + column)
        .collect(Collectors.joining());
  }

  /** Whether a table has the column already, of the same type. */
  private static boolean holds(Session session, StoredTable table, OutputColumn column) {
    if (!table.columns().contains(column.name())) {
      return false;
    }
    String sql = "SELECT " + session.quote(column.name()) + " FROM " + session.quote(table.path());
    ValueType type =
        session.prepared(
            sql,
            List.of(),
            statement -> session.dialect().types().valueType(statement.getMetaData(), 1));
    return switch (column.type()) {
      case INTEGER -> type == ValueType.INTEGER;
      case LONG -> type == ValueType.LONG;
      case REAL -> type == ValueType.FLOAT;
      case DOUBLE -> type == ValueType.DOUBLE;
      case TEXT -> type == ValueType.TEXT;
      case BOOLEAN -> type == ValueType.BOOLEAN;
      case DATE -> type == ValueType.DATE;
      case TIMESTAMP -> type == ValueType.TIMESTAMP;
    };
  }

  /** The assignments of an UPDATE that takes the columns from another table. */
  public static String assignments(Session session, List<OutputColumn> added, String from) {
    return added.stream()
        .map(column -> session.quote(column.name()))
        .map(name -> name + " = " + from + "." + name)
        .collect(Collectors.joining(", "));
  }

  /** Refuses an UPDATE that did not change each row exactly once. */
  public static void requireAll(long rows, long updated) {
    if (rows != updated) {
      throw DatabaseException.conflict(
          "rows of the table were added, changed or deleted meanwhile", null);
    }
  }
}
