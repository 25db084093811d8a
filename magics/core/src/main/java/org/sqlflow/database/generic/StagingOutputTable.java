package org.sqlflow.database.generic;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.session.AddedColumns;
import org.sqlflow.database.session.BatchBuilder;
import org.sqlflow.database.session.RowReader;
import org.sqlflow.database.spi.Session;
import org.sqlflow.text.Text;

/**
 * The query's rows are numbered in one staging table, and the added values with the same numbers go
 * into another; the join of both is published.
 */
final class StagingOutputTable implements OutputTable {
  private final Session session;
  private final StagingPublishing publishing;
  private final AddedColumns added;
  private final StagingTables tables;
  private final Publication publication;
  private final long count;
  private long written;

  /** Turns a query for the rows and the added columns into the finished table. */
  @FunctionalInterface
  interface Publication {
    void publish(StagingTables tables, String joined);
  }

  private StagingOutputTable(
      Session session,
      StagingPublishing publishing,
      AddedColumns added,
      StagingTables tables,
      Publication publication,
      long count) {
    this.session = session;
    this.publishing = publishing;
    this.added = added;
    this.tables = tables;
    this.publication = publication;
    this.count = count;
  }

  static StagingOutputTable begin(
      Session session,
      StagingPublishing publishing,
      String query,
      List<OutputColumn> added,
      Publication publication) {
    return begin(session, publishing, List.of(), query, added, publication);
  }

  /**
   * The same after other statements of its transaction.
   *
   * @param before those statements
   */
  static StagingOutputTable begin(
      Session session,
      StagingPublishing publishing,
      List<String> before,
      String query,
      List<OutputColumn> added,
      Publication publication) {
    StagingTables tables = new StagingTables(session, publishing);
    try {
      before.forEach(session::run);
      String rows = tables.add("rows");
      String head = publishing.numberedHead(session, rows);
      try {
        session.run(head + query + publishing.numberedTail());
      } catch (DatabaseException error) {
        throw error.within(head.length(), query.length());
      }
      publishing.indexed(session, rows).forEach(session::run);
      AddedColumns columns = new AddedColumns(added, StagingPublishing.NUMBER);
      session.run(
          Text.of(
              "%s%s (%s)",
              publishing.createStaging(),
              tables.add("added"),
              columns.ddl(session, "BIGINT PRIMARY KEY", publishing.types()::sqlType)));
      Object count = session.rows("SELECT count(*) FROM " + rows, List.of()).get(0).get(0);
      return new StagingOutputTable(
          session, publishing, columns, tables, publication, ((Number) count).longValue());
    } catch (RuntimeException error) {
      Cleanup.despite(error, tables::close);
      throw error;
    }
  }

  /** Each batch is a separate query, since appending needs the connection between batches. */
  @Override
  public void read(List<ColumnRead> reads, Consumer<RowBatch> reader) {
    RowReader rows = new RowReader(reads, session.dialect().types());
    String selection = RowReader.selection(reads, session.dialect().text());
    boolean numbersOnly = reads.stream().allMatch(read -> read.form() == ColumnRead.Form.NUMBERS);
    int size = numbersOnly ? RowBatch.rowsFor(BatchBuilder.bytesPerRow(reads)) : BatchBuilder.BLOCK;
    long from = 1;
    while (from <= count) {
      String sql =
          Text.of(
              "SELECT %s FROM %s WHERE %3$s BETWEEN %4$d AND %5$d ORDER BY %3$s",
              selection,
              tables.name("rows"),
              session.quote(StagingPublishing.NUMBER),
              from,
              from + size - 1);
      int most = size;
      RowBatch batch = session.call(sql, statement -> rows.next(statement.executeQuery(sql), most));
      if (batch.rows() == 0) {
        throw new IllegalStateException("the rows are not numbered without gaps");
      }
      from += batch.rows();
      if (!numbersOnly) {
        size = RowBatch.rowsFor(batch.bytes() / batch.rows());
      }
      reader.accept(batch);
    }
  }

  @Override
  public void append(List<ColumnVector> values, int[] rowOf) {
    int width = added.size() + 1;
    try (RowSink sink = publishing.sink(session.connection(), tables.name("added"), width)) {
      for (int row : rowOf) {
        Object[] cells = new Object[width];
        written++;
        cells[0] = written;
        for (int i = 0; row >= 0 && i < added.size(); i++) {
          cells[i + 1] = publishing.types().written(added.value(i, values.get(i), row));
        }
        sink.row(cells);
      }
      sink.flush();
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
  }

  @Override
  public long finish() {
    if (count != written) {
      throw new IllegalStateException(written + " predictions for " + count + " rows");
    }
    String number = session.quote(StagingPublishing.NUMBER);
    publication.publish(
        tables,
        Text.of(
            "SELECT %s FROM %s r JOIN %s a ON a.%s = r.%4$s ORDER BY r.%4$s",
            added.selection(session, tables.name("rows")),
            tables.name("rows"),
            tables.name("added"),
            number));
    return count;
  }

  @Override
  public void close() {
    tables.close();
  }
}
