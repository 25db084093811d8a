package org.sqlflow.database.duckdb;

import java.util.List;
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
  public boolean hasTable(Session session, String name) {
    return !session
        .rows(
            "SELECT 1 FROM information_schema.tables WHERE table_name = ?"
                + " AND table_schema = current_schema() AND table_catalog = current_database()",
            List.of(name))
        .isEmpty();
  }
}
