package org.sqlflow.database.duckdb;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.TableName;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Session;

/** What DuckDB's own catalog reports. */
final class DuckDbCatalogue implements Catalogue {
  private static final String TABLES =
      """
      SELECT CASE WHEN table_catalog = current_database() THEN '' ELSE table_catalog || '.' END
               || table_schema,
             table_name,
             table_catalog = 'temp'
               OR (table_catalog = current_database() AND table_schema = current_schema())
      FROM information_schema.tables
      ORDER BY table_name\
      """;

  private static final String FOUND =
      "SELECT table_catalog, table_schema, table_name, table_type, table_comment"
          + " FROM information_schema.tables WHERE lower(table_name) = lower(?) AND ";

  /** How a name without a schema is found, that of a temporary table first. */
  private static final String BY_NAME =
      """
      (table_catalog = 'temp' OR (table_catalog = current_database()
        AND (table_schema = current_schema()
             OR list_contains(current_schemas(false), table_schema))))
      ORDER BY table_catalog <> 'temp', table_schema <> current_schema()\
      """;

  /** One part before the name is a schema of the current catalog, or a catalog. */
  private static final String BY_SCHEMA =
      """
      ((lower(table_schema) = lower(?) AND table_catalog IN (current_database(), 'temp'))
        OR (lower(table_catalog) = lower(?) AND table_schema IN ('main', 'public')))
      ORDER BY table_catalog <> current_database()\
      """;

  private static final String BY_CATALOG =
      "lower(table_schema) = lower(?) AND lower(table_catalog) = lower(?)";

  private static final String FUNCTIONS =
      """
      SELECT DISTINCT function_name FROM duckdb_functions()
      WHERE function_type <> 'pragma' AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
      ORDER BY function_name\
      """;

  @Override
  public List<TableName> tables(Session session) {
    return session.rows(TABLES, List.of()).stream()
        .map(row -> new TableName((String) row.get(0), (String) row.get(1), (Boolean) row.get(2)))
        .toList();
  }

  @Override
  public List<String> functions(Session session) {
    return session.rows(FUNCTIONS, List.of()).stream().map(row -> (String) row.get(0)).toList();
  }

  @Override
  public boolean hasSchema(Session session, List<String> parts) {
    String last = parts.get(parts.size() - 1);
    String catalog = parts.size() > 1 ? parts.get(0) : "";
    return !session
        .rows(
            "SELECT 1 FROM information_schema.schemata WHERE (lower(schema_name) = lower(?) AND"
                + " lower(catalog_name) = lower(coalesce(nullif(?, ''), catalog_name)))"
                + " OR (? = '' AND lower(catalog_name) = lower(?))",
            List.of(last, catalog, catalog, last))
        .isEmpty();
  }

  @Override
  public Optional<StoredTable> table(Session session, List<String> parts) {
    int size = parts.size();
    String name = parts.get(size - 1);
    List<List<Object>> found =
        switch (size) {
          case 1 -> session.rows(FOUND + BY_NAME, List.of(name));
          case 2 -> session.rows(FOUND + BY_SCHEMA, List.of(name, parts.get(0), parts.get(0)));
          default ->
              session.rows(
                  FOUND + BY_CATALOG, List.of(name, parts.get(size - 2), parts.get(size - 3)));
        };
    return found.stream().findFirst().map(row -> stored(session, row));
  }

  private static StoredTable stored(Session session, List<Object> row) {
    List<String> path = List.of((String) row.get(0), (String) row.get(1), (String) row.get(2));
    StoredTable.Kind kind =
        switch ((String) row.get(3)) {
          case "BASE TABLE" -> StoredTable.Kind.TABLE;
          case "LOCAL TEMPORARY" -> StoredTable.Kind.TEMPORARY;
          default -> StoredTable.Kind.VIEW;
        };
    List<String> columns =
        kind == StoredTable.Kind.VIEW
            ? List.of()
            : session.describe("SELECT * FROM " + session.quote(path)).names();
    return new StoredTable(
        path,
        kind,
        columns,
        StoredTable.PREDICTED.equals(row.get(4)),
        kind == StoredTable.Kind.VIEW ? List.of() : predictions(session, path));
  }

  private static List<String> predictions(Session session, List<String> path) {
    return session
        .rows(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND schema_name = ?"
                + " AND table_name = ? AND comment = '"
                + StoredTable.PREDICTION
                + "'",
            path)
        .stream()
        .map(row -> (String) row.get(0))
        .toList();
  }

  @Override
  public boolean hasTable(Session session, String name) {
    return !session
        .rows(
            "SELECT 1 FROM information_schema.tables WHERE lower(table_name) = lower(?)"
                + " AND table_schema = current_schema() AND table_catalog = current_database()",
            List.of(name))
        .isEmpty();
  }
}
