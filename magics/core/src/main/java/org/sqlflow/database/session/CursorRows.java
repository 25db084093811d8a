package org.sqlflow.database.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.spi.SqlText;

/**
 * Rows that are fetched from the database as they are read, so that they take no memory. They can
 * be read once.
 */
final class CursorRows implements RowSource {
  private final JdbcSession session;
  private final String query;
  private final List<ColumnRead> reads;
  private final long most;
  private final Optional<String> sampling;
  private boolean wasRead;
  private boolean hasMore;
  private long count = -1;

  CursorRows(JdbcSession session, String query, List<ColumnRead> reads, RowLimit limit) {
    this.session = session;
    this.query = query;
    this.reads = List.copyOf(reads);
    this.most = limit.most();
    this.sampling =
        limit.share() < 1 ? session.dialect().draw(limit.share(), limit.seed()) : Optional.empty();
  }

  @Override
  public List<ColumnRead> reads() {
    return reads;
  }

  @Override
  public long count() {
    if (hasMore) {
      count = session.count(query);
      hasMore = false;
    }
    return count;
  }

  @Override
  public boolean isRereadable() {
    return false;
  }

  @Override
  public boolean isInMemory() {
    return false;
  }

  @Override
  public boolean isOrdered() {
    return false;
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    if (wasRead) {
      throw new IllegalStateException("the rows were read already");
    }
    wasRead = true;
    SqlText text = session.dialect().text();
    if (!text.keepsOrderOfSubqueries()) {
      fetch(query, reader);
      return;
    }
    String head = "SELECT " + RowReader.selection(reads, text) + " FROM (";
    try {
      String where = sampling.map(condition -> " WHERE " + condition).orElse("");
      fetch(head + query + SqlText.AS_SOURCE + where, reader);
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  private void fetch(String sql, Consumer<RowBatch> reader) {
    try (var transaction = session.beginForTables()) {
      session.call(
          sql,
          statement -> {
            statement.setFetchSize(session.dialect().fetchSize());
            if (most < Integer.MAX_VALUE) {
              statement.setMaxRows((int) most + 1); // otherwise some drivers fetch the rest
            }
            try (ResultSet rows = statement.executeQuery(sql)) {
              fetch(rows, reader);
            }
            return true;
          });
      transaction.commit();
    }
  }

  private void fetch(ResultSet rows, Consumer<RowBatch> reader) throws SQLException {
    boolean selected = session.dialect().text().keepsOrderOfSubqueries();
    RowReader batches =
        selected
            ? new RowReader(reads, session.dialect().types())
            : RowReader.byLabel(reads, session.dialect().types(), rows.getMetaData());
    long read = 0;
    for (RowBatch batch = batches.next(rows, most);
        batch.rows() > 0;
        batch = batches.next(rows, most - read)) {
      session.checkCancelled();
      read += batch.rows();
      reader.accept(batch);
    }
    hasMore = read == most && rows.next();
    count = hasMore ? -1 : read;
  }

  @Override
  public int batches() {
    throw once();
  }

  @Override
  public int rows(int batch) {
    throw once();
  }

  @Override
  public RowBatch batch(int index, List<ColumnRead> some) {
    throw once();
  }

  private static IllegalStateException once() {
    return new IllegalStateException("the rows can be read once only");
  }

  @Override
  public void close() {
    // Reading leaves nothing open.
  }
}
