package org.sqlflow.database.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Session;
import org.sqlflow.text.Text;

/**
 * Tables of unfinished work, which are dropped when it is published or has failed. They are created
 * empty and then filled: a failing CREATE TABLE … AS leaves files that belong to no table.
 */
final class SparkStaging implements AutoCloseable {
  /** Formats whose catalogs replace a table in one step with its history, but may not rename it. */
  private static final Set<String> ATOMIC = Set.of("delta", "iceberg");

  private final Session session;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> tables = new ArrayList<>();

  SparkStaging(Session session) {
    this.session = session;
  }

  /**
   * Creates an empty table; returns its quoted name.
   *
   * @param ddl its columns, such as {@code a INT, b STRING}
   */
  String create(String purpose, String ddl) {
    String name = session.quote("sqlflow_" + purpose + "_" + suffix);
    tables.add(name);
    session.run("CREATE TABLE " + name + " (" + ddl + ")");
    return name;
  }

  /** The columns of a query as a table declares them. */
  static String ddl(Session session, String query) {
    return session.describe(query).columns().stream()
        .map(column -> session.quote(column.name()) + " " + column.typeName())
        .collect(Collectors.joining(", "));
  }

  /**
   * Creates a table of a query's rows. It replaces an earlier table of that name and keeps its
   * format. Delta and Iceberg replace a table in one step. In other formats the rows are written to
   * another table, and two renames, which move no data, exchange the tables: between them no table
   * has the name. If the second rename fails, the first one is undone.
   */
  void publish(List<String> target, String query, Optional<String> comment) {
    boolean replaces = SparkPublishing.requireTable(session, target);
    String format = replaces ? format(target).map(name -> " USING " + name).orElse("") : "";
    String about = comment.map(text -> " COMMENT '" + text + "'").orElse("");
    List<String> fresh = beside(target, "sqlflow_side_" + suffix);
    Runnable drop = () -> session.run("DROP TABLE IF EXISTS " + session.quote(fresh));
    try {
      session.run(
          Text.of("CREATE TABLE %s (%s)", session.quote(fresh), ddl(session, query))
              + format
              + about);
      Optional<String> atomic = format(fresh).filter(ATOMIC::contains);
      if (atomic.isPresent()) {
        drop.run();
        session.checkCancelled();
        String head = "CREATE OR REPLACE TABLE " + session.quote(target);
        insert(head + " USING " + atomic.get() + about + " AS ", query);
        return;
      }
      insert("INSERT INTO " + session.quote(fresh) + " ", query);
      session.checkCancelled();
    } catch (RuntimeException error) {
      SparkPublishing.undo(error, drop);
      throw error;
    }
    rename(target, fresh, replaces, drop);
  }

  private void rename(List<String> target, List<String> fresh, boolean replaces, Runnable drop) {
    String name = target.get(target.size() - 1);
    List<String> earlier = beside(target, "sqlflow_earlier_" + suffix);
    boolean moved = false;
    try {
      if (replaces) {
        SparkPublishing.rename(session, target, earlier.get(earlier.size() - 1));
        moved = true;
      }
      SparkPublishing.rename(session, fresh, name);
    } catch (RuntimeException error) {
      if (moved) {
        SparkPublishing.undo(error, () -> SparkPublishing.rename(session, earlier, name));
      }
      SparkPublishing.undo(error, drop);
      throw error;
    }
    if (replaces) {
      session.run("DROP TABLE " + session.quote(earlier));
    }
  }

  /** A table's format, such as {@code parquet}. */
  private Optional<String> format(List<String> table) {
    return SparkCatalogue.Description.of(session, table)
        .map(described -> described.details().get("Provider"))
        .map(provider -> provider.toLowerCase(Locale.ROOT))
        .filter(provider -> provider.matches("\\w+"));
  }

  private void insert(String head, String query) {
    try {
      session.run(head + query);
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  /** A table of another name in the same schema. */
  private List<String> beside(List<String> target, String name) {
    List<String> parts = new ArrayList<>(target.subList(0, target.size() - 1));
    if (parts.isEmpty()) {
      parts.add(String.valueOf(session.rows("SELECT current_schema()", List.of()).get(0).get(0)));
    }
    parts.add(name);
    return parts;
  }

  @Override
  public void close() {
    if (!session.isLost()) {
      tables.forEach(table -> session.run("DROP TABLE IF EXISTS " + table));
    }
    tables.clear();
  }
}
