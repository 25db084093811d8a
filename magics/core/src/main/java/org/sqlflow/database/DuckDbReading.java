package org.sqlflow.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a query into memory if its rows are few, and keeps them in DuckDB otherwise. If there are
 * many where DuckDB had expected few, the query runs once more.
 */
final class DuckDbReading {
  private final Database database;
  private final DuckDbSelection selection;
  private final DuckDbMemory memory;

  private DuckDbReading(Database database, DuckDbSelection selection, DuckDbMemory memory) {
    this.database = database;
    this.selection = selection;
    this.memory = memory;
  }

  static QueryRows of(
      Database database, String query, List<ReadColumn> columns, RowsWanted wanted) {
    DuckDbSelection selection = new DuckDbSelection(database.dialect(), query, columns, wanted);
    DuckDbMemory memory = DuckDbMemory.limit(database);
    DuckDbReading reading = new DuckDbReading(database, selection, memory);
    try {
      QueryRows rows = reading.rows();
      if (rows.isInMemory()) {
        memory.close();
      }
      return rows;
    } catch (RuntimeException error) {
      memory.close();
      throw error;
    }
  }

  private QueryRows rows() {
    // Where DuckDB keeps no order a row behind all others does not come last.
    boolean inChunks =
        (Boolean) told("SELECT current_setting('preserve_insertion_order')", 0)
            && DuckDbChunkReader.canRead(selection.columns());
    Optional<HeldRows> few =
        inChunks && HeldRows.areFew(estimated(), selection.columns())
            ? fewInChunks()
            : Optional.empty();
    if (few.isPresent()) {
      return counted(few.get());
    }
    DuckDbRows kept = DuckDbRows.keep(database, memory, selection);
    return inChunks ? kept : fewOf(kept).<QueryRows>map(this::counted).orElse(kept);
  }

  private Object told(String sql, int column) {
    return database.rows(sql, List.of()).get(0).get(column);
  }

  /** How many rows DuckDB expects; 0 where it does not tell, or where the query has an error. */
  private long estimated() {
    String sql = "EXPLAIN (FORMAT json) " + selection.head() + selection.query() + selection.tail();
    try {
      JsonNode plan = new JsonMapper().readTree((String) told(sql, 1));
      return plan.at("/0/extra_info/Estimated Cardinality").asLong();
    } catch (DatabaseException | JsonProcessingException unknown) {
      return 0;
    }
  }

  private Optional<HeldRows> fewInChunks() {
    String begin = "SELECT false, * FROM (" + selection.head();
    String sql = begin + selection.query() + selection.tail() + CursorRows.TAIL + mark();
    DuckDbChunkReader chunks = new DuckDbChunkReader(selection.columns());
    Session session = database.session();
    HeldRows held = new HeldRows();
    Predicate<ColumnBlock> reader =
        block -> {
          session.checkStopped();
          return held.add(block);
        };
    Session.Work<PreparedStatement, Boolean> reading =
        statement -> chunks.readToMark(statement, reader);
    try {
      boolean complete = memory.call(() -> session.prepared(sql, List.of(), reading));
      return complete ? Optional.of(held) : Optional.empty();
    } catch (DatabaseException error) {
      throw error.within(begin.length(), selection.query().length());
    }
  }

  /** The row behind all others. */
  private String mark() {
    int columns = Math.max(1, selection.columns().size());
    return " UNION ALL SELECT true" + ", NULL".repeat(columns);
  }

  /** The rows that DuckDB keeps, in memory instead. */
  private Optional<HeldRows> fewOf(DuckDbRows kept) {
    HeldRows held = new HeldRows();
    try {
      for (int index = 0; index < kept.blocks(); index++) {
        if (!held.add(kept.block(index, selection.columns()))) {
          return Optional.empty();
        }
      }
    } catch (RuntimeException error) {
      kept.close();
      throw error;
    }
    kept.close();
    return Optional.of(held);
  }

  private HeldRows counted(HeldRows held) {
    if (held.rows() > selection.wanted().most()) {
      held.countedAs(database.count(selection.query()));
    }
    return held;
  }
}
