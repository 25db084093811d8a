package org.sqlflow.database;

import java.util.List;
import java.util.function.Consumer;

/** Reads columns of a table of the connection in blocks of its rows, by their row ids. */
final class DuckDbBlocks {
  private final Database database;
  private final DuckDbMemory memory;
  private final DuckDbKeptQuery kept;
  private final BlockReader rowwise;
  private final boolean inChunks;
  private final DuckDbChunkReader chunks;

  DuckDbBlocks(
      Database database, DuckDbMemory memory, DuckDbKeptQuery kept, List<ReadColumn> columns) {
    this.database = database;
    this.memory = memory;
    this.kept = kept;
    this.rowwise = new BlockReader(columns, database.dialect());
    this.inChunks = DuckDbChunkReader.canRead(columns);
    this.chunks = new DuckDbChunkReader(columns);
  }

  /**
   * Reads from a block to before another.
   *
   * @param reader takes each block; the arrays are its own
   */
  void read(int from, int end, Consumer<ColumnBlock> reader) {
    int[] next = {from};
    Consumer<ColumnBlock> counted =
        block -> {
          next[0]++;
          reader.accept(block);
        };
    if (inChunks) {
      memory.run(() -> inChunks(next[0], end, counted));
    }
    // What did not come in chunks comes now, or its error does.
    while (next[0] < end) {
      counted.accept(rowwise(next[0]));
    }
  }

  private void inChunks(int from, int end, Consumer<ColumnBlock> reader) {
    String sql = kept.select(rowwise.selection(), from, end);
    long rows = kept.rowsBefore(end) - kept.rowsBefore(from);
    database
        .session()
        .prepared(
            sql,
            List.of(),
            statement -> {
              chunks.read(statement, rows, reader);
              return true;
            });
  }

  private ColumnBlock rowwise(int index) {
    String sql = kept.select(rowwise.selection(), index, index + 1);
    return memory.call(
        () -> database.session().call(sql, statement -> rowwise.next(statement.executeQuery(sql))));
  }
}
