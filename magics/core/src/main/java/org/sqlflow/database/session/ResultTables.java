package org.sqlflow.database.session;

import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.database.spi.ValueType;
import org.sqlflow.text.Text;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/** Results of queries as Tablesaw tables. */
final class ResultTables {
  private ResultTables() {}

  /** Values that are read between two looks at the memory and at interrupts. */
  private static final int VALUES_BETWEEN = 1 << 16;

  /** Of the heap: what stays free for the rest of the process. */
  private static final int FREE_PART = 6;

  /**
   * Reads all rows that are left.
   *
   * @param checkCancelled throws if the reading is to end
   * @throws DatabaseException if they do not fit into memory
   */
  static QueryTable read(ResultSet rows, SqlTypes types, Runnable checkCancelled)
      throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<ResultColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String name = unused(meta.getColumnLabel(i), names);
      columns.add(ResultColumn.of(types.valueType(meta, i), name));
    }
    readRows(rows, columns, checkCancelled);
    Map<Integer, BitSet> present = new HashMap<>();
    Table table = Table.create();
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn column = columns.get(i);
      table.addColumns(column.finished());
      if (!column.present().isEmpty()) {
        present.put(i, column.present());
      }
    }
    return new QueryTable(table, present);
  }

  private static void readRows(ResultSet rows, List<ResultColumn> columns, Runnable checkCancelled)
      throws SQLException {
    int between = Math.max(1, VALUES_BETWEEN / Math.max(1, columns.size()));
    int row = 0;
    try {
      while (rows.next()) {
        if (row % between == between - 1) {
          checkCancelled.run();
          requireMemory(row);
        }
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).read(rows, i + 1, row);
        }
        row++;
      }
    } catch (OutOfMemoryError full) { // a column that grows takes half as much again at once
      throw tooLarge(row);
    }
  }

  /** Ends the reading while other threads still have the memory they need. */
  private static void requireMemory(int rows) {
    if (isNearlyFull()) {
      System.gc(); // what is in use may be garbage
      if (isNearlyFull()) {
        throw tooLarge(rows);
      }
    }
  }

  private static DatabaseException tooLarge(int rows) {
    return new DatabaseException(
        Text.of(
            "the result does not fit into memory: %,d rows nearly fill the %,d MB that this kernel"
                + " has. Read fewer rows, for example with LIMIT, or raise -Xmx in the kernel's"
                + " kernel.json",
            rows, Runtime.getRuntime().maxMemory() >> 20),
        null);
  }

  private static boolean isNearlyFull() {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return free < runtime.maxMemory() / FREE_PART;
  }

  /** Tablesaw refuses two columns whose names differ by nothing or by case. */
  private static String unused(String name, Set<String> names) {
    String unused = name;
    for (int i = 1; !names.add(unused.toLowerCase(Locale.ROOT)); i++) {
      unused = name + "_" + i;
    }
    return unused;
  }

  /** One column of a result on its way into a Tablesaw column. */
  private static final class ResultColumn {
    private final BitSet present = new BitSet();
    private final Reader reader;
    private Column<?> column;

    private ResultColumn(Column<?> column, Reader reader) {
      this.column = column;
      this.reader = reader;
    }

    /** Appends one value to a column; the column may become one of a wider type. */
    private interface Reader {
      Column<?> append(Column<?> column, ResultSet rows, int index) throws SQLException;
    }

    static ResultColumn of(ValueType type, String name) {
      return switch (type) {
        case BOOLEAN -> new ResultColumn(BooleanColumn.create(name), ResultColumn::bool);
        case INTEGER -> new ResultColumn(IntColumn.create(name), ResultColumn::whole);
        case LONG -> new ResultColumn(LongColumn.create(name), ResultColumn::wholeLong);
        case HUGE -> new ResultColumn(LongColumn.create(name), ResultColumn::huge);
        case FLOAT -> new ResultColumn(FloatColumn.create(name), ResultColumn::real);
        case DOUBLE -> new ResultColumn(DoubleColumn.create(name), ResultColumn::realDouble);
        case DATE -> new ResultColumn(DateColumn.create(name), ResultColumn::date);
        case TIME -> new ResultColumn(TimeColumn.create(name), ResultColumn::time);
        case TIMESTAMP -> new ResultColumn(DateTimeColumn.create(name), ResultColumn::timestamp);
        case INSTANT -> new ResultColumn(InstantColumn.create(name), ResultColumn::instant);
        case BYTES -> new ResultColumn(StringColumn.create(name), ResultColumn::bytes);
        case TEXT, ARRAY -> new ResultColumn(StringColumn.create(name), ResultColumn::text);
      };
    }

    void read(ResultSet rows, int index, int row) throws SQLException {
      column = reader.append(column, rows, index);
      if (column.isMissing(row) && rows.getObject(index) != null) {
        present.set(row);
      }
    }

    Column<?> finished() {
      return column;
    }

    BitSet present() {
      return present;
    }

    private static Column<?> bool(Column<?> column, ResultSet rows, int i) throws SQLException {
      boolean value = rows.getBoolean(i);
      return rows.wasNull() ? column.appendMissing() : ((BooleanColumn) column).append(value);
    }

    private static Column<?> whole(Column<?> column, ResultSet rows, int i) throws SQLException {
      int value = rows.getInt(i);
      return rows.wasNull() ? column.appendMissing() : ((IntColumn) column).append(value);
    }

    private static Column<?> wholeLong(Column<?> column, ResultSet rows, int i)
        throws SQLException {
      long value = rows.getLong(i);
      return rows.wasNull() ? column.appendMissing() : ((LongColumn) column).append(value);
    }

    /** A sum of integers is a HUGEINT: a long as far as it goes, then a double; so is NaN. */
    private static Column<?> huge(Column<?> column, ResultSet rows, int i) throws SQLException {
      Object value = rows.getObject(i);
      if (value == null) {
        return column.appendMissing();
      }
      if (column instanceof LongColumn longs) {
        try {
          return longs.append(new BigDecimal(value.toString()).longValueExact());
        } catch (ArithmeticException | NumberFormatException noLong) {
          DoubleColumn doubles = longs.asDoubleColumn().setName(longs.name());
          return doubles.append(Double.parseDouble(value.toString()));
        }
      }
      return ((DoubleColumn) column).append(Double.parseDouble(value.toString()));
    }

    private static Column<?> real(Column<?> column, ResultSet rows, int i) throws SQLException {
      float value = rows.getFloat(i);
      return rows.wasNull() ? column.appendMissing() : ((FloatColumn) column).append(value);
    }

    private static Column<?> realDouble(Column<?> column, ResultSet rows, int i)
        throws SQLException {
      double value = rows.getDouble(i);
      return rows.wasNull() ? column.appendMissing() : ((DoubleColumn) column).append(value);
    }

    private static Column<?> date(Column<?> column, ResultSet rows, int i) throws SQLException {
      return ((DateColumn) column).append(rows.getObject(i, LocalDate.class));
    }

    private static Column<?> time(Column<?> column, ResultSet rows, int i) throws SQLException {
      return ((TimeColumn) column).append(rows.getObject(i, LocalTime.class));
    }

    private static Column<?> timestamp(Column<?> column, ResultSet rows, int i)
        throws SQLException {
      return ((DateTimeColumn) column).append(rows.getObject(i, LocalDateTime.class));
    }

    private static Column<?> instant(Column<?> column, ResultSet rows, int i) throws SQLException {
      OffsetDateTime value = rows.getObject(i, OffsetDateTime.class);
      return value == null
          ? column.appendMissing()
          : ((InstantColumn) column).append(value.toInstant());
    }

    private static Column<?> text(Column<?> column, ResultSet rows, int i) throws SQLException {
      String value = rows.getString(i);
      return value == null ? column.appendMissing() : ((StringColumn) column).append(value);
    }

    private static Column<?> bytes(Column<?> column, ResultSet rows, int i) throws SQLException {
      Object value = rows.getObject(i);
      if (value == null) {
        return column.appendMissing();
      }
      long length = value instanceof Blob blob ? blob.length() : rows.getBytes(i).length;
      return ((StringColumn) column).append("BLOB of " + length + " bytes");
    }
  }
}
