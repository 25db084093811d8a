package org.sqlflow.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.Database;
import org.sqlflow.features.encoding.FeatureEncoding;

/** From a query to a model's matrix, for one block of 10 numbers a row. */
@State(Scope.Thread)
public class ReadingParts {
  private static final int ROWS = 65_536;

  private Database database;
  private RowBatch block;
  private FeatureEncoding encoding;

  @Setup(Level.Trial)
  public void read() {
    database = DataPath.connect("duckdb://:memory:");
    DataPath.createTable(database, ROWS);
    block = readingABlockOf65536RowsFromDuckdb();
    encoding = DataPath.learn(database).encoding();
  }

  @TearDown(Level.Trial)
  public void close() {
    database.close();
  }

  @Benchmark
  public RowBatch readingABlockOf65536RowsFromDuckdb() {
    List<RowBatch> blocks = new ArrayList<>();
    DataPath.read(database, blocks::add);
    return blocks.get(0);
  }

  @Benchmark
  public Object scalingABlockOf65536RowsToFloats() {
    return encoding.encode(block, 0, block.rows());
  }
}
