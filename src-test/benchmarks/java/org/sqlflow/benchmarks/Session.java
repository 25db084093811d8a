package org.sqlflow.benchmarks;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.CellOptions;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Statements against a DuckDB, in memory by default, by the magic that notebooks use. */
final class Session implements AutoCloseable {
  private static final String MAGIC = "%%sqlflow\n";

  private final SqlflowMagic magic;
  private final Consumer<TrainingProgress> watcher;

  Session() {
    this("duckdb://:memory:");
  }

  Session(String source) {
    this(source, progress -> {});
  }

  Session(String source, Consumer<TrainingProgress> watcher) {
    this.watcher = watcher;
    this.magic = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", source), Path.of(""));
  }

  void run(String statement) {
    magic.run(MAGIC + statement, MAGIC.length() - 1, Variables.NONE, new Silent(watcher));
  }

  Table query(String statement) {
    return magic
        .run(MAGIC + statement, MAGIC.length() - 1, Variables.NONE, new Silent(watcher))
        .to_dataframe();
  }

  /** The number in the first cell. */
  double number(String statement) {
    return Double.parseDouble(query(statement).getUnformatted(0, 0));
  }

  @Override
  public void close() {
    magic.close();
  }

  private record Silent(Consumer<TrainingProgress> watcher) implements CellListener {
    @Override
    public void options(CellOptions options) {
      // What a benchmark shows it gets by queries.
    }

    @Override
    public void output(Output output) {
      // As above.
    }

    @Override
    public void progress(TrainingProgress progress) {
      watcher.accept(progress);
    }

    @Override
    public void progressEnded() {
      // As above.
    }
  }
}
