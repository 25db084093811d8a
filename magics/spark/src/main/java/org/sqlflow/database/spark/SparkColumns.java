package org.sqlflow.database.spark;

import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The methods of {@link ResultSetMetaData} that SQLFlow calls, for columns of Spark. */
record SparkColumns(List<SparkDataset.Field> fields) {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(-?\\d+)\\)");

  int getColumnCount() {
    return fields.size();
  }

  String getColumnLabel(int index) {
    return fields.get(index - 1).name();
  }

  String getColumnName(int index) {
    return getColumnLabel(index);
  }

  String getColumnTypeName(int index) {
    return fields.get(index - 1).type();
  }

  boolean isSigned(int index) {
    return true;
  }

  int getPrecision(int index) {
    return decimal(index, 1);
  }

  int getScale(int index) {
    return decimal(index, 2);
  }

  private int decimal(int index, int group) {
    Matcher type = DECIMAL.matcher(getColumnTypeName(index));
    return type.matches() ? Integer.parseInt(type.group(group)) : 0;
  }

  /** By the type's first word. */
  int getColumnType(int index) {
    String type = getColumnTypeName(index).toUpperCase(Locale.ROOT);
    return switch (type.split("[ (<]", 2)[0]) {
      case "BOOLEAN" -> Types.BOOLEAN;
      case "TINYINT" -> Types.TINYINT;
      case "SMALLINT" -> Types.SMALLINT;
      case "INT" -> Types.INTEGER;
      case "BIGINT" -> Types.BIGINT;
      case "FLOAT" -> Types.REAL;
      case "DOUBLE" -> Types.DOUBLE;
      case "DECIMAL" -> Types.DECIMAL;
      case "DATE" -> Types.DATE;
      case "TIME" -> Types.TIME;
      case "TIMESTAMP_NTZ" -> Types.TIMESTAMP;
      case "TIMESTAMP" -> Types.TIMESTAMP_WITH_TIMEZONE;
      case "BINARY" -> Types.BINARY;
      case "ARRAY" -> Types.ARRAY;
      case "STRING", "CHAR", "VARCHAR" -> Types.VARCHAR;
      case "VOID" -> Types.VARCHAR;
      default -> Types.OTHER;
    };
  }
}
