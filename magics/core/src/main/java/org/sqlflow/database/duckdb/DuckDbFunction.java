package org.sqlflow.database.duckdb;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.RowFunction;

/** A Java function as DuckDB calls it, from its own threads. */
final class DuckDbFunction {
  private final RowFunction function;
  private final List<String> names;

  private DuckDbFunction(RowFunction function) {
    this.function = function;
    this.names = IntStream.range(0, function.arguments().size()).mapToObj(String::valueOf).toList();
  }

  static void register(Connection connection, RowFunction function) throws SQLException {
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(function.name())
          .withParameters(
              function.arguments().stream()
                  .map(number -> number ? DuckDBColumnType.DOUBLE : DuckDBColumnType.VARCHAR)
                  .toArray(DuckDBColumnType[]::new))
          .withReturnType(driverType(function.result().type()))
          .withVectorizedFunction(new DuckDbFunction(function)::apply)
          .register(connection);
    }
  }

  static DuckDBColumnType driverType(OutputColumn.Type type) {
    return switch (type) {
      case INTEGER -> DuckDBColumnType.INTEGER;
      case LONG -> DuckDBColumnType.BIGINT;
      case DATE -> DuckDBColumnType.DATE;
      case TIMESTAMP -> DuckDBColumnType.TIMESTAMP;
      case REAL -> DuckDBColumnType.FLOAT;
      case DOUBLE -> DuckDBColumnType.DOUBLE;
      case TEXT -> DuckDBColumnType.VARCHAR;
      case BOOLEAN -> DuckDBColumnType.BOOLEAN;
    };
  }

  /**
   * An error of the function. The driver's message is the stack trace, so it prints the message
   * only.
   */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }

    @Override
    public void printStackTrace(PrintStream stream) {
      stream.print(getMessage());
    }

    @Override
    public void printStackTrace(PrintWriter writer) {
      writer.print(getMessage());
    }

    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }

  private void apply(DuckDBDataChunkReader rows, DuckDBWritableVector into) {
    try {
      write(function.body().apply(batch(rows)), (int) rows.rowCount(), into);
    } catch (RuntimeException error) {
      throw new Refused(error);
    }
  }

  private RowBatch batch(DuckDBDataChunkReader rows) {
    int count = (int) rows.rowCount();
    List<ColumnVector> columns = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      DuckDBReadableVector vector = rows.vector(column);
      if (function.arguments().get(column)) {
        double[] numbers = new double[count];
        for (int row = 0; row < count; row++) {
          numbers[row] = vector.getDouble(row, Double.NaN);
        }
        columns.add(new ColumnVector.Doubles(numbers));
      } else {
        String[] texts = new String[count];
        for (int row = 0; row < count; row++) {
          texts[row] = vector.isNull(row) ? null : vector.getString(row);
        }
        columns.add(new ColumnVector.Texts(texts));
      }
    }
    return new RowBatch(count, names, columns);
  }

  private static void write(Object value, int row, DuckDBWritableVector into) {
    if (value instanceof Integer number) {
      into.setInt(row, number);
    } else if (value instanceof Long number) {
      into.setLong(row, number);
    } else if (value instanceof Float number) {
      into.setFloat(row, number);
    } else if (value instanceof Double number) {
      into.setDouble(row, number);
    } else if (value instanceof Boolean truth) {
      into.setBoolean(row, truth);
    } else if (value instanceof LocalDate day) {
      into.setDate(row, day);
    } else if (value instanceof LocalDateTime time) {
      into.setTimestamp(row, time);
    } else {
      into.setString(row, (String) value);
    }
  }

  private void write(ColumnVector values, int rows, DuckDBWritableVector into) {
    for (int row = 0; row < rows; row++) {
      if (function.result().isCoded()
          && values instanceof ColumnVector.Ints codes
          && codes.values()[row] != ColumnVector.Ints.NONE) {
        write(function.result().value(codes.values()[row]), row, into);
      } else {
        write(values, row, into, row);
      }
    }
  }

  /** Writes a value of a column to a vector of DuckDB; none is NULL. */
  static void write(ColumnVector values, int row, DuckDBWritableVector into, int at) {
    if (values instanceof ColumnVector.Ints ints) {
      if (ints.values()[row] == ColumnVector.Ints.NONE) {
        into.setNull(at);
      } else {
        into.setInt(at, ints.values()[row]);
      }
    } else if (values instanceof ColumnVector.Doubles doubles) {
      if (Double.isNaN(doubles.values()[row])) {
        into.setNull(at);
      } else {
        into.setDouble(at, doubles.values()[row]);
      }
    } else if (values instanceof ColumnVector.Floats floats) {
      into.setFloat(at, floats.values()[row]);
    } else if (values instanceof ColumnVector.Truths truths) {
      into.setBoolean(at, truths.values()[row]);
    } else if (values instanceof ColumnVector.Texts texts) {
      if (texts.values()[row] == null) {
        into.setNull(at);
      } else {
        into.setString(at, texts.values()[row]);
      }
    } else {
      throw new IllegalArgumentException("lists cannot be written");
    }
  }
}
