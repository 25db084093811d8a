package org.sqlflow.database;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tablesaw tables as tables of DuckDB: whole or not at all. */
final class DuckDbTableWriter {
  private static final String SIDE = "sqlflow_side";

  private final Database database;

  DuckDbTableWriter(Database database) {
    this.database = database;
  }

  /**
   * Writes a table in place of an earlier one of its name.
   *
   * @param present by column index, rows whose value is not NULL though Tablesaw counts it as
   *     missing
   */
  void write(List<String> target, Table table, Map<Integer, BitSet> present) {
    database.run("DROP TABLE IF EXISTS temp.main." + SIDE);
    database.run(
        table.columns().stream()
            .map(column -> database.quote(column.name()) + " " + sqlType(column.type()))
            .collect(Collectors.joining(", ", "CREATE TEMP TABLE " + SIDE + " (", ")")));
    try {
      fill(table, present);
      database.run(
          "CREATE OR REPLACE TABLE "
              + database.quote(target)
              + " AS SELECT * FROM temp.main."
              + SIDE);
    } finally {
      database.run("DROP TABLE IF EXISTS temp.main." + SIDE);
    }
  }

  private void fill(Table table, Map<Integer, BitSet> present) {
    try (DuckDBAppender appender =
        database
            .session()
            .connection()
            .unwrap(DuckDBConnection.class)
            .createAppender("temp", "main", SIDE)) {
      BitSet none = new BitSet();
      for (int row = 0; row < table.rowCount(); row++) {
        appender.beginRow();
        for (int i = 0; i < table.columnCount(); i++) {
          Column<?> column = table.column(i);
          boolean missing = column.isMissing(row) && !present.getOrDefault(i, none).get(row);
          append(appender, missing ? null : column.get(row));
        }
        appender.endRow();
      }
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }

  private static void append(DuckDBAppender appender, Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Integer whole) {
      appender.append(whole.intValue());
    } else if (value instanceof Long whole) {
      appender.append(whole.longValue());
    } else if (value instanceof Short whole) {
      appender.append(whole.shortValue());
    } else if (value instanceof Float real) {
      appender.append(real.floatValue());
    } else if (value instanceof Double real) {
      appender.append(real.doubleValue());
    } else if (value instanceof Boolean truth) {
      appender.append(truth.booleanValue());
    } else if (value instanceof LocalDate date) {
      appender.append(date);
    } else if (value instanceof LocalTime time) {
      appender.append(time);
    } else if (value instanceof LocalDateTime time) {
      appender.append(time);
    } else if (value instanceof Instant instant) {
      appender.append(OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    } else {
      appender.append(value.toString());
    }
  }

  private static String sqlType(ColumnType type) {
    return switch (type.name()) {
      case "INTEGER" -> "INTEGER";
      case "LONG" -> "BIGINT";
      case "SHORT" -> "SMALLINT";
      case "FLOAT" -> "REAL";
      case "DOUBLE" -> "DOUBLE";
      case "BOOLEAN" -> "BOOLEAN";
      case "LOCAL_DATE" -> "DATE";
      case "LOCAL_TIME" -> "TIME";
      case "LOCAL_DATE_TIME" -> "TIMESTAMP";
      case "INSTANT" -> "TIMESTAMP WITH TIME ZONE";
      default -> "VARCHAR";
    };
  }
}
