package org.sqlflow.database.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.generic.Cleanup;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Session;
import tech.tablesaw.api.Table;

/**
 * Writes to a table next to the target, and renames it when it is complete: Spark's own overwriting
 * loses the earlier table when a task fails. A new table has the session's default format.
 */
final class SparkPublishing implements Publishing {
  private final SparkTypes types;

  SparkPublishing(SparkTypes types) {
    this.types = types;
  }

  SparkTypes types() {
    return types;
  }

  @Override
  public OutputTable output(
      Session session, String query, List<String> target, List<OutputColumn> added) {
    return SparkOutputTable.begin(session, this, query, target, added, true);
  }

  @Override
  public void create(Session session, List<String> target, String query, boolean predicted) {
    try (SparkStaging staging = new SparkStaging(session)) {
      staging.publish(
          target, query, predicted ? Optional.of(StoredTable.PREDICTED) : Optional.empty());
    }
  }

  @Override
  public void view(
      Session session, List<String> target, String query, List<OutputColumn> predictions) {
    session.run(
        "CREATE OR REPLACE VIEW "
            + session.quote(target)
            + " COMMENT '"
            + StoredTable.PREDICTED
            + "' AS "
            + query);
  }

  /** Rewrites the table, because files cannot be changed in place. */
  @Override
  public OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    return SparkOutputTable.begin(
        session,
        this,
        "SELECT * FROM " + session.quote(table.path()),
        table.path(),
        added,
        table.predicted());
  }

  @Override
  public List<String> lostByExtending(Session session, StoredTable table) {
    List<String> lost = new ArrayList<>();
    Optional<SparkCatalogue.Description> found =
        SparkCatalogue.Description.of(session, table.path());
    found.ifPresent(
        described -> {
          if (!described.partitions().isEmpty()) {
            lost.add("its partitions");
          }
          if (described.details().containsKey("Num Buckets")) {
            lost.add("its buckets");
          }
          if (described.details().containsKey("Comment") && !table.predicted()) {
            lost.add("its comment");
          }
          if ("EXTERNAL".equals(described.details().get("Type"))) {
            lost.add("its place outside of the warehouse");
          }
        });
    return lost;
  }

  @Override
  public void write(Session session, List<String> target, QueryTable rows) {
    try (SparkStaging staging = new SparkStaging(session)) {
      String written = staging.create("rows", ddl(session, rows.table()));
      fill(session, written, rows);
      staging.publish(target, "SELECT * FROM " + written, Optional.empty());
    }
  }

  private String ddl(Session session, Table table) {
    return table.columns().stream()
        .map(column -> session.quote(column.name()) + " " + types.sqlType(column))
        .collect(Collectors.joining(", "));
  }

  private void fill(Session session, String target, QueryTable rows) {
    Table table = rows.table();
    try (SparkSink sink = new SparkSink(session, target, ddl(session, table))) {
      for (int row = 0; row < table.rowCount(); row++) {
        Object[] cells = new Object[table.columnCount()];
        for (int i = 0; i < cells.length; i++) {
          Object value = rows.value(i, row);
          cells[i] = value == null ? null : types.cell(value, table.column(i));
        }
        sink.add(cells);
      }
    }
  }

  @Override
  public void writeTemporary(Session session, String name, QueryTable rows) {
    Table table = rows.table();
    List<Object[]> all = new ArrayList<>();
    IntStream.range(0, table.rowCount())
        .forEach(
            row ->
                all.add(
                    IntStream.range(0, table.columnCount())
                        .mapToObj(
                            i ->
                                Optional.ofNullable(rows.value(i, row))
                                    .map(value -> types.cell(value, table.column(i)))
                                    .orElse(null))
                        .toArray()));
    SparkSink.call(session, client -> client.rows(all, ddl(session, table)).asView(name));
  }

  @Override
  public void dropTemporary(Session session, String name) {
    session.run("DROP VIEW IF EXISTS " + session.quote(name));
  }

  /** Whether a table has the name; refuses to replace a view. */
  static boolean requireTable(Session session, List<String> target) {
    Optional<StoredTable> found = session.table(target);
    if (found.filter(table -> table.kind() != StoredTable.Kind.TABLE).isPresent()) {
      throw new DatabaseException(
          String.join(".", target) + " is a view: drop it first, or write to another name", null);
    }
    return found.isPresent();
  }

  /** Renames a table within its schema. */
  static void rename(Session session, List<String> from, String name) {
    // The new name is given without a catalog, which cannot change.
    List<String> schema = from.subList(Math.max(0, from.size() - 2), from.size() - 1);
    List<String> to = new ArrayList<>(schema);
    to.add(name);
    session.run("ALTER TABLE " + session.quote(from) + " RENAME TO " + session.quote(to));
  }

  /** Undoes work after an error, which is still the one to report. */
  static void undo(RuntimeException error, Runnable work) {
    Cleanup.despite(error, work);
  }
}
