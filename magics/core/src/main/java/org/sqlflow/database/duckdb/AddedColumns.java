package org.sqlflow.database.duckdb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.spi.Session;

/**
 * Columns of a temporary table, filled from vectors. DuckDB's appender takes 0.2 microseconds a
 * row, however short the row, so a row of the table has several values of each column in an array,
 * and the query that reads them unnests the arrays. With 8 values both together are fastest.
 */
final class AddedColumns implements AddedRows {
  private static final int WIDTH = 8;

  private final Session session;
  private final String table;
  private final List<Pending> columns;
  private final DuckDBAppender appender;
  private long rows;

  private AddedColumns(
      Session session, String table, List<Pending> columns, DuckDBAppender appender) {
    this.session = session;
    this.table = table;
    this.columns = columns;
    this.appender = appender;
  }

  static AddedColumns create(Session session, String table, List<OutputColumn> added) {
    session.run(drop(table));
    List<Pending> columns = new ArrayList<>();
    added.forEach(column -> columns.add(pending(column)));
    session.run(
        columns.stream()
            .map(
                c ->
                    session.quote(c.column.name())
                        + " "
                        + (c.column.isCoded() ? "INTEGER" : sqlType(c.column.type()))
                        + "["
                        + WIDTH
                        + "]")
            .collect(Collectors.joining(", ", "CREATE TEMP TABLE " + table + " (", ")")));
    try {
      DuckDBAppender appender =
          session.connection().unwrap(DuckDBConnection.class).createAppender("temp", "main", table);
      return new AddedColumns(session, table, columns, appender);
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
  }

  private static Pending pending(OutputColumn column) {
    if (column.isCoded()) {
      return new Ints(column);
    }
    return switch (column.type()) {
      case INTEGER -> new Ints(column);
      case REAL -> new Floats(column);
      case DOUBLE -> new Doubles(column);
      case TEXT -> new Strings(column);
      case BOOLEAN -> new Booleans(column);
      case LONG, DATE, TIMESTAMP ->
          throw new IllegalArgumentException(column.type() + " without known values");
    };
  }

  static String sqlType(OutputColumn.Type type) {
    return switch (type) {
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case REAL -> "REAL";
      case DOUBLE -> "DOUBLE";
      case TEXT -> "VARCHAR";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP";
    };
  }

  /**
   * The SQL that reads a column: a coded column's value, looked up by its code.
   *
   * @param staged the expression that reads what was added
   */
  static String read(OutputColumn column, String staged) {
    return column.isCoded()
        ? column.values().stream()
            .map(value -> "'" + value.replace("'", "''") + "'")
            .collect(
                Collectors.joining(
                    ", ", "(CAST([", "] AS " + sqlType(column.type()) + "[]))[" + staged + " + 1]"))
        : staged;
  }

  @Override
  public void append(List<ColumnVector> values, int[] rowOf) throws SQLException {
    for (int row : rowOf) {
      int place = (int) (rows % WIDTH);
      for (int i = 0; i < columns.size(); i++) {
        Pending column = columns.get(i);
        column.absent[place] = row < 0 || !column.set(place, values.get(i), row);
      }
      rows++;
      if (rows % WIDTH == 0) {
        appendPending();
      }
    }
  }

  private void appendPending() throws SQLException {
    appender.beginRow();
    for (Pending column : columns) {
      column.appendTo(appender);
    }
    appender.endRow();
  }

  @Override
  public boolean usesConnection() {
    return true;
  }

  @Override
  public long rows() {
    return rows;
  }

  /** The rows and the added ones side by side, joined by position. */
  @Override
  public Sql sql(SpooledQuery query) throws SQLException {
    if (rows % WIDTH != 0) {
      appendPending();
    }
    appender.flush();
    String added =
        columns.stream()
            .map(column -> session.quote(column.column.name()))
            .map(name -> "unnest(" + name + ") AS " + name)
            .collect(
                Collectors.joining(", ", "SELECT ", " FROM temp.main." + table + " LIMIT " + rows));
    String read =
        columns.stream()
            .map(column -> column.column)
            .map(
                column -> {
                  String name = session.quote(column.name());
                  return read(column, table + "." + name) + " AS " + name;
                })
            .collect(Collectors.joining(", "));
    return new Sql(read, " FROM " + query.table() + " POSITIONAL JOIN (" + added + ") AS " + table);
  }

  @Override
  public void close() throws SQLException {
    try {
      appender.close();
    } finally {
      session.run(drop(table));
    }
  }

  private static String drop(String table) {
    return "DROP TABLE IF EXISTS temp.main." + table;
  }

  /** The values of a column that make the next array. */
  private abstract static class Pending {
    final OutputColumn column;
    final boolean[] absent = new boolean[WIDTH];

    Pending(OutputColumn column) {
      this.column = column;
    }

    /** Takes a value; returns whether there is one. */
    abstract boolean set(int place, ColumnVector values, int row);

    abstract void appendTo(DuckDBAppender appender) throws SQLException;
  }

  private static final class Ints extends Pending {
    private final int[] pending = new int[WIDTH];

    Ints(OutputColumn column) {
      super(column);
    }

    @Override
    boolean set(int place, ColumnVector values, int row) {
      pending[place] = ((ColumnVector.Ints) values).values()[row];
      return pending[place] != ColumnVector.Ints.NONE;
    }

    @Override
    void appendTo(DuckDBAppender appender) throws SQLException {
      appender.append(pending, absent);
    }
  }

  private static final class Floats extends Pending {
    private final float[] pending = new float[WIDTH];

    Floats(OutputColumn column) {
      super(column);
    }

    @Override
    boolean set(int place, ColumnVector values, int row) {
      pending[place] = ((ColumnVector.Floats) values).values()[row];
      return true;
    }

    @Override
    void appendTo(DuckDBAppender appender) throws SQLException {
      appender.append(pending, absent);
    }
  }

  private static final class Doubles extends Pending {
    private final double[] pending = new double[WIDTH];

    Doubles(OutputColumn column) {
      super(column);
    }

    @Override
    boolean set(int place, ColumnVector values, int row) {
      pending[place] = ((ColumnVector.Doubles) values).values()[row];
      return !Double.isNaN(pending[place]);
    }

    @Override
    void appendTo(DuckDBAppender appender) throws SQLException {
      appender.append(pending, absent);
    }
  }

  private static final class Booleans extends Pending {
    private final boolean[] pending = new boolean[WIDTH];

    Booleans(OutputColumn column) {
      super(column);
    }

    @Override
    boolean set(int place, ColumnVector values, int row) {
      pending[place] = ((ColumnVector.Truths) values).values()[row];
      return true;
    }

    @Override
    void appendTo(DuckDBAppender appender) throws SQLException {
      appender.append(pending, absent);
    }
  }

  private static final class Strings extends Pending {
    private final String[] pending = new String[WIDTH];

    Strings(OutputColumn column) {
      super(column);
    }

    @Override
    boolean set(int place, ColumnVector values, int row) {
      pending[place] = ((ColumnVector.Texts) values).values()[row];
      return pending[place] != null;
    }

    @Override
    void appendTo(DuckDBAppender appender) throws SQLException {
      for (int place = 0; place < WIDTH; place++) {
        pending[place] = absent[place] ? null : pending[place];
      }
      appender.append(Arrays.asList(pending));
    }
  }
}
