package org.sqlflow.database.session;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Optional;
import org.sqlflow.data.SqlType;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.database.spi.ValueType;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/**
 * One column of a result on its way into a Tablesaw column. Values are never changed: at the first
 * one that the Tablesaw column cannot hold, such as a date of the year 40000, microseconds or a
 * decimal of 20 digits, the whole column becomes one of texts.
 */
final class ResultColumn {
  private static final int NANOS_OF_MILLI = 1_000_000;

  /** A decimal with at most so many digits survives the way through a double. */
  private static final int EXACT_DIGITS = 15;

  /** Whole numbers up to this one are exact as doubles. */
  private static final BigDecimal LARGEST_WHOLE = BigDecimal.valueOf(1L << 53);

  private final SqlTypes types;
  private final ValueType valueType;
  private final SqlType type;
  private final BitSet present = new BitSet();
  private Column<?> column;
  private int leftOut;

  /** No values yet. */
  ResultColumn(SqlTypes types, ValueType valueType, SqlType type, String name) {
    this.types = types;
    this.valueType = valueType;
    this.type = type;
    this.column =
        switch (valueType) {
          case BOOLEAN -> BooleanColumn.create(name);
          case INTEGER -> IntColumn.create(name);
          case LONG, HUGE -> LongColumn.create(name);
          case FLOAT -> FloatColumn.create(name);
          case DOUBLE, DECIMAL -> DoubleColumn.create(name);
          case DATE -> DateColumn.create(name);
          case TIME -> TimeColumn.create(name);
          case TIMESTAMP -> DateTimeColumn.create(name);
          case INSTANT -> InstantColumn.create(name);
          case BYTES, TEXT, ARRAY -> StringColumn.create(name);
        };
  }

  SqlType type() {
    return type;
  }

  Column<?> column() {
    return column;
  }

  /** The rows whose value is not NULL although Tablesaw counts it as missing. */
  BitSet present() {
    return present;
  }

  /** How many values are NULL in the column though not in the database. */
  int leftOut() {
    return leftOut;
  }

  /** Takes the value of the current row. */
  void read(ResultSet rows, int index, int row) throws SQLException {
    boolean isNull =
        switch (valueType) {
          case BOOLEAN -> bool(rows, index);
          case INTEGER -> whole(rows, index);
          case LONG -> wholeLong(rows, index);
          case FLOAT -> real(rows, index);
          case DOUBLE -> realDouble(rows, index);
          case HUGE -> number(rows.getObject(index), false);
          case DECIMAL -> number(rows.getObject(index), true);
          case DATE, TIME, TIMESTAMP, INSTANT -> time(types.time(rows, index, valueType));
          case BYTES -> bytes(rows, index);
          case TEXT, ARRAY -> text(rows.getString(index));
        };
    if (isNull) {
      column.appendMissing();
    } else if (column.isMissing(row)) {
      present.set(row);
    }
  }

  private boolean bool(ResultSet rows, int index) throws SQLException {
    boolean value = rows.getBoolean(index);
    if (!rows.wasNull()) {
      ((BooleanColumn) column).append(value);
    }
    return rows.wasNull();
  }

  private boolean whole(ResultSet rows, int index) throws SQLException {
    int value = rows.getInt(index);
    if (rows.wasNull()) {
      return true;
    }
    if (value == Integer.MIN_VALUE && column instanceof IntColumn) {
      becomeLong();
    }
    if (column instanceof IntColumn whole) {
      whole.append(value);
    } else {
      ((LongColumn) column).append(value);
    }
    return false;
  }

  /** The least int is Tablesaw's missing value. */
  private void becomeLong() {
    LongColumn longs = LongColumn.create(column.name());
    for (int row = 0; row < column.size(); row++) {
      if (column.isMissing(row)) {
        longs.appendMissing();
      } else {
        longs.append(((IntColumn) column).getInt(row));
      }
    }
    column = longs;
  }

  private boolean wholeLong(ResultSet rows, int index) throws SQLException {
    long value = rows.getLong(index);
    if (rows.wasNull()) {
      return true;
    }
    if (column instanceof StringColumn || !fitsLong(value)) {
      becomeText();
      return text(Long.toString(value));
    }
    ((LongColumn) column).append(value);
    return false;
  }

  private boolean real(ResultSet rows, int index) throws SQLException {
    float value = rows.getFloat(index);
    if (!rows.wasNull()) {
      ((FloatColumn) column).append(value);
    }
    return rows.wasNull();
  }

