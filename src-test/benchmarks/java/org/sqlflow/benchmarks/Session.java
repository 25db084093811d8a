package org.sqlflow.benchmarks;

import java.nio.file.Path;
import java.util.Map;
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

  Session() {
    this("duckdb://:memory:");
  }

  Session(String source) {
    this.magic = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", source), Path.of(""));
  }

  void run(String statement) {
    magic.run(MAGIC + statement, MAGIC.length() - 1, Variables.NONE, new Silent());
  }

  Table query(String statement) {
    return magic
        .run(MAGIC + statement, MAGIC.length() - 1, Variables.NONE, new Silent())
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

  private static final class Silent implements CellListener {
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
      // As above.
    }

    @Override
    public void progressEnded() {
      // As above.
    }
  }
}
