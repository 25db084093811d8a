package org.sqlflow.database.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sqlflow.database.spi.Session;

/**
 * Tables of unfinished work, which are dropped when it is published or has failed. They are created
 * empty and then filled: a CREATE TABLE … AS that fails leaves files that no table has.
 */
final class SparkStaging implements AutoCloseable {
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
   * Creates a table of a query's rows in place of an earlier one of the name. Between the two
   * renames, which move no data, the name has no table; the earlier one comes back if the second
   * fails.
   */
  void publish(List<String> target, String query, Optional<String> comment) {
    boolean replaces = SparkPublishing.requireTable(session, target);
    String name = target.get(target.size() - 1);
    List<String> fresh = beside(target, "sqlflow_side_" + suffix);
    List<String> earlier = beside(target, "sqlflow_earlier_" + suffix);
    Runnable drop = () -> session.run("DROP TABLE IF EXISTS " + session.quote(fresh));
    try {
      session.run(
          "CREATE TABLE "
              + session.quote(fresh)
              + " ("
              + ddl(session, query)
              + ")"
              + comment.map(text -> " COMMENT '" + text + "'").orElse(""));
      session.run("INSERT INTO " + session.quote(fresh) + " " + query);
      session.checkCancelled();
      if (replaces) {
        SparkPublishing.rename(session, target, "sqlflow_earlier_" + suffix);
      }
    } catch (RuntimeException error) {
      SparkPublishing.undo(error, drop);
      throw error;
    }
    try {
      SparkPublishing.rename(session, fresh, name);
    } catch (RuntimeException error) {
      if (replaces) {
        SparkPublishing.undo(error, () -> SparkPublishing.rename(session, earlier, name));
      }
      SparkPublishing.undo(error, drop);
      throw error;
    }
    if (replaces) {
      session.run("DROP TABLE " + session.quote(earlier));
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
