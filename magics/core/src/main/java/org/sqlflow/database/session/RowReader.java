package org.sqlflow.database.session;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.database.spi.SqlTypes;

/** Reads columns of a result set row by row into batches. Used by one thread. */
public final class RowReader {
  private static final int FIRST_ROOM = 1024;

  /** Of a text in an error. */
  private static final int SHOWN = 60;

  private final List<ColumnRead> reads;
  private final SqlTypes types;
  private final int[] places;
  private final BatchBuilder batch;

  /** Reads columns that a result has in their order, as {@link #selection} gives them. */
  public RowReader(List<ColumnRead> reads, SqlTypes types) {
    this(reads, types, IntStream.rangeClosed(1, reads.size()).toArray(), new BatchBuilder(reads));
  }

  /** The same in batches of a fixed number of rows, whatever their bytes. */
  public RowReader(List<ColumnRead> reads, SqlTypes types, int rows) {
    this(
        reads,
        types,
        IntStream.rangeClosed(1, reads.size()).toArray(),
        new BatchBuilder(reads, rows));
  }

  private RowReader(List<ColumnRead> reads, SqlTypes types, int[] places, BatchBuilder batch) {
    this.reads = reads;
    this.types = types;
    this.places = places;
    this.batch = batch;
  }

  /** Reads columns by their names in the result. */
  public static RowReader byLabel(List<ColumnRead> reads, SqlTypes types, ResultSetMetaData result)
      throws SQLException {
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= result.getColumnCount(); i++) {
      labels.add(result.getColumnLabel(i));
    }
    int[] places = reads.stream().mapToInt(read -> labels.indexOf(read.column()) + 1).toArray();
    return new RowReader(reads, types, places, new BatchBuilder(reads));
  }

  /** The expressions that select the columns, in their order. */
  public static String selection(List<ColumnRead> reads, SqlText text) {
    return reads.isEmpty()
        ? "1.0"
        : reads.stream()
            .map(read -> text.cast(text.quote(read.column()), read.form()))
            .collect(Collectors.joining(", "));
  }

  /** The next batch of at most {@code most} rows; empty at the end of the result. */
  public RowBatch next(ResultSet rows, long most) throws SQLException {
    while (!batch.isFull() && batch.rows() < most && rows.next()) {
      batch.room();
      for (int i = 0; i < places.length; i++) {
        switch (reads.get(i).form()) {
          case NUMBERS -> batch.number(i, 0, number(rows, i));
          case TEXTS -> batch.text(i, 0, rows.getString(places[i]));
          case LISTS -> batch.list(i, 0, list(rows.getArray(places[i]), reads.get(i).column()));
        }
      }
      batch.added(1);
    }
    return batch.take(FIRST_ROOM);
  }

  /** A number; an error of a text that is none names its column. */
  private double number(ResultSet rows, int read) throws SQLException {
    try {
      return types.number(rows, places[read]);
    } catch (NumberFormatException error) {
      String text = rows.getString(places[read]);
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      throw new SQLDataException(
          "column " + reads.get(read).column() + ": '" + shown + "' is no number", error);
    } catch (SQLDataException error) {
      throw new SQLDataException(
          "column " + reads.get(read).column() + ": " + error.getMessage(), error);
    }
  }

  private static double[] list(Array list, String column) throws SQLException {
    if (list == null) {
      return null;
    }
    Object[] values = (Object[]) list.getArray();
    double[] numbers = new double[values.length];
    for (int i = 0; i < numbers.length; i++) {
      Object value = values[i];
      if (value == null) {
        numbers[i] = Double.NaN;
      } else if (value instanceof Number number) {
        numbers[i] = number.doubleValue();
      } else if (value instanceof Boolean truth) {
        numbers[i] = truth ? 1 : 0;
      } else {
        // Some databases report the type of a list of lists as that of a list.
        throw new DatabaseException(
            "column " + column + " has lists of lists; a model needs lists of numbers", null);
      }
    }
    return numbers;
  }
}
