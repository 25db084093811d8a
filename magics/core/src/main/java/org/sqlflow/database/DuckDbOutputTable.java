package org.sqlflow.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Rows and additions gather in temporary tables of the connection, and one statement joins them by
 * position and puts the finished table in its place.
 */
final class DuckDbOutputTable implements OutputTable {
  /** Blocks that are read in one go; DuckDB cannot append before its rows are all read. */
  private static final int TOGETHER = 16;

  private static final String ROWS = "sqlflow_rows";
  private static final String ADDED = "sqlflow_added";
  private static final String DROP_ADDED = "DROP TABLE IF EXISTS temp.main." + ADDED;

  private final Database database;
  private final DuckDbMemory memory;
  private final DuckDbKeptQuery rows;
  private final List<String> target;
  private final List<Column> added;
  private final DuckDbAddedColumns values;
  private final List<Addition> held = new ArrayList<>();
  private boolean reading;

  /** What was appended while rows were read. */
  private record Addition(List<Object> values, int[] present) {}

  private DuckDbOutputTable(
      Database database,
      DuckDbMemory memory,
      DuckDbKeptQuery rows,
      List<String> target,
      List<Column> added,
      DuckDbAddedColumns values) {
    this.database = database;
    this.memory = memory;
    this.rows = rows;
    this.target = target;
    this.added = added;
    this.values = values;
  }

  static DuckDbOutputTable begin(
      Database database, String query, List<String> target, List<Column> added) {
    database.run(DROP_ADDED);
    DuckDbMemory memory = DuckDbMemory.limit(database);
    try {
      DuckDbKeptQuery rows = DuckDbKeptQuery.of(database, memory, ROWS, "", query, "");
      DuckDbAddedColumns values = DuckDbAddedColumns.create(database, ADDED, added);
      return new DuckDbOutputTable(database, memory, rows, target, added, values);
    } catch (RuntimeException error) {
      memory.close();
      throw error;
    }
  }

  @Override
  public void read(List<ReadColumn> columns, Consumer<ColumnBlock> reader) {
    DuckDbBlocks blocks = rows.read(columns);
    for (int from = 0; from < rows.blocks(); from += TOGETHER) {
      int end = Math.min(from + TOGETHER, rows.blocks());
      reading = true;
      blocks.read(from, end, reader);
      reading = false;
      held.forEach(addition -> write(addition.values(), addition.present()));
      held.clear();
    }
  }

  @Override
  public void append(List<Object> values, int[] present) {
    if (reading) {
      held.add(new Addition(values, present));
    } else {
      write(values, present);
    }
  }

  private void write(List<Object> values, int[] present) {
    try {
      this.values.append(values, present);
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }

  @Override
  public long finish() {
    String addedRows;
    try {
      addedRows = values.query();
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
    if (rows.rows() != values.rows()) {
      throw new IllegalStateException(values.rows() + " predictions for " + rows.rows() + " rows");
    }
    String sql =
        "CREATE OR REPLACE TABLE "
            + database.quote(target)
            + " AS SELECT "
            + keptColumns()
            + ADDED
            + ".* FROM "
            + rows.table()
            + " POSITIONAL JOIN ("
            + addedRows
            + ") AS "
            + ADDED;
    memory.run(() -> database.run(sql));
    return rows.rows();
  }

  /** All columns of the query but those that an added one replaces. */
  private String keptColumns() {
    Set<String> replaced =
        added.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return database.describe("SELECT * FROM " + rows.table()).stream()
        .map(QueryColumn::name)
        .filter(name -> !replaced.contains(name.toLowerCase(Locale.ROOT)))
        .map(name -> ROWS + "." + database.quote(name) + ", ")
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    try {
      values.close();
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    } finally {
      try {
        database.run(DROP_ADDED);
        rows.close();
      } finally {
        memory.close();
      }
    }
  }
}
