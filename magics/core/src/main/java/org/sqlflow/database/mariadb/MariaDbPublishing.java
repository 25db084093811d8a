package org.sqlflow.database.mariadb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.generic.Cleanup;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.generic.StagingPublishing;
import org.sqlflow.database.session.StoredColumns;
import org.sqlflow.database.spi.Session;
import org.sqlflow.text.Text;

/** Publishes a table by one RENAME TABLE statement, since CREATE TABLE cannot be rolled back. */
final class MariaDbPublishing extends StagingPublishing {
  /**
   * Must never change: tables that an earlier release left behind in a crash are recognized by it.
   */
  private static final String STAGING = "sqlflow_side_";

  private static final int MOST_WAIT_SECONDS = 3600;

  MariaDbPublishing(GenericTypes types) {
    super(types);
  }

  @Override
  protected String createStaging() {
    return "CREATE TEMPORARY TABLE ";
  }

  @Override
  protected String createTemporary() {
    return createStaging();
  }

  @Override
  public void dropTemporary(Session session, String name) {
    session.run("DROP TEMPORARY TABLE IF EXISTS " + session.quote(name));
  }

  /** The server ignores ORDER BY in all but the outermost query. */
  @Override
  protected String numberedHead(Session session, String table) {
    return createStaging()
        + table
        + " ("
        + session.quote(NUMBER)
        + " BIGINT AUTO_INCREMENT PRIMARY KEY) ";
  }

  @Override
  protected String numberedTail() {
    return "";
  }

  @Override
  protected List<String> indexed(Session session, String table) {
    return List.of();
  }

  @Override
  protected void publish(
      Session session,
      List<String> target,
      String query,
      String suffix,
      List<OutputColumn> predictions) {
    publish(
        session,
        target,
        suffix,
        staging -> {
          session.run("CREATE TABLE " + staging + " AS " + query);
          if (!predictions.isEmpty()) {
            session.run(
                predictions.stream()
                    .map(
                        column ->
                            " MODIFY "
                                + session.quote(column.name())
                                + " "
                                + markedType(column.type())
                                + ",")
                    .collect(
                        Collectors.joining(
                            "",
                            "ALTER TABLE " + staging,
                            " COMMENT = '" + StoredTable.PREDICTED + "'")));
          }
        });
  }

