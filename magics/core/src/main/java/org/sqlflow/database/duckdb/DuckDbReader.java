package org.sqlflow.database.duckdb;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.session.BatchBuilder;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.SqlText;

/**
 * Reads a query into memory if it has few rows, and spools it in DuckDB otherwise. If it has many
 * although DuckDB expected few, the query runs once more.
 */
final class DuckDbReader {
  private static final long MOST_BYTES = 100L << 20;
  private static final int PART_OF_HEAP = 8;

  /** Begins the names of tables of spooled rows, of which several can be open at a time. */
  private static final String SPOOLED = "sqlflow_read_";

  private static final String SETTINGS =
      "SELECT current_setting('preserve_insertion_order'), current_setting('threads')";

  private static final String VIEWS =
      "SELECT 1 FROM duckdb_views() WHERE lower(view_name) = lower(?)";

  private final Session session;
  private final Selection selection;
  private final DuckDbMemory memory;
  private final NumberCollector collector;
  private final QueryPlan plan;
  private final boolean keepsOrder;

  /** How many threads DuckDB has. */
  private final int threads;

  private DuckDbReader(
      Session session, Selection selection, DuckDbMemory memory, NumberCollector collector) {
    this.session = session;
    this.collector = collector;
    this.memory = memory;
    this.plan = QueryPlan.of(session, selection.head() + selection.query() + SqlText.AS_SOURCE);
    this.selection = selection;
    List<Object> settings = session.rows(SETTINGS, List.of()).get(0);
    this.keepsOrder = (Boolean) settings.get(0);
    this.threads = ((Number) settings.get(1)).intValue();
  }

  static RowSource read(
      Session session,
      NumberCollector collector,
      String query,
      List<ColumnRead> reads,
      RowLimit limit) {
    Selection selection = new Selection(session.dialect().text(), query, reads, limit);
    DuckDbMemory memory = DuckDbMemory.limit(session);
    try {
      RowSource rows = new DuckDbReader(session, selection, memory, collector).rows();
      if (rows.isInMemory()) {
        memory.close();
      }
      return rows;
    } catch (RuntimeException error) {
      memory.close();
      throw error;
    }
  }

  private RowSource rows() {
    // Without a fixed order, the row after all others would not come last.
    boolean inChunks = keepsOrder && DuckDbChunkReader.canRead(selection.reads());
    if (inChunks && expectsFew()) {
      Optional<BufferedRows> few = few();
      if (few.isPresent()) {
        return counted(few.get());
      }
    }
    SpooledQuery spooled =
        SpooledQuery.of(
            session,
            memory,
            SPOOLED + UUID.randomUUID().toString().replace("-", ""),
            selection.head(),
            selection.query(),
            selection.tail());
    memory.narrow();
    try {
      long most = selection.limit().most();
      long count = spooled.rows() <= most ? spooled.rows() : session.count(selection.query());
      SpooledRows rows = new SpooledRows(spooled, memory, selection, count, isOrdered());
      return inChunks ? rows : few(rows).<RowSource>map(few -> few).orElse(rows);
    } catch (RuntimeException error) {
      spooled.close();
      throw error;
    }
  }

  private boolean isOrdered() {
    return keepsOrder && plan.isOrdered();
  }

  private boolean expectsFew() {
    long perRow = Math.max(1, BatchBuilder.bytesPerRow(selection.reads()));
    return expectedRows() <= (double) mostBytes() / perRow;
  }

  private double expectedRows() {
    RowLimit limit = selection.limit();
    return Math.min(plan.rows() * limit.share(), (double) limit.most());
  }

  private static long mostBytes() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** The rows in memory, if they are few. */
  private Optional<BufferedRows> few() {
    return NumberCollector.suits(session, selection.reads(), expectedRows())
        ? fewCollected()
        : fewInChunks();
  }

  private Optional<BufferedRows> fewCollected() {
    return plan.table()
        .filter(table -> plan.rows() <= selection.limit().most())
        .flatMap(table -> all(() -> inParts(table)).or(() -> all(this::ofTable)))
        .or(this::fewNumbered);
  }

