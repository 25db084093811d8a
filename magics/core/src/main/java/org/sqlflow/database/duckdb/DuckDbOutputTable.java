package org.sqlflow.database.duckdb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.session.StoredColumns;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.Transaction;

/**
 * The query's rows are in a temporary table of the connection, the added values in arrays or in a
 * second such table, and one statement joins them and publishes the finished table.
 */
final class DuckDbOutputTable implements OutputTable {
  /** About how many rows are read at once; DuckDB cannot append before they are all read. */
  private static final int ROWS_AT_ONCE = 16 * RowBatch.MOST_ROWS;

  /** DuckDB's own number of a row of a table. */
  static final String ROW_ID = "rowid";

  private static final String NUMBER = "sqlflow_row_number";
  private static final String ROWS = "sqlflow_rows";
  private static final String ADDED = "sqlflow_added";

  private final Session session;
  private final DuckDbMemory memory;
  private final SpooledQuery rows;
  private final List<OutputColumn> added;
  private final AddedRows values;
  private final Publication publication;
  private final List<Addition> additions = new ArrayList<>();
  private boolean reading;

  /** Turns the rows and the added columns into the finished table. */
  @FunctionalInterface
  private interface Publication {
    void publish(DuckDbOutputTable table, AddedRows.Sql values);
  }

  /** Values that were appended while rows were read. */
  private record Addition(List<ColumnVector> values, int[] rowOf) {}

  private DuckDbOutputTable(
      Session session,
      DuckDbMemory memory,
      SpooledQuery rows,
      List<OutputColumn> added,
      AddedRows values,
      Publication publication) {
    this.session = session;
    this.memory = memory;
    this.rows = rows;
    this.added = added;
    this.values = values;
    this.publication = publication;
  }

  static DuckDbOutputTable begin(
      Session session,
      LookedUpColumns.Functions functions,
      String query,
      List<String> target,
      List<OutputColumn> added) {
    return spooled(
        session, functions, query, added, (table, values) -> table.create(target, values));
  }

  static DuckDbOutputTable extend(
      Session session,
      LookedUpColumns.Functions functions,
      StoredTable target,
      List<ColumnRead> reads,
      List<OutputColumn> added) {
    String columns = StoredColumns.following(session, reads);
    return spooled(
        session,
        functions,
        "SELECT rowid AS " + NUMBER + columns + " FROM " + session.quote(target.path()),
        added,
        (table, values) -> table.update(target, values));
  }

  private static DuckDbOutputTable spooled(
      Session session,
      LookedUpColumns.Functions functions,
      String query,
      List<OutputColumn> added,
      Publication publication) {
    DuckDbMemory memory = DuckDbMemory.limit(session);
    try {
      SpooledQuery rows = SpooledQuery.of(session, memory, ROWS, "", query, "");
      AddedRows values =
          LookedUpColumns.of(session, functions, rows, added)
              .<AddedRows>map(columns -> columns)
              .orElseGet(() -> AddedColumns.create(session, ADDED, added));
      return new DuckDbOutputTable(session, memory, rows, added, values, publication);
    } catch (RuntimeException error) {
      memory.close();
      throw error;
    }
  }

  @Override
  public void read(List<ColumnRead> reads, Consumer<RowBatch> reader) {
    int size = rows.batchRows(reads);
    long atOnce = Math.max(1, ROWS_AT_ONCE / size) * (long) size;
    for (long from = 0; from < rows.rows(); from += atOnce) {
      reading = true;
      rows.read(reads, reads, from, Math.min(rows.rows(), from + atOnce), size, reader);
      reading = false;
      additions.forEach(addition -> write(addition.values(), addition.rowOf()));
      additions.clear();
    }
  }

  @Override
  public void append(List<ColumnVector> appended, int[] rowOf) {
    if (reading && values.usesConnection()) {
      additions.add(new Addition(appended, rowOf));
    } else {
      write(appended, rowOf);
    }
  }

  private void write(List<ColumnVector> appended, int[] rowOf) {
    try {
      values.append(appended, rowOf);
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
  }

  @Override
  public long finish() {
    AddedRows.Sql sql;
    try {
      sql = values.sql(rows);
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
    if (rows.rows() != values.rows()) {
      throw new IllegalStateException(values.rows() + " predictions for " + rows.rows() + " rows");
    }
    memory.renew();
    memory.run(() -> publication.publish(this, sql));
    return rows.rows();
  }

  private void create(List<String> target, AddedRows.Sql sql) {
    String table = session.quote(target);
    try (Transaction transaction = session.begin()) {
      session.run(
          "CREATE OR REPLACE TABLE "
              + table
              + " AS SELECT "
              + otherColumns()
              + sql.columns()
              + sql.from());
      session.run("COMMENT ON TABLE " + table + " IS '" + StoredTable.PREDICTED + "'");
      StoredColumns.marks(session, table, added).forEach(session::run);
      transaction.commit();
    }
  }

  /** No other session can change the table between ALTER TABLE and the commit. */
  private void update(StoredTable target, AddedRows.Sql sql) {
    String table = session.quote(target.path());
    try (Transaction transaction = session.begin()) {
      List<OutputColumn> unlike = StoredColumns.unlike(session, target, added);
      StoredColumns.additions(session, target, added, AddedColumns::sqlType).forEach(session::run);
      StoredColumns.marks(session, table, unlike).forEach(session::run);
      long updated =
          session.update(
              "UPDATE "
                  + table
                  + " AS t SET "
                  + StoredColumns.assignments(session, added, "v")
                  + " FROM (SELECT "
                  + NUMBER
                  + ", "
                  + sql.columns()
                  + sql.from()
                  + ") AS v WHERE t.rowid = v."
                  + NUMBER,
              List.of());
      StoredColumns.requireAll(rows.rows(), updated);
      StoredColumns.requireAll(rows.rows(), session.count("SELECT 1 FROM " + table));
      transaction.commit();
    }
  }

  /** All columns of the query that no added one replaces. */
  private String otherColumns() {
    Set<String> replaced =
        added.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return session.describe("SELECT * FROM " + rows.table()).names().stream()
        .filter(name -> !replaced.contains(name.toLowerCase(Locale.ROOT)))
        .map(name -> ROWS + "." + session.quote(name) + ", ")
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    try {
      values.close();
    } catch (SQLException error) {
      throw session.refused(error, "");
    } finally {
      try {
        rows.close();
      } finally {
        memory.close();
      }
    }
  }
}
