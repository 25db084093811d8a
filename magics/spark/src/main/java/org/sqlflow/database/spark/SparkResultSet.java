package org.sqlflow.database.spark;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.sqlflow.database.spi.SqlTypes;

/** The methods of {@link ResultSet} that SQLFlow calls, for a running query. Not thread-safe. */
final class SparkResultSet {
  private final List<SparkDataset.Field> fields;
  private final SparkRows rows;
  private final long most;
  private long read;
  private Object[] row;
  private boolean wasNull;

  /**
   * Rows of a query.
   *
   * @param most so many of them; 0 for all
   */
  SparkResultSet(List<SparkDataset.Field> fields, SparkRows rows, int most) {
    this.fields = fields;
    this.rows = rows;
    this.most = most == 0 ? Long.MAX_VALUE : most;
  }

  boolean next() throws SQLException {
    row = read < most ? rows.next() : null;
    read++;
    return row != null;
  }

  boolean wasNull() {
    return wasNull;
  }

  ResultSetMetaData getMetaData() {
    return JdbcProxy.of(ResultSetMetaData.class, new SparkColumns(fields));
  }

  private Object value(int index) {
    Object value = row[index - 1];
    wasNull = value == null;
    return value;
  }

  /** The value of a column; dates and times have types of java.time. */
  Object getObject(int index) throws SQLException {
    return plain(value(index));
  }

  boolean getBoolean(int index) {
    return value(index) instanceof Boolean truth && truth;
  }

  int getInt(int index) {
    return value(index) instanceof Number number ? number.intValue() : 0;
  }

  long getLong(int index) {
    return value(index) instanceof Number number ? number.longValue() : 0;
  }

  float getFloat(int index) {
    return value(index) instanceof Number number ? number.floatValue() : 0;
  }

  double getDouble(int index) {
    Object value = value(index);
    return value instanceof Number number
        ? number.doubleValue()
        : value instanceof Boolean truth && truth ? 1 : 0;
  }

  byte[] getBytes(int index) {
    return (byte[]) value(index);
  }

  String getString(int index) throws SQLException {
    Object value = value(index);
    return value == null ? null : text(value);
  }

  java.sql.Array getArray(int index) throws SQLException {
    Object value = value(index);
    return value == null
        ? null
        : JdbcProxy.of(java.sql.Array.class, new Elements(list(value).toArray()));
  }

  /** The method of {@link java.sql.Array} that SQLFlow calls. */
  private record Elements(Object[] values) {
    Object getArray() {
      return values;
    }
  }

  void close() throws SQLException {
    rows.close();
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp time) {
      return time.toInstant().atOffset(ZoneOffset.UTC);
    }
    if (value instanceof Instant time) {
      return time.atOffset(ZoneOffset.UTC);
    }
    return value instanceof Date date ? date.toLocalDate() : value;
  }

  /** A value as Spark's own shell writes nested values. */
  private static String text(Object value) throws SQLException {
    Object plain = plain(value);
    if (plain instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (plain instanceof LocalDate
        || plain instanceof LocalDateTime
        || plain instanceof LocalTime
        || plain instanceof OffsetDateTime) {
      return SqlTypes.text(plain);
    }
    if (isOf(value, "scala.collection.Seq")) {
      return joined(list(value), "[", "]");
    }
    if (isOf(value, "scala.collection.Map")) {
      StringJoiner pairs = new StringJoiner(", ", "{", "}");
      for (Map.Entry<?, ?> pair : map(value).entrySet()) {
        pairs.add(element(pair.getKey()) + " -> " + element(pair.getValue()));
      }
      return pairs.toString();
    }
    if (isOf(value, "org.apache.spark.sql.Row")) {
      return joined(list(SparkLibrary.call(value, "toSeq")), "{", "}");
    }
    return String.valueOf(plain);
  }

  private static String joined(List<?> values, String before, String after) throws SQLException {
    StringJoiner all = new StringJoiner(", ", before, after);
    for (Object value : values) {
      all.add(element(value));
    }
    return all.toString();
  }

  private static String element(Object value) throws SQLException {
    return value == null ? "null" : text(value);
  }

  private static boolean isOf(Object value, String type) {
    ClassLoader loader = value.getClass().getClassLoader();
    try {
      return loader != null && loader.loadClass(type).isInstance(value);
    } catch (ClassNotFoundException none) {
      return false;
    }
  }

  private static List<?> list(Object scala) throws SQLException {
    return new ArrayList<>((List<?>) converted(scala, "asJava", "scala.collection.Seq"));
  }

  private static Map<?, ?> map(Object scala) throws SQLException {
    return (Map<?, ?>) converted(scala, "asJava", "scala.collection.Map");
  }

  private static Object converted(Object scala, String name, String type) throws SQLException {
    try {
      ClassLoader loader = scala.getClass().getClassLoader();
      return loader
          .loadClass("scala.jdk.javaapi.CollectionConverters")
          .getMethod(name, loader.loadClass(type))
          .invoke(null, scala);
    } catch (InvocationTargetException error) {
      throw SparkErrors.of(error.getCause());
    } catch (ReflectiveOperationException error) {
      throw new SQLException("a value of Spark cannot be read", error);
    }
  }
}
