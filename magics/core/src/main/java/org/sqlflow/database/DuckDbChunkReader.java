package org.sqlflow.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * Reads numbers and texts in DuckDB's chunks of 2,048 values of a column, which takes half the time
 * of reading them row by row, a quarter for texts, and holds no result in memory. The driver does
 * not tell an error behind the first rows, nor is a result stopped by cancelling its statement.
 * Until it is read, no other statement can run on the connection.
 */
final class DuckDbChunkReader {
  private static final int FIRST_ROWS = 2048;

  private final List<ReadColumn> columns;
  private final SharedTexts shared = new SharedTexts();

  /** Reads columns that a result has in their order, as DOUBLE and as VARCHAR. */
  DuckDbChunkReader(List<ReadColumn> columns) {
    this.columns = columns;
  }

  /** Whether columns can be read so: the driver's chunks give no lists. */
  static boolean canRead(List<ReadColumn> columns) {
    return columns.stream().noneMatch(column -> column.form() == ReadColumn.Form.LIST);
  }

  /**
   * Reads rows in blocks of {@link BlockReader#ROWS}; the last has what is left. With an error the
   * blocks end before it.
   *
   * @param rows how many the result has
   */
  void read(PreparedStatement statement, long rows, Consumer<ColumnBlock> reader)
      throws SQLException {
    try (DuckDBChunkedResult result = statement.unwrap(DuckDBPreparedStatement.class).query()) {
      Chunks chunks = new Chunks(result, false);
      for (long left = rows; left > 0; left -= BlockReader.ROWS) {
        int size = (int) Math.min(BlockReader.ROWS, left);
        ColumnBlock block = next(chunks, size, size);
        if (block.rows() < size) {
          return;
        }
        reader.accept(block);
      }
    }
  }

  /**
   * Reads a result of unknown length that has one column more, the first: it is true in a row
   * behind all others.
   *
   * @param reader takes each block of at most {@link BlockReader#ROWS}, and says whether to go on
   * @return whether all rows were read
   */
  boolean readToMark(PreparedStatement statement, Predicate<ColumnBlock> reader)
      throws SQLException {
    try (DuckDBChunkedResult result = statement.unwrap(DuckDBPreparedStatement.class).query()) {
      Chunks chunks = new Chunks(result, true);
      ColumnBlock block = next(chunks, FIRST_ROWS, BlockReader.ROWS);
      while (block.rows() > 0 && reader.test(block)) {
        block = next(chunks, BlockReader.ROWS, BlockReader.ROWS);
      }
      return block.rows() == 0 && chunks.markIsLast;
    }
  }

  /**
   * The next rows, none at the end.
   *
   * @param room rows to make room for; there will be more of it if needed
   */
  private ColumnBlock next(Chunks chunks, int room, int most) {
    Object[] block =
        columns.stream().map(column -> BlockReader.room(column.form(), room)).toArray();
    int capacity = room;
    int at = 0;
    while (at < most && chunks.hasRows()) {
      if (at == capacity) {
        capacity = Math.min(most, 4 * capacity);
        for (int i = 0; i < block.length; i++) {
          block[i] = BlockReader.grown(block[i], capacity);
        }
      }
      int count = Math.min(chunks.rows(), capacity - at);
      for (int i = 0; i < block.length; i++) {
        copy(chunks.column(i), chunks.first, block[i], at, count);
      }
      chunks.first += count;
      at += count;
    }
    return new ColumnBlock(at, List.of(block));
  }

  private void copy(DuckDBReadableVector column, int first, Object block, int at, int count) {
    if (block instanceof double[] numbers) {
      for (int i = 0; i < count; i++) {
        numbers[at + i] = column.getDouble(first + i, Double.NaN);
      }
    } else {
      String[] texts = (String[]) block;
      for (int i = 0; i < count; i++) {
        texts[at + i] = shared.of(column.getString(first + i));
      }
    }
  }

  /** The rows of a result's chunks that were not taken yet. */
  private static final class Chunks {
    private final DuckDBChunkedResult result;
    private final boolean marked;
    private DuckDBDataChunkReader chunk;
    private int first;
    private int end;
    private boolean markIsLast;

    private Chunks(DuckDBChunkedResult result, boolean marked) {
      this.result = result;
      this.marked = marked;
    }

    private boolean hasRows() {
      while (first == end) {
        if (!result.nextChunk()) {
          return false;
        }
        chunk = result.chunk();
        first = 0;
        end = (int) chunk.rowCount();
        if (marked && end > 0) {
          markIsLast = chunk.vector(0).getBoolean(end - 1);
          end -= markIsLast ? 1 : 0;
        }
      }
      return true;
    }

    private int rows() {
      return end - first;
    }

    private DuckDBReadableVector column(int index) {
      return chunk.vector(marked ? index + 1 : index);
    }
  }
}
