package org.sqlflow.database;

import java.util.List;
import org.sqlflow.text.Text;

/** What a query gave, in a temporary table of the connection that keeps its order. */
final class DuckDbKeptQuery implements AutoCloseable {
  private final Database database;
  private final DuckDbMemory memory;
  private final String name;
  private final long first;
  private final long rows;
  private final String order;

  private DuckDbKeptQuery(
      Database database, DuckDbMemory memory, String name, long first, long rows, String order) {
    this.database = database;
    this.memory = memory;
    this.name = name;
    this.first = first;
    this.rows = rows;
    this.order = order;
  }

  /**
   * Runs a query.
   *
   * @param name of the table, unquoted
   * @param head of the SQL that gives the query's rows, before the query
   * @param tail of it, behind the query
   */
  static DuckDbKeptQuery of(
      Database database, DuckDbMemory memory, String name, String head, String query, String tail) {
    String table = "temp.main." + name;
    database.run("DROP TABLE IF EXISTS " + table);
    String begin = "CREATE TEMP TABLE " + name + " AS " + head;
    try {
      memory.run(() -> database.run(begin + query + tail));
    } catch (DatabaseException error) {
      throw error.within(begin.length(), query.length());
    }
    List<Object> told =
        database
            .rows(
                "SELECT min(rowid), count(*), current_setting('preserve_insertion_order') FROM "
                    + table,
                List.of())
            .get(0);
    long first = told.get(0) == null ? 0 : ((Number) told.get(0)).longValue();
    // Where a scan gives rows in their order, sorting them would take as long as reading.
    String order = (Boolean) told.get(2) ? "" : " ORDER BY rowid";
    return new DuckDbKeptQuery(
        database, memory, table, first, ((Number) told.get(1)).longValue(), order);
  }

  String table() {
    return name;
  }

  long rows() {
    return rows;
  }

  int blocks() {
    return Math.toIntExact((rows + BlockReader.ROWS - 1) / BlockReader.ROWS);
  }

  /** How many rows there are before a block, or in all before the one behind the last. */
  long rowsBefore(int block) {
    return Math.min(rows, (long) block * BlockReader.ROWS);
  }

  /** SQL that gives the rows from a block to before another, in their order. */
  String select(String expressions, int from, int end) {
    return Text.of(
        "SELECT %s FROM %s WHERE rowid BETWEEN %d AND %d%s",
        expressions, name, first + rowsBefore(from), first + rowsBefore(end) - 1, order);
  }

  DuckDbBlocks read(List<ReadColumn> columns) {
    return new DuckDbBlocks(database, memory, this, columns);
  }

  @Override
  public void close() {
    database.run("DROP TABLE IF EXISTS " + name);
  }
}
