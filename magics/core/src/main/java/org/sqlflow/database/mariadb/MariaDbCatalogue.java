package org.sqlflow.database.mariadb;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.generic.DriverCatalogue;
import org.sqlflow.database.spi.Session;

/** The driver's catalogue, and MariaDB's own for comments on tables. */
final class MariaDbCatalogue extends DriverCatalogue {
  /** Depending on the server, names of tables ignore case. */
  private static final String FOUND =
      """
      SELECT table_schema, table_name, table_type, table_comment
      FROM information_schema.tables
      WHERE table_schema = coalesce(nullif(?, ''), database())
        AND (table_name = BINARY ? OR (@@lower_case_table_names > 0 AND table_name = lower(?)))\
      """;

  @Override
  public Optional<StoredTable> table(Session session, List<String> parts) {
    String name = parts.get(parts.size() - 1);
    String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
    return session.rows(FOUND, List.of(schema, name, name)).stream()
        .findFirst()
        .map(row -> stored(session, row));
  }

  private static StoredTable stored(Session session, List<Object> row) {
    List<String> path = List.of((String) row.get(0), (String) row.get(1));
    StoredTable.Kind kind = kind((String) row.get(2));
    boolean table = kind != StoredTable.Kind.VIEW;
    List<String> columns =
        table ? session.describe("SELECT * FROM " + session.quote(path)).names() : List.of();
    return new StoredTable(
        path,
        kind,
        columns,
        StoredTable.PREDICTED.equals(row.get(3)) || (!table && isOurs(session, path)),
        table ? predictions(session, path) : List.of());
  }

  private static List<String> predictions(Session session, List<String> path) {
    return session
        .rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND"
                + " table_name = ? AND column_comment = '"
                + StoredTable.PREDICTION
                + "'",
            path)
        .stream()
        .map(row -> (String) row.get(0))
        .toList();
  }

  /** Views have no comments, and no comments in their definitions. */
  private static boolean isOurs(Session session, List<String> path) {
    return !session
        .rows(
            "SELECT 1 FROM information_schema.views WHERE table_schema = ? AND table_name = ? AND"
                + " locate(?, view_definition) > 0",
            List.of(path.get(0), path.get(1), " AS `" + StoredTable.VIEW_MARK))
        .isEmpty();
  }

  /**
   * The kind of a table type. Releases from 11.2 list temporary tables too, as {@code TEMPORARY};
   * whatever else there is cannot be written, and counts as a view.
   */
  static StoredTable.Kind kind(String type) {
    if (type.startsWith("TEMPORARY")) {
      return StoredTable.Kind.TEMPORARY;
    }
    return type.contains("BASE TABLE") || type.equals("SYSTEM VERSIONED")
        ? StoredTable.Kind.TABLE
        : StoredTable.Kind.VIEW;
  }
}
