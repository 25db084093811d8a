package org.sqlflow.database;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads columns of results block by block. */
final class BlockReader {
  /** Rows in a block: enough to make a call's cost vanish, few enough to stay small. */
  static final int ROWS = 65_536;

  private static final int FIRST_ROWS = 1024;

  private final List<ReadColumn> columns;
  private final Dialect dialect;
  private final int[] places;
  private final SharedTexts shared = new SharedTexts();

  /** Reads columns that a result has in their order, as {@link #selection} gives them. */
  BlockReader(List<ReadColumn> columns, Dialect dialect) {
    this(columns, dialect, IntStream.rangeClosed(1, columns.size()).toArray());
  }

  private BlockReader(List<ReadColumn> columns, Dialect dialect, int[] places) {
    this.columns = columns;
    this.dialect = dialect;
    this.places = places;
  }

  /** Reads columns wherever a result has them. */
  static BlockReader among(List<QueryColumn> all, List<ReadColumn> columns, Dialect dialect) {
    List<String> names = all.stream().map(QueryColumn::name).toList();
    int[] places = columns.stream().mapToInt(c -> names.indexOf(c.name()) + 1).toArray();
    return new BlockReader(columns, dialect, places);
  }

  /** The columns as SQL gives them to {@link #next}. */
  String selection() {
    return columns.isEmpty()
        ? "1.0"
        : columns.stream()
            .map(column -> dialect.cast(dialect.quote(column.name()), column.form()))
            .collect(Collectors.joining(", "));
  }

  /** The next rows, at most {@link #ROWS}; none at the end. */
  ColumnBlock next(ResultSet rows) throws SQLException {
    Object[] values = columns.stream().map(column -> room(column.form(), FIRST_ROWS)).toArray();
    int room = FIRST_ROWS;
    int count = 0;
    while (count < ROWS && rows.next()) {
      if (count == room) {
        room = Math.min(ROWS, 4 * room);
        for (int i = 0; i < values.length; i++) {
          values[i] = grown(values[i], room);
        }
      }
      for (int i = 0; i < values.length; i++) {
        read(rows, i, values[i], count);
      }
      count++;
    }
    return new ColumnBlock(count, List.of(values));
  }

  /** An empty column with room for so many rows. */
  static Object room(ReadColumn.Form form, int rows) {
    return switch (form) {
      case NUMBER -> new double[rows];
      case TEXT -> new String[rows];
      case LIST -> new double[rows][];
    };
  }

  /** A column's values with room for more. */
  static Object grown(Object values, int rows) {
    return values instanceof double[] numbers
        ? Arrays.copyOf(numbers, rows)
        : Arrays.copyOf((Object[]) values, rows);
  }

  private void read(ResultSet rows, int column, Object values, int at) throws SQLException {
    int index = places[column];
    if (values instanceof double[] numbers) {
      numbers[at] = dialect.number(rows, index);
    } else if (values instanceof String[] texts) {
      texts[at] = shared.of(rows.getString(index));
    } else {
      Array list = rows.getArray(index);
      ((double[][]) values)[at] = list == null ? null : numbers(list, columns.get(column).name());
    }
  }

  private static double[] numbers(Array list, String column) throws SQLException {
    Object[] values = (Object[]) list.getArray();
    double[] numbers = new double[values.length];
    for (int i = 0; i < numbers.length; i++) {
      Object value = values[i];
      if (value == null) {
        numbers[i] = Double.NaN;
      } else if (value instanceof Number number) {
        numbers[i] = number.doubleValue();
      } else if (value instanceof Boolean truth) {
        numbers[i] = truth ? 1 : 0;
      } else {
        // Some databases tell the type of a list of lists as that of a list.
        throw new DatabaseException(
            "column " + column + " holds lists of lists, and a model takes lists of numbers", null);
      }
    }
    return numbers;
  }
}
