package org.sqlflow.database.duckdb;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.session.DeclaredTypes;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.Transaction;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Builds tables as temporary tables, which one statement turns into the finished ones. */
final class DuckDbPublishing implements Publishing {
  private static final String STAGING = "sqlflow_side";

  private final LookedUpColumns.Functions functions;

  DuckDbPublishing(LookedUpColumns.Functions functions) {
    this.functions = functions;
  }

  @Override
  public OutputTable output(
      Session session, String query, List<String> target, List<OutputColumn> added) {
    return DuckDbOutputTable.begin(session, functions, query, target, added);
  }

  @Override
  public OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    return DuckDbOutputTable.extend(session, functions, table, reads, added);
  }

  @Override
  public void view(
      Session session, List<String> target, String query, List<OutputColumn> predictions) {
    String name = session.quote(target);
    try (Transaction transaction = session.begin()) {
      session.run("CREATE OR REPLACE VIEW " + name + " AS " + query);
      session.run("COMMENT ON VIEW " + name + " IS '" + StoredTable.PREDICTED + "'");
      transaction.commit();
    }
  }

  /** Rows are updated by their rowid, which a column of that name hides. */
  @Override
  public List<String> lostByExtending(Session session, StoredTable table) {
    return table.has(DuckDbOutputTable.ROW_ID)
        ? List.of("its constraints, defaults and indexes, because it has a column named rowid")
        : List.of();
  }

  @Override
  public void write(Session session, List<String> target, QueryTable rows) {
    write(session, "TABLE " + session.quote(target), rows);
  }

  @Override
  public void writeTemporary(Session session, String name, QueryTable rows) {
    write(session, "TEMP TABLE " + session.quote(name), rows);
  }

  @Override
  public void dropTemporary(Session session, String name) {
    session.run("DROP TABLE IF EXISTS temp.main." + session.quote(name));
  }

  /** Columns with a declared type are staged as texts, which DuckDB casts, or as bytes. */
  private static void write(Session session, String target, QueryTable rows) {
    List<Column<?>> columns = rows.table().columns();
    List<Optional<String>> declared =
        IntStream.range(0, columns.size()).mapToObj(i -> DeclaredTypes.of(rows, i)).toList();
    List<String> staged = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = session.quote("c" + i);
      String ofColumn = sqlType(columns.get(i).type());
      staged.add(
          name
              + " "
              + declared
                  .get(i)
                  .map(type -> DeclaredTypes.isBytes(type) ? "BLOB" : "VARCHAR")
                  .orElse(ofColumn));
      String cast = declared.get(i).map(type -> "CAST(" + name + " AS " + type + ")").orElse(name);
      selected.add(cast + " AS " + session.quote(columns.get(i).name()));
    }
    session.run("DROP TABLE IF EXISTS temp.main." + STAGING);
    session.run("CREATE TEMP TABLE " + STAGING + " (" + String.join(", ", staged) + ")");
    try {
      fill(session, rows, declared);
      session.run(
          "CREATE OR REPLACE "
              + target
              + " AS SELECT "
              + String.join(", ", selected)
              + " FROM temp.main."
              + STAGING);
    } finally {
      session.run("DROP TABLE IF EXISTS temp.main." + STAGING);
    }
  }

  private static void fill(Session session, QueryTable rows, List<Optional<String>> declared) {
    Table table = rows.table();
    try (DuckDBAppender appender =
        session
            .connection()
            .unwrap(DuckDBConnection.class)
            .createAppender("temp", "main", STAGING)) {
      for (int row = 0; row < table.rowCount(); row++) {
        appender.beginRow();
        for (int i = 0; i < table.columnCount(); i++) {
          Object value = rows.value(i, row);
          boolean isDeclared = value != null && declared.get(i).isPresent();
          append(
              appender, isDeclared ? DeclaredTypes.written(value, declared.get(i).get()) : value);
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
    } else if (value instanceof byte[] bytes) {
      appender.append(bytes);
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
