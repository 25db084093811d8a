package org.sqlflow.database.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.text.Text;

/** SQL for some columns of a query's rows, each in the form in which it is read. */
record Selection(SqlText text, String query, List<ColumnRead> reads, RowLimit limit) {
  Selection {
    reads = List.copyOf(reads);
  }

  /** The SQL before the query; its columns have the names of {@link #columns}. */
  String head() {
    String selected =
        IntStream.range(0, reads.size())
            .mapToObj(i -> cast(reads.get(i)) + " AS " + name(i))
            .collect(Collectors.joining(", "));
    return "SELECT " + (reads.isEmpty() ? "1" : selected) + " FROM (";
  }

  /** The SQL after the query. */
  String tail() {
    if (limit.share() < 1) {
      // Hashes are uniform from 0 to 2^64.
      BigInteger below = new BigDecimal(Math.scalb(limit.share(), Long.SIZE)).toBigInteger();
      return SqlText.AS_SOURCE
          + Text.of(
              " QUALIFY hash(row_number() OVER (), %d::BIGINT) < %d::UBIGINT", limit.seed(), below);
    }
    return SqlText.AS_SOURCE
        + (limit.most() < Long.MAX_VALUE ? " LIMIT " + (limit.most() + 1) : "");
  }

  /** Some of the columns by their names in the selection. */
  List<ColumnRead> columns(List<ColumnRead> some) {
    return some.stream()
        .map(read -> new ColumnRead(name(reads.indexOf(read)), read.form()))
        .toList();
  }

  private String cast(ColumnRead read) {
    return text.cast(text.quote(read.column()), read.form());
  }

  private static String name(int index) {
    return "c" + index;
  }
}
