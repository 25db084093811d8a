package org.sqlflow.database;

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

/** What a JDBC driver tells of its database. Where there are no schemas, catalogs are them. */
final class DriverCatalog {
  private final Database database;

  DriverCatalog(Database database) {
    this.database = database;
  }

  /** The tables and views, in alphabetical order. */
  List<TableName> tables() {
    return told(
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

  /** The names of functions, in alphabetical order. */
  List<String> functions() {
    return told(
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

  /** Whether a schema is there, whatever its case. */
  boolean hasSchema(String wanted) {
    return told(
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

  /** What a name stands for, such as TABLE or VIEW; empty if for nothing. */
  Optional<String> typeOf(List<String> parts) {
    String name = parts.get(parts.size() - 1);
    return told(
        meta -> {
          Connection connection = meta.getConnection();
          boolean catalogs = connection.getSchema() == null;
          String outer =
              parts.size() > 1
                  ? parts.get(parts.size() - 2)
                  : catalogs ? connection.getCatalog() : connection.getSchema();
          try (ResultSet rows =
              catalogs
                  ? meta.getTables(outer, null, name, null)
                  : meta.getTables(connection.getCatalog(), outer, name, null)) {
            while (rows.next()) {
              // The name was taken as a pattern.
              if (rows.getString("TABLE_NAME").equals(name)) {
                return Optional.of(rows.getString("TABLE_TYPE"));
              }
            }
            return Optional.empty();
          }
        });
  }

  /** What a driver tells of a database. */
  @FunctionalInterface
  private interface Telling<T> {
    T from(DatabaseMetaData meta) throws SQLException;
  }

  private <T> T told(Telling<T> telling) {
    try {
      return telling.from(database.session().connection().getMetaData());
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }
}
