package org.sqlflow.database;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.sqlflow.data.SqlType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The whole result of a query.
 *
 * @param table a column for each column of the result; equal names get the suffixes _1, _2, …
 * @param present by column index, the rows whose value is not NULL although Tablesaw counts it as
 *     missing: an empty string or NaN
 * @param types of the columns, as the database has them
 */
public record QueryTable(Table table, Map<Integer, BitSet> present, List<SqlType> types) {
  /** A value as the database had it; null for NULL. */
  public Object value(int index, int row) {
    Column<?> column = table.column(index);
    if (!column.isMissing(row)) {
      return column.get(row);
    }
    BitSet known = present.get(index);
    if (known == null || !known.get(row)) {
      return null;
    }
    if (column instanceof DoubleColumn) {
      return Double.NaN;
    }
    return column instanceof FloatColumn ? (Object) Float.NaN : column.get(row);
  }
}
