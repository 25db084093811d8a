package org.sqlflow.database.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sqlflow.database.spi.Session;

/** Tables of unfinished work, which are dropped when it is published or has failed. */
final class SparkStaging implements AutoCloseable {
  private final Session session;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> tables = new ArrayList<>();

  SparkStaging(Session session) {
    this.session = session;
  }

  /** Creates an empty table; returns its quoted name. */
  String create(String purpose, String columns) {
    return add(purpose, name -> "CREATE TABLE " + name + " (" + columns + ")");
  }

  /** Makes the statement that creates a table of a name. */
  @FunctionalInterface
  interface Creation {
    String sql(String name);
  }

  /** Creates a table by a statement; returns its quoted name. */
  String add(String purpose, Creation creation) {
    String name = session.quote("sqlflow_" + purpose + "_" + suffix);
    tables.add(name);
    session.run(creation.sql(name));
    return name;
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
              + comment.map(text -> " COMMENT '" + text + "'").orElse("")
              + " AS "
              + query);
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
