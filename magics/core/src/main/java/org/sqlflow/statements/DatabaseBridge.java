package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ColumnBlock;
import org.sqlflow.database.KeptRows;
import org.sqlflow.database.QueryColumn;
import org.sqlflow.database.ReadColumn;
import org.sqlflow.math.RowDraw;

/** The database's words for rows as those of {@code data}, until the database speaks these. */
final class DatabaseBridge {
  private DatabaseBridge() {}

  static Schema schema(List<QueryColumn> columns) {
    return new Schema(columns.stream().map(DatabaseBridge::column).toList());
  }

  private static Column column(QueryColumn column) {
    ColumnType type =
        switch (column.kind()) {
          case WHOLE -> ColumnType.INTEGER;
          case REAL -> ColumnType.REAL;
          case BOOLEAN -> ColumnType.BOOLEAN;
          case TEXT -> ColumnType.TEXT;
          case TIME -> ColumnType.TIME;
          case LIST -> ColumnType.LIST;
          case OTHER -> ColumnType.OTHER;
        };
    return new Column(column.name(), type, column.typeName());
  }

  static List<ReadColumn> columns(List<ColumnRead> reads) {
    return reads.stream().map(DatabaseBridge::column).toList();
  }

  private static ReadColumn column(ColumnRead read) {
    return new ReadColumn(
        read.column(),
        switch (read.form()) {
          case NUMBERS -> ReadColumn.Form.NUMBER;
          case TEXTS -> ReadColumn.Form.TEXT;
          case LISTS -> ReadColumn.Form.LIST;
        });
  }

  static RowBatch batch(ColumnBlock block, List<ColumnRead> reads) {
    List<ColumnVector> vectors = new ArrayList<>();
    for (Object column : block.columns()) {
      if (column instanceof double[] numbers) {
        vectors.add(new ColumnVector.Doubles(numbers));
      } else if (column instanceof String[] texts) {
        vectors.add(new ColumnVector.Texts(texts));
      } else {
        vectors.add(new ColumnVector.Lists((double[][]) column));
      }
    }
    return new RowBatch(block.rows(), reads.stream().map(ColumnRead::column).toList(), vectors);
  }

  /** Those of the rows a database keeps that are drawn. */
  static final class Kept implements RowSource {
    private final KeptRows kept;
    private final List<ColumnRead> reads;
    private final List<int[]> drawn;
    private final StatementListener listener;

    Kept(KeptRows kept, List<ColumnRead> reads, RowDraw draw, StatementListener listener) {
      this.kept = kept;
      this.reads = reads;
      this.listener = listener;
      this.drawn =
          IntStream.range(0, kept.blocks()).mapToObj(i -> draw.next(kept.rows(i))).toList();
    }

    @Override
    public List<ColumnRead> reads() {
      return reads;
    }

    @Override
    public long count() {
      return drawn.stream().mapToLong(rows -> rows.length).sum();
    }

    @Override
    public boolean isRereadable() {
      return true;
    }

    @Override
    public boolean isInMemory() {
      return false;
    }

    @Override
    public boolean isOrdered() {
      return true;
    }

    @Override
    public void read(Consumer<RowBatch> reader) {
      IntStream.range(0, batches()).forEach(i -> reader.accept(batch(i, reads)));
    }

    @Override
    public int batches() {
      return kept.blocks();
    }

    @Override
    public int rows(int batch) {
      return drawn.get(batch).length;
    }

    @Override
    public RowBatch batch(int index, List<ColumnRead> some) {
      listener.checkCancelled();
      return DatabaseBridge.batch(kept.block(index, columns(some)), some).take(drawn.get(index));
    }

    @Override
    public void close() {}
  }
}
