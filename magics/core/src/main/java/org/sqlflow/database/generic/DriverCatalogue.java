package org.sqlflow.database.generic;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.TableName;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Session;

/** What a JDBC driver reports. Without schemas, catalogs take their place. Stateless. */
public class DriverCatalogue implements Catalogue {
  @Override
  public List<TableName> tables(Session session) {
    return asked(
        session,
        meta -> {
          Connection connection = meta.getConnection();
          String here = Optional.ofNullable(connection.getSchema()).orElse(connection.getCatalog());
          List<TableName> tables = new ArrayList<>();
          try (ResultSet rows = meta.getTables(connection.getCatalog(), null, "%", null)) {
            while (rows.next()) {
              String schema =
                  Optional.ofNullable(rows.getString("TABLE_SCHEM"))
                      .or(() -> catalog(rows))
                      .orElse("");
              String type = Objects.toString(rows.getString("TABLE_TYPE"), "");
              boolean system =
                  type.startsWith("SYSTEM") || schema.equalsIgnoreCase("information_schema");
              if ((type.contains("TABLE") || type.contains("VIEW")) && !system) {
                boolean current = Objects.equals(schema, here) || type.startsWith("TEMPORARY");
                tables.add(new TableName(schema, rows.getString("TABLE_NAME"), current));
              }
            }
          }
          tables.sort(Comparator.comparing(TableName::name));
          return tables;
        });
  }

  private static Optional<String> catalog(ResultSet rows) {
    try {
      return Optional.ofNullable(rows.getString("TABLE_CAT"));
    } catch (SQLException none) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> functions(Session session) {
    return asked(
        session,
        meta -> {
          TreeSet<String> names = new TreeSet<>();
          for (String list :
              List.of(
                  meta.getNumericFunctions(),
                  meta.getStringFunctions(),
                  meta.getTimeDateFunctions(),
                  meta.getSystemFunctions(),
                  "avg,count,max,min,sum")) {
            for (String name : list.split(",", -1)) {
              if (name.matches("\\w+")) {
                names.add(name.toLowerCase(Locale.ROOT));
              }
            }
          }
          return List.copyOf(names);
        });
  }

  /** Ignores case, and a catalog before the schema. */
  @Override
  public boolean hasSchema(Session session, List<String> parts) {
    String wanted = parts.get(parts.size() - 1);
    return asked(
        session,
        meta -> {
          boolean catalogs = meta.getConnection().getSchema() == null;
          try (ResultSet rows = catalogs ? meta.getCatalogs() : meta.getSchemas()) {
            while (rows.next()) {
              if (rows.getString(1).equalsIgnoreCase(wanted)) {
                return true;
              }
            }
            return false;
          }
        });
  }

  @Override
  public boolean hasTable(Session session, String name) {
    return typeOf(session, List.of(session.folded(name))).isPresent();
  }

  @Override
  public Optional<StoredTable> table(Session session, List<String> parts) {
    return typeOf(session, parts)
        .map(
            type -> {
              StoredTable.Kind kind =
                  type.contains("VIEW")
                      ? StoredTable.Kind.VIEW
                      : type.contains("TEMPORARY")
                          ? StoredTable.Kind.TEMPORARY
                          : StoredTable.Kind.TABLE;
              List<String> path = path(session, parts);
              return new StoredTable(path, kind, columns(session, path, kind), false, List.of());
            });
  }

  private static List<String> columns(Session session, List<String> path, StoredTable.Kind kind) {
    return kind == StoredTable.Kind.VIEW
        ? List.of()
        : session.describe("SELECT * FROM " + session.quote(path)).names();
  }

  /** The schema and the name of a table. */
  private static List<String> path(Session session, List<String> parts) {
    return asked(
        session,
        meta -> {
          Connection connection = meta.getConnection();
          String here = Optional.ofNullable(connection.getSchema()).orElse(connection.getCatalog());
          String name = parts.get(parts.size() - 1);
          String outer = parts.size() > 1 ? parts.get(parts.size() - 2) : here;
          return outer == null ? List.of(name) : List.of(outer, name);
        });
  }

  /** The kind of object that has the name, such as TABLE or VIEW; empty if there is none. */
  public static Optional<String> typeOf(Session session, List<String> parts) {
    String name = parts.get(parts.size() - 1);
    return asked(
        session,
        meta -> {
          Connection connection = meta.getConnection();
          boolean catalogs = connection.getSchema() == null;
          List<String> path = path(session, parts);
          String outer = path.size() > 1 ? path.get(0) : null;
          try (ResultSet rows =
              catalogs
                  ? meta.getTables(outer, null, name, null)
                  : meta.getTables(connection.getCatalog(), outer, name, null)) {
            while (rows.next()) {
              // The driver takes the name as a pattern.
              if (rows.getString("TABLE_NAME").equals(name)) {
                return Optional.of(rows.getString("TABLE_TYPE"));
              }
            }
            return Optional.empty();
          }
        });
  }

  /** A question to a driver. */
  @FunctionalInterface
  interface Question<T> {
    T ask(DatabaseMetaData meta) throws SQLException;
  }

  static <T> T asked(Session session, Question<T> question) {
    try {
      return question.ask(session.connection().getMetaData());
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
  }
}
