package org.sqlflow.database.session;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.spi.SqlTypes;
import tech.tablesaw.api.Table;

/** Results of queries as Tablesaw tables. */
final class ResultTables {
  private ResultTables() {}

  /** Reads all rows that are left. */
  static QueryTable read(ResultSet rows, SqlTypes types) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<ResultColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String name = unused(meta.getColumnLabel(i).strip(), names);
      columns.add(new ResultColumn(types, types.valueType(meta, i), types.sqlType(meta, i), name));
    }
    for (int row = 0; rows.next(); row++) {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).read(rows, i + 1, row);
      }
    }
    Map<Integer, BitSet> present = new HashMap<>();
    Table table = Table.create();
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn column = columns.get(i);
      table.addColumns(column.column());
      if (!column.present().isEmpty()) {
        present.put(i, column.present());
      }
    }
    return new QueryTable(table, present, columns.stream().map(ResultColumn::type).toList());
  }

  /**
   * Tablesaw refuses two columns whose names differ by nothing, by case or by white space around
   * them.
   */
  private static String unused(String name, Set<String> names) {
    String unused = name;
    for (int i = 1; !names.add(unused.toLowerCase(Locale.ROOT)); i++) {
      unused = name + "_" + i;
    }
    return unused;
  }
}
