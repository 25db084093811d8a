package org.sqlflow.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/**
 * A column that a model adds to a table.
 *
 * @param name of the column
 * @param type of its values
 * @param values the known values, as texts of the type, if the column can have no others. The
 *     vector then holds places in this list, as {@link ColumnVector.Ints}; {@link
 *     ColumnVector.Ints#NONE} is NULL. Empty if the vector holds the values themselves
 */
public record OutputColumn(String name, Type type, List<String> values) {
  public OutputColumn {
    values = List.copyOf(values);
  }

  /** A column whose vector holds its values. */
  public OutputColumn(String name, Type type) {
    this(name, type, List.of());
  }

  /** What the values are, and which vector holds them. */
  public enum Type {
    /** 32-bit whole numbers: {@link ColumnVector.Ints}; {@link ColumnVector.Ints#NONE} is NULL. */
    INTEGER,
    /** 64-bit whole numbers, as places among known values only. */
    LONG,
    /** Single precision: {@link ColumnVector.Floats}. */
    REAL,
    /** Double precision: {@link ColumnVector.Doubles}; NaN is NULL. */
    DOUBLE,
    /** {@link ColumnVector.Texts}; null is NULL. */
    TEXT,
    /** {@link ColumnVector.Truths}. */
    BOOLEAN,
    /** Days, as places among known values only: {@code 2024-01-31}. */
    DATE,
    /** Days with a time, as places among known values only: {@code 2024-01-31 10:00:00}. */
    TIMESTAMP
  }

  /** Whether the vector holds places among known values. */
  public boolean isCoded() {
    return !values.isEmpty();
  }

  /** One of the known values as JDBC takes it. */
  public Object value(int place) {
    return value(type, values.get(place));
  }

  /**
   * The place of a value, as a database gives it, among the known ones; -1 if it is not one of
   * them.
   */
  public int place(Object given) {
    for (int place = 0; place < values.size(); place++) {
      Object own = value(place);
      boolean isSame =
          own instanceof Number number && given instanceof Number other
              ? number.doubleValue() == other.doubleValue()
              : areOf(type, List.of(given.toString())) && own.equals(value(type, given.toString()));
      if (isSame) {
        return place;
      }
    }
    return -1;
  }

  /**
   * A text as a value that JDBC takes.
   *
   * @throws RuntimeException if it is not a value of the type
   */
  static Object value(Type type, String text) {
    return switch (type) {
      case INTEGER -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case REAL -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case TEXT -> text;
      case BOOLEAN -> Boolean.valueOf(text);
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
    };
  }

  /** Whether texts are values of a type. */
  public static boolean areOf(Type type, List<String> texts) {
    try {
      texts.forEach(text -> value(type, text));
      return true;
    } catch (RuntimeException other) {
      return false;
    }
  }
}
