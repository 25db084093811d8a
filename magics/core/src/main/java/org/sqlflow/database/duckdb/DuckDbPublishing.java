package org.sqlflow.database.duckdb;

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
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Session;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Builds tables as temporary tables, which one statement turns into the finished ones. */
final class DuckDbPublishing implements Publishing {
  private static final String STAGING = "sqlflow_side";

  @Override
  public OutputTable output(
      Session session, String query, List<String> target, List<OutputColumn> added) {
    return DuckDbOutputTable.begin(session, query, target, added);
  }

  @Override
  public OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    return DuckDbOutputTable.extend(session, table, reads, added);
  }

  /** The number of a row is its rowid, unless a column has that name. */
  @Override
  public List<String> lostByExtending(Session session, StoredTable table) {
    return table.has(DuckDbOutputTable.ROW_ID)
        ? List.of("its constraints, defaults and indexes, because it has a column named rowid")
        : List.of();
  }

  @Override
  public void write(
      Session session, List<String> target, Table table, Map<Integer, BitSet> present) {
    session.run("DROP TABLE IF EXISTS temp.main." + STAGING);
    session.run(
        table.columns().stream()
            .map(column -> session.quote(column.name()) + " " + sqlType(column.type()))
            .collect(Collectors.joining(", ", "CREATE TEMP TABLE " + STAGING + " (", ")")));
    try {
      fill(session, table, present);
      session.run(
          "CREATE OR REPLACE TABLE "
              + session.quote(target)
              + " AS SELECT * FROM temp.main."
              + STAGING);
    } finally {
      session.run("DROP TABLE IF EXISTS temp.main." + STAGING);
    }
  }

  private static void fill(Session session, Table table, Map<Integer, BitSet> present) {
    try (DuckDBAppender appender =
        session
            .connection()
            .unwrap(DuckDBConnection.class)
            .createAppender("temp", "main", STAGING)) {
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
      throw session.refused(error, "");
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
