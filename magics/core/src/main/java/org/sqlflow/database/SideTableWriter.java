package org.sqlflow.database;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tablesaw tables as tables of a database: through a side table, whole or not at all. */
final class SideTableWriter {
  private final Database database;
  private final GenericDialect dialect;

  SideTableWriter(Database database, GenericDialect dialect) {
    this.database = database;
    this.dialect = dialect;
  }

  void write(List<String> target, Table table, Map<Integer, BitSet> present) {
    try (SideTables tables = SideTables.begin(database, dialect)) {
      String rows = tables.add("rows");
      database.run(
          table.columns().stream()
              .map(column -> dialect.quote(column.name()) + " " + dialect.types().sqlType(column))
              .collect(
                  Collectors.joining(
                      ", ",
                      dialect.createSide()
                          + rows
                          + " ("
                          + dialect.quote(SideOutputTable.NUMBER)
                          + " BIGINT PRIMARY KEY, ",
                      ")")));
      fill(rows, table, present);
      tables.place(
          target,
          table.columnNames().stream()
              .map(dialect::quote)
              .collect(
                  Collectors.joining(
                      ", ",
                      "SELECT ",
                      " FROM " + rows + " ORDER BY " + dialect.quote(SideOutputTable.NUMBER))));
    }
  }

  private void fill(String rows, Table table, Map<Integer, BitSet> present) {
    BitSet none = new BitSet();
    int width = table.columnCount() + 1;
    try (RowSink sink = dialect.sink(database.session().connection(), rows, width)) {
      for (int row = 0; row < table.rowCount(); row++) {
        Object[] cells = new Object[width];
        cells[0] = (long) row;
        for (int i = 0; i < table.columnCount(); i++) {
          Column<?> column = table.column(i);
          boolean missing = column.isMissing(row) && !present.getOrDefault(i, none).get(row);
          cells[i + 1] = missing ? null : dialect.types().written(column.get(row));
        }
        sink.row(cells);
      }
      sink.end();
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }
}