  /** Writes a complete copy of the table with the new columns, and renames it. */
  @Override
  public OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    List<String> columns = stored(session, table);
    return extension(
        session,
        List.of(),
        "SELECT " + quoted(session, columns) + " FROM " + session.quote(table.path()),
        added,
        (rows, values) ->
            publish(
                session,
                table.path(),
                suffix,
                staging -> copy(session, table, staging, columns, added, rows, values)));
  }

  private void copy(
      Session session,
      StoredTable table,
      String staging,
      List<String> columns,
      List<OutputColumn> added,
      String rows,
      String values) {
    session.run("CREATE TABLE " + staging + " LIKE " + session.quote(table.path()));
    StoredColumns.additions(session, table, staging, added, this::markedType).forEach(session::run);
    List<String> kept =
        columns.stream()
            .filter(name -> added.stream().noneMatch(c -> c.name().equalsIgnoreCase(name)))
            .toList();
    List<String> more = added.stream().map(OutputColumn::name).toList();
    String number = session.quote(NUMBER);
    Object mode = session.rows("SELECT @@sql_mode", List.of()).get(0).get(0);
    session.update(
        "SET SESSION sql_mode = CONCAT_WS(',', NULLIF(?, ''), 'NO_AUTO_VALUE_ON_ZERO')",
        List.of(mode));
    Cleanup.after(
        () ->
            session.run(
                Text.of(
                    "INSERT INTO %s (%s) SELECT %s FROM %s r JOIN %s a ON a.%s = r.%6$s"
                        + " ORDER BY r.%6$s",
                    staging,
                    quoted(session, Stream.concat(kept.stream(), more.stream()).toList()),
                    Stream.concat(
                            kept.stream().map(name -> "r." + session.quote(name)),
                            more.stream().map(name -> "a." + session.quote(name)))
                        .collect(Collectors.joining(", ")),
                    rows,
                    values,
                    number)),
        () -> {
          if (!session.isLost()) {
            session.update("SET SESSION sql_mode = ?", List.of(mode));
          }
        });
    StoredColumns.requireAll(
        session.count("SELECT 1 FROM " + session.quote(table.path())),
        session.count("SELECT 1 FROM " + staging));
  }

  private String markedType(OutputColumn.Type type) {
    return sqlType(type) + " COMMENT '" + StoredTable.PREDICTION + "'";
  }

  private static String quoted(Session session, List<String> columns) {
    return columns.stream().map(session::quote).collect(Collectors.joining(", "));
  }

  /** The columns that can be written; the others are generated. */
  private static List<String> stored(Session session, StoredTable table) {
    return session
        .rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND"
                + " table_name = ? AND extra NOT LIKE '%GENERATED%' ORDER BY ordinal_position",
            table.path())
        .stream()
        .map(row -> (String) row.get(0))
        .toList();
  }

  /**
   * A copy has no foreign keys and no triggers, and foreign keys of other tables do not refer to
   * it.
   */
  @Override
  public List<String> lostByExtending(Session session, StoredTable table) {
    List<String> lost = new ArrayList<>();
    List<String> path = table.path();
    if (!session
        .rows(
            "SELECT 1 FROM information_schema.referential_constraints WHERE"
                + " (constraint_schema = ? AND table_name = ?) OR (unique_constraint_schema = ?"
                + " AND referenced_table_name = ?)",
            List.of(path.get(0), path.get(1), path.get(0), path.get(1)))
        .isEmpty()) {
      lost.add("its foreign keys");
    }
    if (!session
        .rows(
            "SELECT 1 FROM information_schema.triggers WHERE event_object_schema = ? AND"
                + " event_object_table = ?",
            path)
        .isEmpty()) {
      lost.add("its triggers");
    }
    if (!session
        .rows(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND"
                + " table_type = 'SYSTEM VERSIONED'",
            path)
        .isEmpty()) {
      lost.add("its earlier versions");
    }
    return lost;
  }

  /** Publishes a table that is created under the name of a staging table. */
  private static void publish(
      Session session, List<String> target, String suffix, Consumer<String> creation) {
    requireTable(session, target);
    dropAbandoned(session, target);
    String name = STAGING + suffix;
    String drop = "DROP TABLE IF EXISTS " + inSchemaOf(session, target, name);
    withLock(
        session,
        name,
        0,
        () ->
            Cleanup.after(
                () -> publishAlone(session, target, creation, name),
                () -> unlessLost(session, drop)));
  }

  /** Others that write to the same name wait for this one, and then replace its table. */
  private static void publishAlone(
      Session session, List<String> target, Consumer<String> creation, String name) {
    String staging = inSchemaOf(session, target, name);
    String earlier = inSchemaOf(session, target, name + "_earlier");
    String table = session.quote(target);
    creation.accept(staging);
    byte[] written = target.get(target.size() - 1).getBytes(StandardCharsets.UTF_8);
    withLock(
        session,
        "sqlflow_" + UUID.nameUUIDFromBytes(written),
        MOST_WAIT_SECONDS,
        () -> {
          boolean replaces = requireTable(session, target);
          session.run(
              "RENAME TABLE "
                  + (replaces ? table + " TO " + earlier + ", " : "")
                  + staging
                  + " TO "
                  + table);
          if (replaces) {
            session.run("DROP TABLE " + earlier);
          }
        });
  }

  /**
   * Runs work with a lock of this name, which is released when the connection closes at the latest.
   */
  private static void withLock(Session session, String lock, int seconds, Runnable work) {
    Object held = session.rows("SELECT GET_LOCK(?, ?)", List.of(lock, seconds)).get(0).get(0);
    if (!(held instanceof Number number) || number.intValue() != 1) {
      throw DatabaseException.conflict("timed out waiting for lock " + lock, null);
    }
    Cleanup.after(work, () -> unlessLost(session, "DO RELEASE_LOCK('" + lock + "')"));
  }

  private static void unlessLost(Session session, String sql) {
    if (!session.isLost()) {
      session.run(sql);
    }
  }

  /** Drops the staging tables of closed connections, whose locks are free. */
  private static void dropAbandoned(Session session, List<String> target) {
    session
        .rows(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema"
                + " IN (database(), ?) AND left(table_name, 13) = 'sqlflow_side_' AND"
                + " IS_FREE_LOCK(substr(table_name, 1, 21))",
            List.of(target.size() > 1 ? target.get(target.size() - 2) : ""))
        .forEach(
            row ->
                session.run(
                    "DROP TABLE IF EXISTS "
                        + session.quote(List.of((String) row.get(0), (String) row.get(1)))));
  }
}
