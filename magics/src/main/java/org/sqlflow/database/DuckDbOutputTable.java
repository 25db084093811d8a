package org.sqlflow.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sqlflow.text.Text;

/**
 * Rows and additions gather in temporary tables of the connection, and one statement joins them by
 * position and puts the finished table in its place.
 */
final class DuckDbOutputTable implements OutputTable {
  private static final String ROWS = "sqlflow_rows";
  private static final String ADDED = "sqlflow_added";

  private final Database database;
  private final List<String> target;
  private final List<Column> added;
  private final DuckDbAddedColumns values;

  private DuckDbOutputTable(
      Database database, List<String> target, List<Column> added, DuckDbAddedColumns values) {
    this.database = database;
    this.target = target;
    this.added = added;
    this.values = values;
  }

  static DuckDbOutputTable begin(
      Database database, String query, List<String> target, List<Column> added) {
    dropTemporaries(database);
    String head = "CREATE TEMP TABLE " + ROWS + " AS ";
    try {
      database.run(head + query);
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
    return new DuckDbOutputTable(
        database, target, added, DuckDbAddedColumns.create(database, ADDED, added));
  }

  @Override
  public void read(List<ReadColumn> columns, Consumer<ColumnBlock> reader) {
    List<Object> bounds =
        database.rows("SELECT min(rowid), max(rowid) FROM temp.main." + ROWS, List.of()).get(0);
    if (bounds.get(0) == null) {
      return;
    }
    BlockReader blocks = new BlockReader(columns, database.dialect());
    String selection = blocks.selection();
    String order = keepsOrder() ? "" : " ORDER BY rowid";
    long last = ((Number) bounds.get(1)).longValue();
    for (long from = ((Number) bounds.get(0)).longValue(); from <= last; from += BlockReader.ROWS) {
      String sql =
          Text.of(
              "SELECT %s FROM temp.main.%s WHERE rowid BETWEEN %d AND %d%s",
              selection, ROWS, from, from + BlockReader.ROWS - 1, order);
      reader.accept(
          database.session().call(sql, statement -> blocks.next(statement.executeQuery(sql))));
    }
  }

  /** Whether a scan gives rows in their order by itself; sorting them takes as long as reading. */
  private boolean keepsOrder() {
    return (Boolean)
        database
            .rows("SELECT current_setting('preserve_insertion_order')", List.of())
            .get(0)
            .get(0);
  }

  @Override
  public void append(List<Object> values, int[] present) {
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
    long rows =
        ((Number) database.rows("SELECT count(*) FROM temp.main." + ROWS, List.of()).get(0).get(0))
            .longValue();
    if (rows != values.rows()) {
      throw new IllegalStateException(values.rows() + " predictions for " + rows + " rows");
    }
    database.run(
        "CREATE OR REPLACE TABLE "
            + database.quote(target)
            + " AS SELECT "
            + keptColumns()
            + ADDED
            + ".* FROM temp.main."
            + ROWS
            + " POSITIONAL JOIN ("
            + addedRows
            + ") AS "
            + ADDED);
    return rows;
  }

  /** All columns of the query but those that an added one replaces. */
  private String keptColumns() {
    Set<String> replaced =
        added.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return database.describe("SELECT * FROM temp.main." + ROWS).stream()
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
      dropTemporaries(database);
    }
  }

  private static void dropTemporaries(Database database) {
    database.run("DROP TABLE IF EXISTS temp.main." + ROWS);
    database.run("DROP TABLE IF EXISTS temp.main." + ADDED);
  }
}
