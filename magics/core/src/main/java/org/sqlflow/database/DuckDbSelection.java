package org.sqlflow.database;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.text.Text;

/** SQL for some columns of a query's rows, each in the form in which it is read. */
record DuckDbSelection(Dialect dialect, String query, List<ReadColumn> columns, RowsWanted wanted) {

  /** What stands before the query; its columns are called as {@link #places} tells. */
  String head() {
    String selected =
        IntStream.range(0, columns.size())
            .mapToObj(i -> cast(columns.get(i)) + " AS " + place(i))
            .collect(Collectors.joining(", "));
    return "SELECT " + (columns.isEmpty() ? "1" : selected) + " FROM (";
  }

  /** What stands behind the query. */
  String tail() {
    if (wanted.share() < 1) {
      // Hashes go from 0 to below 2^64.
      BigInteger below = new BigDecimal(Math.scalb(wanted.share(), Long.SIZE)).toBigInteger();
      return CursorRows.TAIL
          + Text.of(
              " QUALIFY hash(row_number() OVER (), %d::BIGINT) < %d::UBIGINT",
              wanted.seed(), below);
    }
    return CursorRows.TAIL
        + (wanted.most() < Long.MAX_VALUE ? " LIMIT " + (wanted.most() + 1) : "");
  }

  /** Some of the columns as the selection calls them. */
  List<ReadColumn> places(List<ReadColumn> some) {
    return some.stream()
        .map(column -> new ReadColumn(place(columns.indexOf(column)), column.form()))
        .toList();
  }

  private String cast(ReadColumn column) {
    return dialect.cast(dialect.quote(column.name()), column.form());
  }

  private static String place(int index) {
    return "c" + index;
  }
}