  private boolean realDouble(ResultSet rows, int index) throws SQLException {
    double value = rows.getDouble(index);
    if (!rows.wasNull()) {
      ((DoubleColumn) column).append(value);
    }
    return rows.wasNull();
  }

  private boolean text(String value) {
    if (value != null) {
      ((StringColumn) column).append(value);
    }
    return value == null;
  }

  private boolean bytes(ResultSet rows, int index) throws SQLException {
    String value = types.bytes(rows, index);
    if (value != null && value.isEmpty()) {
      leftOut++;
      return true;
    }
    return text(value);
  }

  /**
   * A whole number becomes a long and a decimal a double, as far as that is exact; otherwise texts.
   */
  private boolean number(Object value, boolean isDecimal) {
    if (value == null) {
      return true;
    }
    Optional<BigDecimal> number = decimal(value);
    if (column instanceof StringColumn) {
      return text(number.map(this::written).orElse(value.toString()));
    }
    if (isDecimal && number.filter(this::fitsDouble).isPresent()) {
      ((DoubleColumn) column).append(number.get().doubleValue());
    } else if (isDecimal && number.isEmpty()) {
      ((DoubleColumn) column).append(Double.parseDouble(value.toString())); // NaN, Infinity
    } else if (!isDecimal && number.filter(ResultColumn::fitsLong).isPresent()) {
      ((LongColumn) column).append(number.get().longValueExact());
    } else {
      becomeText();
      return number(value, isDecimal);
    }
    return false;
  }

  private static Optional<BigDecimal> decimal(Object value) {
    if (value instanceof BigDecimal decimal) {
      return Optional.of(decimal);
    }
    try {
      return Optional.of(new BigDecimal(value.toString()));
    } catch (NumberFormatException notFinite) {
      return Optional.empty();
    }
  }

  private String written(BigDecimal number) {
    int scale = type.scale().orElse(0);
    return (number.scale() < scale ? number.setScale(scale) : number).toPlainString();
  }

  /**
   * The database chooses the digits of a computed numeric; the precision of a double is enough for
   * it.
   */
  private boolean fitsDouble(BigDecimal number) {
    double nearest = number.doubleValue();
    boolean exact = Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0;
    boolean computed =
        type.scale().isEmpty()
            && number.scale() > 0
            && number.precision() > EXACT_DIGITS
            && number.abs().compareTo(LARGEST_WHOLE) < 0;
    return exact || computed;
  }

  /** The least long is Tablesaw's missing value. */
  private static boolean fitsLong(long number) {
    return number != Long.MIN_VALUE;
  }

  private static boolean fitsLong(BigDecimal number) {
    try {
      return fitsLong(number.longValueExact());
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  /** Tablesaw's times have milliseconds, and its dates 65,536 years. */
  private boolean time(Object value) {
    if (value == null) {
      return true;
    }
    if (column instanceof StringColumn || !fits(value)) {
      becomeText();
      return text(SqlTypes.text(value));
    }
    if (column instanceof DateColumn dates) {
      dates.append((LocalDate) value);
    } else if (column instanceof TimeColumn times) {
      times.append((LocalTime) value);
    } else if (column instanceof DateTimeColumn times) {
      times.append((LocalDateTime) value);
    } else {
      ((InstantColumn) column).append(((OffsetDateTime) value).toInstant());
    }
    return false;
  }

  private static boolean fits(Object value) {
    if (value instanceof LocalDate date) {
      return fitsShort(date.getYear());
    }
    if (value instanceof LocalTime time) {
      return time.getNano() % NANOS_OF_MILLI == 0;
    }
    if (value instanceof LocalDateTime time) {
      return fitsShort(time.getYear()) && time.getNano() % NANOS_OF_MILLI == 0;
    }
    if (value instanceof OffsetDateTime time) {
      return Math.abs(time.getYear()) < Short.MAX_VALUE && time.getNano() % NANOS_OF_MILLI == 0;
    }
    return false;
  }

  private static boolean fitsShort(int number) {
    return (short) number == number;
  }

  private void becomeText() {
    if (column instanceof StringColumn) {
      return;
    }
    StringColumn texts = StringColumn.create(column.name());
    for (int row = 0; row < column.size(); row++) {
      if (column.isMissing(row) && !present.get(row)) {
        texts.appendMissing();
      } else {
        texts.append(text(column.get(row)));
      }
    }
    column = texts;
    present.clear();
  }

  private String text(Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      return written(BigDecimal.valueOf(number));
    }
    if (value instanceof Instant instant) {
      return SqlTypes.text(instant.atOffset(ZoneOffset.UTC));
    }
    return value instanceof Number ? value.toString() : SqlTypes.text(value);
  }
}
