package org.sqlflow.database.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.text.Text;

/** SQL for some columns of a query's rows, each in the form in which it is read. */
record Selection(SqlText text, String query, List<ColumnRead> reads, RowLimit limit) {
  /** The column with the number of a row in its table. */
  static final String ROW = "sqlflow_row";

  /** How many rows DuckDB stores together, and how many of these make a part that pays. */
  private static final int GROUP = 122_880;

  private static final int LEAST_GROUPS = 2;

  private static final String NAME = "(?:\\w++|\"[^\"]*+\")";

  /** A query of columns as they are, under their names. Possessive, so that it takes no long. */
  private static final Pattern OF_COLUMNS =
      Pattern.compile(
          "\\s*+SELECT\\s++(?:\\*|NAME(?:\\s*+,\\s*+NAME)*+)\\s*+\\bFROM\\s++(?:NAME\\s*+\\.\\s*+)*+(NAME)\\s*+"
              .replace("NAME", NAME),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SELECT = Pattern.compile("\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);

  Selection {
    reads = List.copyOf(reads);
  }

  /** The SQL before the query; its columns have the names of {@link #columns}. */
  String head() {
    String selected =
        IntStream.range(0, reads.size())
            .mapToObj(
                i ->
                    text.cast(text.quote(reads.get(i).column()), reads.get(i).form())
                        + " AS "
                        + name(i))
            .collect(Collectors.joining(", "));
    return "SELECT " + (reads.isEmpty() ? "1" : selected) + " FROM (";
  }

  /**
   * The whole selection, without its limit, for a query of one table, with the rows' numbers in the
   * table as {@link #ROW}. DuckDB refuses it for anything else, such as a view.
   */
  Optional<String> ofTable() {
    Matcher start = SELECT.matcher(query);
    return start.lookingAt() && limit.share() == 1
        ? Optional.of(headOfTable() + query.substring(start.end()) + SqlText.AS_SOURCE)
        : Optional.empty();
  }

  /** The SQL before the columns of a query of one table, whose rows get their numbers. */
  private String headOfTable() {
    return head().replaceFirst("SELECT ", "SELECT " + ROW + ", ") + "SELECT rowid AS " + ROW + ", ";
  }

  /**
   * What the query reads, without its schema, if it has only columns as they are and no condition:
   * a table or a view.
   */
  Optional<String> source() {
    Matcher columns = OF_COLUMNS.matcher(query);
    return columns.matches() ? Optional.of(columns.group(1).replace("\"", "")) : Optional.empty();
  }

  /**
   * The selections of parts of a table whose columns the query has; together they are {@link
   * #ofTable}. They have none of the query's words, so that they mean the same on each connection.
   *
   * @param rows about how many the table has
   * @param most parts
   * @return fewer than two if they do not pay
   */
  List<String> partsOf(QueryPlan.Table table, long rows, int most) {
    if (limit.share() < 1
        || !reads.stream().allMatch(read -> table.columns().contains(read.column()))) {
      return List.of();
    }
    String start = headOfTable() + "* FROM " + table.name() + " WHERE rowid >= ";
    long groups = (rows + GROUP - 1) / GROUP;
    long parts = Math.min(most, groups / LEAST_GROUPS);
    return LongStream.range(0, parts)
        .mapToObj(
            part -> {
              long from = groups * part / parts * GROUP;
              long to = groups * (part + 1) / parts * GROUP;
              String end = part + 1 == parts ? "" : " AND rowid < " + to;
              return start + from + end + SqlText.AS_SOURCE;
            })
        .toList();
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

  /** The name of a column in the selection, by its index in {@link #reads}. */
  static String name(int index) {
    return "c" + index;
  }
}
