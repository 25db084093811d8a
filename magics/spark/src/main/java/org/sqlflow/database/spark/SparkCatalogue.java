package org.sqlflow.database.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.TableName;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Session;

/** The tables and functions of a Spark server's current catalog, listed by Spark's statements. */
final class SparkCatalogue implements Catalogue {
  /** Each schema needs a query, and a large data lake would take minutes to answer them all. */
  private static final int MOST_SCHEMAS = 30;

  private static final String DETAILS = "# Detailed Table Information";

  @Override
  public List<TableName> tables(Session session) {
    String here = String.valueOf(session.rows("SELECT current_schema()", List.of()).get(0).get(0));
    List<TableName> tables = new ArrayList<>();
    List<String> schemas = new ArrayList<>(List.of(here));
    session.rows("SHOW SCHEMAS", List.of()).stream()
        .map(row -> String.valueOf(row.get(0)))
        .filter(schema -> !schema.equals(here))
        .limit(MOST_SCHEMAS)
        .forEach(schemas::add);
    for (String schema : schemas) {
      for (List<Object> row : session.rows("SHOW TABLES IN " + session.quote(schema), List.of())) {
        boolean temporary = Boolean.TRUE.equals(row.get(2));
        String name = String.valueOf(row.get(1));
        if (!temporary || schema.equals(here)) {
          tables.add(new TableName(temporary ? "" : schema, name, schema.equals(here)));
        }
      }
    }
    tables.sort(Comparator.comparing(TableName::name));
    return tables;
  }

  @Override
  public List<String> functions(Session session) {
    TreeSet<String> names = new TreeSet<>();
    for (List<Object> row : session.rows("SHOW FUNCTIONS", List.of())) {
      String name = String.valueOf(row.get(0));
      if (name.matches("\\w+")) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  @Override
  public boolean hasSchema(Session session, List<String> parts) {
    return found(session, "DESCRIBE SCHEMA " + session.quote(parts)).isPresent();
  }

  @Override
  public boolean hasTable(Session session, String name) {
    return table(session, List.of(name)).isPresent();
  }

  @Override
  public Optional<StoredTable> table(Session session, List<String> parts) {
    return Description.of(session, parts).map(described -> described.stored(session, parts));
  }

  /** The rows of a description; empty if nothing has that name. */
  private static Optional<List<List<Object>>> found(Session session, String sql) {
    try {
      return Optional.of(session.rows(sql, List.of()));
    } catch (DatabaseException error) {
      if (String.valueOf(error.getMessage()).contains("cannot be found")) {
        return Optional.empty();
      }
      throw error;
    }
  }

  /**
   * The output of {@code DESCRIBE TABLE EXTENDED}.
   *
   * @param columns the table's columns
   * @param partitions the columns or expressions that it is partitioned by
   * @param details further properties, by name
   */
  record Description(List<String> columns, List<String> partitions, Map<String, String> details) {
    static Optional<Description> of(Session session, List<String> parts) {
      return found(session, "DESCRIBE TABLE EXTENDED " + session.quote(parts))
          .map(Description::read);
    }

    private static Description read(List<List<Object>> rows) {
      List<String> columns = new ArrayList<>();
      List<String> partitions = new ArrayList<>();
      Map<String, String> details = new HashMap<>();
      String part = "";
      for (List<Object> row : rows) {
        String name = String.valueOf(row.get(0));
        if (name.startsWith("#")) {
          part = name.equals("# col_name") ? part : name;
        } else if (!name.isEmpty()) {
          switch (part) {
            case "" -> columns.add(name);
            case "# Partition Information" -> partitions.add(name);
            case "# Partitioning" -> partitions.add(String.valueOf(row.get(1)));
            case DETAILS -> details.put(name, String.valueOf(row.get(1)));
            default -> {
              // Comments and statistics of columns.
            }
          }
        }
      }
      return new Description(columns, partitions, details);
    }

    StoredTable stored(Session session, List<String> parts) {
      boolean temporary = details.isEmpty();
      StoredTable.Kind kind =
          temporary
              ? StoredTable.Kind.TEMPORARY
              : details.getOrDefault("Type", "").contains("VIEW")
                  ? StoredTable.Kind.VIEW
                  : StoredTable.Kind.TABLE;
      return new StoredTable(
          temporary ? List.of(parts.get(parts.size() - 1)) : path(session, parts),
          kind,
          kind == StoredTable.Kind.VIEW ? List.of() : columns,
          StoredTable.PREDICTED.equals(details.get("Comment")),
          List.of());
    }

    /**
     * The path in lower case, as in Spark's own catalog, so that a table always has the same one.
     */
    private List<String> path(Session session, List<String> parts) {
      String schema = details.get("Database");
      String table = details.get("Table");
      if (schema != null && table != null) {
        return parts.size() > 2 ? List.of(parts.get(0), schema, table) : List.of(schema, table);
      }
      List<String> path = new ArrayList<>(parts);
      if (path.size() == 1) {
        path.add(
            0, String.valueOf(session.rows("SELECT current_schema()", List.of()).get(0).get(0)));
      }
      return path.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
    }
  }
}