  /** The rows of one table; empty if they are not all there or too many, or if that fails. */
  private Optional<BufferedRows> all(Supplier<Optional<BufferedRows>> reading) {
    try {
      return reading.get().filter(read -> read.rows() <= selection.limit().most());
    } catch (DatabaseException | NumberCollector.IncompleteException otherwise) {
      session.checkCancelled();
      return Optional.empty();
    }
  }

  /** By a thread for each part, if the table has many rows and nobody else uses the database. */
  private Optional<BufferedRows> inParts(QueryPlan.Table table) {
    List<String> parts = selection.partsOf(table, plan.rows(), SharedSnapshot.most(threads));
    boolean isTable =
        parts.size() > 1
            && selection
                .source()
                .filter(name -> session.rows(VIEWS, List.of(name)).isEmpty())
                .isPresent();
    return isTable
        ? collector.collect(
            session,
            selection.reads(),
            table.name(),
            parts.stream().map(this::ofTable).toList(),
            threads,
            mostBytes(),
            isOrdered())
        : Optional.empty();
  }

  /** By DuckDB's threads. */
  private Optional<BufferedRows> ofTable() {
    return selection.ofTable().map(this::ofTable).flatMap(this::collected);
  }

  private String ofTable(String rows) {
    return collector.headOfTable(selection.reads().size())
        + rows
        + SqlText.AS_SOURCE
        + SqlText.AS_SOURCE;
  }

  private Optional<BufferedRows> collected(String sql) {
    return memory.call(
        () -> collector.collect(session, selection.reads(), sql, mostBytes(), isOrdered()));
  }

  private Optional<BufferedRows> fewNumbered() {
    String begin = collector.head(selection.reads().size()) + selection.head();
    String sql =
        begin + selection.query() + selection.tail() + SqlText.AS_SOURCE + SqlText.AS_SOURCE;
    try {
      return collected(sql);
    } catch (DatabaseException error) {
      throw error.within(begin.length(), selection.query().length());
    }
  }

  private Optional<BufferedRows> fewInChunks() {
    int columns = Math.max(1, selection.reads().size());
    String mark = " UNION ALL SELECT true" + ", NULL".repeat(columns);
    String begin = "SELECT false, * FROM (" + selection.head();
    String sql = begin + selection.query() + selection.tail() + SqlText.AS_SOURCE + mark;
    DuckDbChunkReader chunks = new DuckDbChunkReader(selection.reads());
    BufferedRows[] buffered = new BufferedRows[1];
    Session.Work<PreparedStatement, Boolean> reading =
        statement -> {
          BufferedRows rows = new BufferedRows(selection.reads(), isOrdered());
          buffered[0] = rows;
          return chunks.readToMark(
              statement,
              batch -> {
                session.checkCancelled();
                rows.add(batch);
                return rows.bytes() <= mostBytes();
              });
        };
    try {
      boolean complete = memory.call(() -> session.prepared(sql, List.of(), reading));
      return complete ? Optional.of(buffered[0]) : Optional.empty();
    } catch (DatabaseException error) {
      throw error.within(begin.length(), selection.query().length());
    }
  }

  /** The rows that DuckDB spools, in memory instead if they are few. */
  private Optional<BufferedRows> few(SpooledRows spooled) {
    BufferedRows few = new BufferedRows(selection.reads(), isOrdered());
    few.countedAs(spooled.count());
    for (int index = 0; index < spooled.batches(); index++) {
      few.add(spooled.batch(index, selection.reads()));
      if (few.bytes() > mostBytes()) {
        return Optional.empty();
      }
    }
    spooled.close();
    return Optional.of(few);
  }

  private BufferedRows counted(BufferedRows rows) {
    if (rows.rows() > selection.limit().most()) {
      rows.countedAs(session.count(selection.query()));
    }
    return rows;
  }
}
