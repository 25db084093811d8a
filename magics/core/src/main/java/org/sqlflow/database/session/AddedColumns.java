package org.sqlflow.database.session;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.spi.Session;

/**
 * The columns that a prediction adds to a query's rows, where both are staged with row numbers and
 * joined by them.
 *
 * @param number the name of the staged column of row numbers
 */
public record AddedColumns(List<OutputColumn> columns, String number) {
  /** The number of added columns. */
  public int size() {
    return columns.size();
  }

  /**
   * The column definitions of the staging table: the row number, of this type, and the added
   * columns.
   */
  public String ddl(
      Session session, String numberType, Function<OutputColumn.Type, String> sqlType) {
    return session.quote(number)
        + " "
        + numberType
        + columns.stream()
            .map(column -> ", " + session.quote(column.name()) + " " + sqlType.apply(column.type()))
            .collect(Collectors.joining());
  }

  /**
   * The columns to select from the join of the staged rows {@code r} and values {@code a}: those of
   * the query that no added one replaces, and the added ones.
   *
   * @param rows the staged rows' table, as SQL
   */
  public String selection(Session session, String rows) {
    Set<String> replaced =
        columns.stream()
            .map(column -> column.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    replaced.add(number);
    String others =
        session.describe("SELECT * FROM " + rows).names().stream()
            .filter(name -> !replaced.contains(name.toLowerCase(Locale.ROOT)))
            .map(name -> "r." + session.quote(name) + ", ")
            .collect(Collectors.joining());
    return others
        + columns.stream()
            .map(column -> "a." + session.quote(column.name()))
            .collect(Collectors.joining(", "));
  }

  /**
   * A value of an added column as a JDBC parameter; null for none.
   *
   * @throws IllegalArgumentException if the column has lists
   */
  public Object value(int place, ColumnVector column, int row) {
    if (column instanceof ColumnVector.Ints ints) {
      int value = ints.values()[row];
      return value == ColumnVector.Ints.NONE
          ? null
          : columns.get(place).isCoded() ? columns.get(place).value(value) : (Object) value;
    } else if (column instanceof ColumnVector.Floats floats) {
      return floats.values()[row];
    } else if (column instanceof ColumnVector.Doubles doubles) {
      double value = doubles.values()[row];
      return Double.isNaN(value) ? null : (Object) value;
    } else if (column instanceof ColumnVector.Texts texts) {
      return texts.values()[row];
    } else if (column instanceof ColumnVector.Truths truths) {
      return truths.values()[row];
    }
    throw new IllegalArgumentException("lists cannot be written");
  }
}
