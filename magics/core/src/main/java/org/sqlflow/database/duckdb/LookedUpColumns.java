package org.sqlflow.database.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.spi.Session;
import org.sqlflow.text.Text;

/**
 * Added columns in arrays of the heap, from which an SQL function reads by row number. DuckDB then
 * writes the finished table on all of its threads, whereas it joins by position on one: a million
 * predictions of a table in a file take half the time of {@link AddedColumns}. Appending is done by
 * one thread; the lookup is safe in several.
 */
final class LookedUpColumns implements AddedRows {
  /** Bytes of the heap that the columns take at most, and the part of the heap. */
  private static final long MOST_BYTES = 64L << 20;

  private static final int PART_OF_HEAP = 16;

  private final Session session;
  private final Functions functions;
  private final List<OutputColumn> added;
  private final Values values;
  private int rows;

  private LookedUpColumns(
      Session session, Functions functions, List<OutputColumn> added, Values values) {
    this.session = session;
    this.functions = functions;
    this.added = added;
    this.values = values;
  }

  /**
   * Columns for the rows of a query. Empty if they take too much memory, have texts, or if a
   * function cannot be made: within a transaction of the user, since a rollback could remove it.
   */
  static Optional<LookedUpColumns> of(
      Session session, Functions functions, SpooledQuery query, List<OutputColumn> added) {
    long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    boolean hasTexts =
        added.stream().anyMatch(c -> c.type() == OutputColumn.Type.TEXT && !c.isCoded());
    long bytes = added.stream().mapToLong(c -> bytes(staged(c))).sum();
    if (hasTexts || bytes * query.rows() > most || !query.isNumbered() || session.inTransaction()) {
      return Optional.empty();
    }
    Values values = Values.of((int) query.rows(), added);
    return Optional.of(new LookedUpColumns(session, functions, added, values));
  }

  /** The type of what is looked up: the code of a coded column is an integer. */
  private static OutputColumn.Type staged(OutputColumn column) {
    return column.isCoded() ? OutputColumn.Type.INTEGER : column.type();
  }

  private static long bytes(OutputColumn.Type type) {
    return type == OutputColumn.Type.DOUBLE ? Double.BYTES : Integer.BYTES;
  }

  /**
   * The values of all rows.
   *
   * @param columns an array of each column's type
   * @param absent rows that have no value in any column
   */
  private record Values(List<ColumnVector> columns, BitSet absent) {
    static Values of(int rows, List<OutputColumn> added) {
      List<ColumnVector> columns = new ArrayList<>();
      for (OutputColumn column : added) {
        columns.add(
            switch (staged(column)) {
              case INTEGER -> new ColumnVector.Ints(new int[rows]);
              case REAL -> new ColumnVector.Floats(new float[rows]);
              case DOUBLE -> new ColumnVector.Doubles(new double[rows]);
              case BOOLEAN -> new ColumnVector.Truths(new boolean[rows]);
              case TEXT, LONG, DATE, TIMESTAMP ->
                  throw new IllegalArgumentException(column.type() + " is not looked up");
            });
      }
      return new Values(List.copyOf(columns), new BitSet());
    }

    void set(int row, List<ColumnVector> from, int place) {
      for (int i = 0; i < columns.size(); i++) {
        ColumnVector into = columns.get(i);
        if (into instanceof ColumnVector.Ints ints) {
          ints.values()[row] = ((ColumnVector.Ints) from.get(i)).values()[place];
        } else if (into instanceof ColumnVector.Floats floats) {
          floats.values()[row] = ((ColumnVector.Floats) from.get(i)).values()[place];
        } else if (into instanceof ColumnVector.Doubles doubles) {
          doubles.values()[row] = ((ColumnVector.Doubles) from.get(i)).values()[place];
        } else if (into instanceof ColumnVector.Truths truths) {
          truths.values()[row] = ((ColumnVector.Truths) from.get(i)).values()[place];
        }
      }
    }
  }

  @Override
  public void append(List<ColumnVector> appended, int[] rowOf) {
    for (int place : rowOf) {
      if (place < 0) {
        values.absent().set(rows);
      } else {
        values.set(rows, appended, place);
      }
      rows++;
    }
  }

  @Override
  public boolean usesConnection() {
    return false;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Sql sql(SpooledQuery query) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      OutputColumn column = added.get(i);
      String function = functions.of(session.connection(), staged(column));
      columns.add(
          AddedColumns.read(column, Text.of("%s(%s, %d)", function, query.rowNumber(), i))
              + " AS "
              + session.quote(column.name()));
    }
    functions.values = values;
    return new Sql(String.join(", ", columns), " FROM " + query.table());
  }

  @Override
  public void close() {
    functions.values = null;
  }

  /**
   * The functions of a connection, one for each type. Their names are unique among the connections
   * to the database. DuckDB cannot drop them, so they remain when the columns are closed, without
   * values.
   */
  static final class Functions {
    private final String suffix = UUID.randomUUID().toString().replace("-", "");
    private final Set<OutputColumn.Type> registered = EnumSet.noneOf(OutputColumn.Type.class);
    private Connection connection;
    private volatile Values values;

    private String of(Connection current, OutputColumn.Type type) throws SQLException {
      if (connection != current) {
        connection = current;
        registered.clear();
      }
      String name = "sqlflow_added_" + type.name().toLowerCase(Locale.ROOT) + "_" + suffix;
      if (registered.add(type)) {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
          builder
              .withName(name)
              .withParameters(DuckDBColumnType.BIGINT, DuckDBColumnType.INTEGER)
              .withReturnType(DuckDbFunction.driverType(type))
              .withVolatile()
              .withVectorizedFunction(this::lookUp)
              .register(current);
        }
      }
      return name;
    }

    private void lookUp(DuckDBDataChunkReader numbers, DuckDBWritableVector into) {
      Values known = values;
      DuckDBReadableVector row = numbers.vector(0);
      int count = (int) numbers.rowCount();
      if (count == 0) {
        return;
      }
      ColumnVector column = known.columns().get(numbers.vector(1).getInt(0));
      for (int i = 0; i < count; i++) {
        int place = (int) row.getLong(i);
        if (known.absent().get(place)) {
          into.setNull(i);
        } else {
          DuckDbFunction.write(column, place, into, i);
        }
      }
    }
  }
}
