package org.sqlflow.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sqlflow.text.Text;

/**
 * Rows gather with a number each in one side table, additions with the same number in another, and
 * the dialect puts what both make together in its place.
 */
final class SideOutputTable implements OutputTable {
  /** Tells the rows of a query apart, from 1 in their order. */
  static final String NUMBER = "sqlflow_row_number";

  private final Database database;
  private final GenericDialect dialect;
  private final List<String> target;
  private final List<Column> added;
  private final SideTables tables;
  private final long count;
  private long written;

  private SideOutputTable(
      Database database,
      GenericDialect dialect,
      List<String> target,
      List<Column> added,
      SideTables tables,
      long count) {
    this.database = database;
    this.dialect = dialect;
    this.target = target;
    this.added = added;
    this.tables = tables;
    this.count = count;
  }

  static SideOutputTable begin(
      Database database,
      GenericDialect dialect,
      String query,
      List<String> target,
      List<Column> added) {
    SideTables tables = SideTables.begin(database, dialect);
    try {
      String rows = tables.add("rows");
      String head = dialect.numberedHead(rows);
      try {
        database.run(head + query + dialect.numberedTail());
      } catch (DatabaseException error) {
        throw error.within(head.length(), query.length());
      }
      dialect.indexed(rows).forEach(database::run);
      database.run(
          dialect.createSide()
              + tables.add("added")
              + added.stream()
                  .map(
                      c ->
                          dialect.quote(c.name())
                              + " "
                              + (c.whole() ? "INTEGER" : dialect.types().real()))
                  .collect(
                      Collectors.joining(
                          ", ", " (" + dialect.quote(NUMBER) + " BIGINT PRIMARY KEY, ", ")")));
      Object count = database.rows("SELECT count(*) FROM " + rows, List.of()).get(0).get(0);
      return new SideOutputTable(
          database, dialect, target, added, tables, ((Number) count).longValue());
    } catch (RuntimeException error) {
      Cleanup.despite(error, tables::close);
      throw error;
    }
  }

  @Override
  public void read(List<ReadColumn> columns, Consumer<ColumnBlock> reader) {
    BlockReader blocks = new BlockReader(columns, dialect);
    String selection = blocks.selection();
    for (long from = 1; from <= count; from += BlockReader.ROWS) {
      String sql =
          Text.of(
              "SELECT %s FROM %s WHERE %3$s BETWEEN %4$d AND %5$d ORDER BY %3$s",
              selection,
              tables.name("rows"),
              dialect.quote(NUMBER),
              from,
              from + BlockReader.ROWS - 1);
      reader.accept(
          database.session().call(sql, statement -> blocks.next(statement.executeQuery(sql))));
    }
  }

  @Override
  public void append(List<Object> values, int[] present) {
    int width = added.size() + 1;
    try (RowSink sink =
        dialect.sink(database.session().connection(), tables.name("added"), width)) {
      for (int row : present) {
        Object[] cells = new Object[width];
        written++;
        cells[0] = written;
        for (int i = 0; row >= 0 && i < values.size(); i++) {
          Object column = values.get(i);
          cells[i + 1] =
              column instanceof int[] wholes
                  ? (Object) wholes[row]
                  : dialect.types().written(((float[]) column)[row]);
        }
        sink.row(cells);
      }
      sink.end();
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }

  @Override
  public long finish() {
    if (count != written) {
      throw new IllegalStateException(written + " predictions for " + count + " rows");
    }
    String number = dialect.quote(NUMBER);
    tables.place(
        target,
        Text.of(
            "SELECT %s FROM %s r JOIN %s a ON a.%s = r.%4$s ORDER BY r.%4$s",
            columns(), tables.name("rows"), tables.name("added"), number));
    return count;
  }

  /** All columns of the query but those that an added one replaces, and the added ones. */
  private String columns() {
    Set<String> replaced =
        added.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    replaced.add(NUMBER);
    String kept =
        database.describe("SELECT * FROM " + tables.name("rows")).stream()
            .map(QueryColumn::name)
            .filter(name -> !replaced.contains(name.toLowerCase(Locale.ROOT)))
            .map(name -> "r." + dialect.quote(name) + ", ")
            .collect(Collectors.joining());
    return kept
        + added.stream().map(c -> "a." + dialect.quote(c.name())).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    tables.close();
  }
}
