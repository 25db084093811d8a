package org.sqlflow.database.session;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sqlflow.database.Answer;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.database.spi.ValueType;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/** Results of queries as Tablesaw tables. */
final class ResultTables {
  private ResultTables() {}

  /** How many values are read between two checks of memory and cancellation. */
  private static final int VALUES_BETWEEN_CHECKS = 1 << 16;

  /** One part in so many of the heap stays free for the rest of the process. */
  private static final int FREE_PART = 6;

  /** Every row. */
  static final int ALL = Integer.MAX_VALUE;

  /** Rows with more values than this are wide: fewer of them are read. */
  private static final int MOST_NARROW_VALUES = 20;

  /**
   * Reads the rows that are left.
   *
   * @param declared the names and types to show; empty if they are those of the rows
   * @param checkCancelled throws if the reading is to end
   * @param most how many of them
   * @throws DatabaseException if they do not fit into memory
   */
  static Answer.Rows read(
      ResultSet rows,
      Optional<ResultSetMetaData> declared,
      SqlTypes types,
      Runnable checkCancelled,
      int most)
      throws SQLException {
    Map<String, Integer> leftOut = new LinkedHashMap<>();
    Part part = readPart(rows, false, declared, types, checkCancelled, most, leftOut);
    return new Answer.Rows(part.result(), part.hasMore(), sentences(leftOut));
  }

  /**
   * Reads all rows in parts.
   *
   * @param declared the names and types to show; empty if they are those of the rows
   * @param most rows of a part
   * @param parts gets them in their order
   * @return the first part
   */
  static Answer.Rows readInParts(
      ResultSet rows,
      Optional<ResultSetMetaData> declared,
      SqlTypes types,
      Runnable checkCancelled,
      int most,
      Consumer<QueryTable> parts)
      throws SQLException {
    Map<String, Integer> leftOut = new LinkedHashMap<>();
    Part first = readPart(rows, false, declared, types, checkCancelled, most, leftOut);
    parts.accept(first.result());
    boolean hasMore = first.hasMore();
    while (hasMore) {
      Part next = readPart(rows, true, declared, types, checkCancelled, most, leftOut);
      parts.accept(next.result());
      hasMore = next.hasMore();
    }
    return new Answer.Rows(first.result(), first.hasMore(), sentences(leftOut));
  }

  private record Part(QueryTable result, boolean hasMore) {}

  /**
   * Reads rows.
   *
   * @param leftOut by the columns' names, how many values were left out; counts those of this part
   */
  private static Part readPart(
      ResultSet rows,
      boolean isOnRow,
      Optional<ResultSetMetaData> declared,
      SqlTypes types,
      Runnable checkCancelled,
      int most,
      Map<String, Integer> leftOut)
      throws SQLException {
    ResultSetMetaData read = rows.getMetaData();
    ResultSetMetaData meta = declared.orElse(read);
    List<ResultColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String name = unused(meta.getColumnLabel(i).strip(), names);
      boolean isBytes = types.valueType(meta, i) == ValueType.BYTES; // maybe read as a text
      ValueType value = isBytes ? ValueType.BYTES : types.valueType(read, i);
      columns.add(new ResultColumn(types, value, types.sqlType(meta, i), name));
    }
    int mostRows =
        most == ALL
            ? ALL
            : (int)
                Math.min(most, (long) most * MOST_NARROW_VALUES / Math.max(1, columns.size()) + 1);
    boolean isPartial = readRows(rows, isOnRow, columns, checkCancelled, mostRows);
    Map<Integer, BitSet> present = new HashMap<>();
    Table table = Table.create();
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn column = columns.get(i);
      table.addColumns(column.column());
      if (!column.present().isEmpty()) {
        present.put(i, column.present());
      }
      if (column.leftOut() > 0) {
        leftOut.merge(column.column().name(), column.leftOut(), Integer::sum);
      }
    }
    return new Part(
        new QueryTable(table, present, columns.stream().map(ResultColumn::type).toList()),
        isPartial);
  }

  private static List<String> sentences(Map<String, Integer> leftOut) {
    return leftOut.entrySet().stream()
        .map(
            column ->
                Text.of(
                    "%s is NULL here in %s, where the database has more than %,d bytes",
                    column.getKey(), Text.counted(column.getValue(), "row"), SqlTypes.MOST_BYTES))
        .toList();
  }

  /**
   * Reads rows; returns whether there are more. The result is then on the next one, which was not
   * read.
   */
  private static boolean readRows(
      ResultSet rows,
      boolean isOnRow,
      List<ResultColumn> columns,
      Runnable checkCancelled,
      int most)
      throws SQLException {
    int between = Math.max(1, VALUES_BETWEEN_CHECKS / Math.max(1, columns.size()));
    int row = 0;
    try {
      for (boolean has = isOnRow || rows.next(); has; has = rows.next()) {
        if (row == most) {
          return true;
        }
        if (row % between == between - 1) {
          checkCancelled.run();
          requireMemory(row);
        }
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).read(rows, i + 1, row);
        }
        row++;
      }
      return false;
    } catch (OutOfMemoryError full) { // a column grows by half of its size at once
      throw tooLarge(row);
    } catch (SQLException error) {
      if (String.valueOf(error.getMessage()).contains("Java heap space")) { // DuckDB's driver
        throw tooLarge(row);
      }
      throw error;
    }
  }

  /** Stops reading while other threads still have the memory they need. */
  private static void requireMemory(int rows) {
    if (isNearlyFull()) {
      System.gc(); // what is in use may be garbage
      if (isNearlyFull()) {
        throw tooLarge(rows);
      }
    }
  }

  private static DatabaseException tooLarge(int rows) {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String raise = " or raise -Xmx in the kernel's kernel.json";
    return new DatabaseException(
        rows == 0
            ? Text.of(
                "the result does not fit into memory: its first rows take more than is left of the"
                    + " %,d MB that this kernel has. Select smaller values, or fewer rows with"
                    + " LIMIT,%s",
                megabytes, raise)
            : Text.of(
                "the result does not fit into memory: %,d rows nearly fill the %,d MB that this"
                    + " kernel has. Read fewer rows, for example with LIMIT,%s",
                rows, megabytes, raise),
        null);
  }

  private static boolean isNearlyFull() {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return free < runtime.maxMemory() / FREE_PART;
  }

  /**
   * A name that no column has yet: Tablesaw refuses two columns whose names are equal but for case
   * and surrounding white space.
   */
  private static String unused(String name, Set<String> names) {
    String unused = name;
    for (int i = 1; !names.add(unused.toLowerCase(Locale.ROOT)); i++) {
      unused = name + "_" + i;
    }
    return unused;
  }
}
