package org.sqlflow.database.postgres;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.generic.DriverCatalogue;
import org.sqlflow.database.spi.Session;

/** The driver's catalogue, and PostgreSQL's own to look up names and comments. */
final class PostgresCatalogue extends DriverCatalogue {
  private static final String FOUND =
      """
      SELECT n.nspname, c.relname, c.relkind::TEXT, c.relpersistence::TEXT,
             obj_description(c.oid, 'pg_class'),
             ARRAY_TO_STRING(ARRAY(
               SELECT a.attname FROM pg_attribute a
               WHERE a.attrelid = c.oid AND a.attnum > 0
                 AND col_description(c.oid, a.attnum) = ?), chr(1))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(?)::OID\
      """;

  /** Separates the names of columns; chr(1) in SQL. */
  private static final String SEPARATOR = "\u0001";

  @Override
  public Optional<StoredTable> table(Session session, List<String> parts) {
    return session.rows(FOUND, List.of(StoredTable.PREDICTION, session.quote(parts))).stream()
        .findFirst()
        .map(row -> stored(session, row));
  }

  private static StoredTable stored(Session session, List<Object> row) {
    List<String> path = List.of((String) row.get(0), (String) row.get(1));
    boolean table = row.get(2).equals("r") || row.get(2).equals("p");
    StoredTable.Kind kind =
        !table
            ? StoredTable.Kind.VIEW
            : row.get(3).equals("t") ? StoredTable.Kind.TEMPORARY : StoredTable.Kind.TABLE;
    List<String> columns =
        table ? session.describe("SELECT * FROM " + session.quote(path)).names() : List.of();
    String marked = (String) row.get(5);
    return new StoredTable(
        path,
        kind,
        columns,
        StoredTable.PREDICTED.equals(row.get(4)),
        marked.isEmpty() ? List.of() : List.of(marked.split(SEPARATOR)));
  }
}
