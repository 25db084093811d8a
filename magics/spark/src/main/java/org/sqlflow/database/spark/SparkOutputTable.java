package org.sqlflow.database.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.session.AddedColumns;
import org.sqlflow.database.session.RowReader;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.text.Text;

/**
 * Stores the query's rows with row numbers in one staging table, and the added values with the same
 * numbers in another; publishes the join of both. Spark numbers rows in parallel: the numbers are
 * unique, but have gaps. The query runs once.
 */
final class SparkOutputTable implements OutputTable {
  private static final String NUMBER = "sqlflow_row_number";

  private final Session session;
  private final List<String> target;
  private final AddedColumns added;
  private final boolean marks;
  private final SparkStaging staging;
  private final String rows;
  private final String values;
  private final SparkSink sink;

  /** The numbers, batch by batch, of rows that were read and whose values were not yet appended. */
  private final Deque<long[]> numbers = new ArrayDeque<>();

  private int firstOpen;
  private long read;
  private long written;

  private SparkOutputTable(
      Session session,
      SparkPublishing publishing,
      List<String> target,
      AddedColumns added,
      boolean marks,
      SparkStaging staging,
      String rows,
      String values) {
    this.session = session;
    this.target = target;
    this.added = added;
    this.marks = marks;
    this.staging = staging;
    this.rows = rows;
    this.values = values;
    this.sink =
        new SparkSink(session, values, added.ddl(session, "BIGINT", publishing.types()::sqlType));
  }

  /**
   * Stores the query's rows.
   *
   * @param marks whether the table is marked as made by TO PREDICT
   */
  static SparkOutputTable begin(
      Session session,
      SparkPublishing publishing,
      String query,
      List<String> target,
      List<OutputColumn> added,
      boolean marks) {
    SparkPublishing.requireTable(session, target);
    AddedColumns columns = new AddedColumns(added, NUMBER);
    SparkStaging staging = new SparkStaging(session);
    String head = "";
    try {
      String rows =
          staging.create(
              "rows", session.quote(NUMBER) + " BIGINT, " + SparkStaging.ddl(session, query));
      head = Text.of("INSERT INTO %s SELECT monotonically_increasing_id(), source.* FROM (", rows);
      session.run(head + query + SqlText.AS_SOURCE);
      String values =
          staging.create("added", columns.ddl(session, "BIGINT", publishing.types()::sqlType));
      return new SparkOutputTable(
          session, publishing, target, columns, marks, staging, rows, values);
    } catch (RuntimeException error) {
      SparkPublishing.undo(error, staging::close);
      throw error instanceof DatabaseException refused
          ? refused.within(head.length(), query.length())
          : error;
    }
  }

  @Override
  public void read(List<ColumnRead> reads, Consumer<RowBatch> reader) {
    List<ColumnRead> all = new ArrayList<>(reads);
    all.add(ColumnRead.numbers(NUMBER));
    String sql = "SELECT " + RowReader.selection(all, session.dialect().text()) + " FROM " + rows;
    session.call(
        sql,
        statement -> {
          RowReader batches = new RowReader(all, session.dialect().types());
          try (var result = statement.executeQuery(sql)) {
            for (RowBatch batch = batches.next(result, Long.MAX_VALUE);
                batch.rows() > 0;
                batch = batches.next(result, Long.MAX_VALUE)) {
              session.checkCancelled();
              double[] places = ((ColumnVector.Doubles) batch.columns().get(reads.size())).values();
              numbers.add(
                  Arrays.stream(places, 0, batch.rows())
                      .mapToLong(place -> (long) place)
                      .toArray());
              read += batch.rows();
              reader.accept(
                  new RowBatch(
                      batch.rows(),
                      batch.names().subList(0, reads.size()),
                      batch.columns().subList(0, reads.size())));
            }
          }
          return true;
        });
  }

  @Override
  public void append(List<ColumnVector> columns, int[] rowOf) {
    for (int row : rowOf) {
      Object[] cells = new Object[added.size() + 1];
      cells[0] = nextNumber();
      for (int i = 0; row >= 0 && i < added.size(); i++) {
        cells[i + 1] = added.value(i, columns.get(i), row);
      }
      sink.add(cells);
      written++;
    }
  }

  private long nextNumber() {
    long[] first = numbers.element();
    long number = first[firstOpen];
    firstOpen++;
    if (firstOpen == first.length) {
      numbers.remove();
      firstOpen = 0;
    }
    return number;
  }

  @Override
  public long finish() {
    sink.flush();
    if (read != written) {
      throw new IllegalStateException(written + " predictions for " + read + " rows");
    }
    staging.publish(
        target,
        Text.of(
            "SELECT %s FROM %s r JOIN %s a ON a.%s = r.%4$s",
            added.selection(session, rows), rows, values, session.quote(NUMBER)),
        marks ? Optional.of(StoredTable.PREDICTED) : Optional.empty());
    return written;
  }

  @Override
  public void close() {
    staging.close();
  }
}
