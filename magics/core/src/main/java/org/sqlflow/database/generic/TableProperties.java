package org.sqlflow.database.generic;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlflow.database.spi.Session;

/** What a table has besides its rows, as far as the JDBC driver reports it. */
final class TableProperties {
  private TableProperties() {}

  /** In words, such as "its primary key". */
  static List<String> of(Session session, List<String> path) {
    return DriverCatalogue.asked(session, meta -> of(meta, path));
  }

  private static List<String> of(DatabaseMetaData meta, List<String> path) throws SQLException {
    Connection connection = meta.getConnection();
    boolean catalogs = connection.getSchema() == null;
    String outer = path.size() > 1 ? path.get(0) : null;
    String catalog = catalogs ? outer : connection.getCatalog();
    String schema = catalogs ? null : outer;
    String name = path.get(path.size() - 1);
    List<String> lost = new ArrayList<>();
    if (any(meta.getPrimaryKeys(catalog, schema, name))) {
      lost.add("its primary key");
    }
    if (any(meta.getImportedKeys(catalog, schema, name))
        || any(meta.getExportedKeys(catalog, schema, name))) {
      lost.add("its foreign keys");
    }
    Set<String> indexes = new HashSet<>();
    try (ResultSet rows = meta.getIndexInfo(catalog, schema, name, false, true)) {
      while (rows.next()) {
        if (rows.getString("INDEX_NAME") != null) {
          indexes.add(rows.getString("INDEX_NAME"));
        }
      }
    }
    if (!indexes.isEmpty()) {
      lost.add(indexes.size() == 1 ? "its index" : "its indexes");
    }
    boolean hasNotNull = false;
    boolean hasDefault = false;
    try (ResultSet rows = meta.getColumns(catalog, schema, name, null)) {
      while (rows.next()) {
        if (rows.getString("TABLE_NAME").equals(name)) { // the driver takes it as a pattern
          hasNotNull |= rows.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls;
          hasDefault |= rows.getString("COLUMN_DEF") != null;
        }
      }
    }
    if (hasNotNull) {
      lost.add("its NOT NULL columns");
    }
    if (hasDefault) {
      lost.add("its defaults");
    }
    return lost;
  }

  private static boolean any(ResultSet rows) throws SQLException {
    try (rows) {
      return rows.next();
    }
  }
}
