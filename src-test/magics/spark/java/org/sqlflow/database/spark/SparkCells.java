package org.sqlflow.database.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.sqlflow.completion.Completion;
import org.sqlflow.database.DataSource;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Cells of a notebook that is connected to a test cluster. */
final class SparkCells implements AutoCloseable {
  private static final String MAGIC = "%%sqlflow\n";

  private final SqlflowMagic magic;
  private final List<Output> outputs = new CopyOnWriteArrayList<>();

  private volatile String phase = "";

  private final CellListener listener =
      new CellListener() {
        @Override
        public void output(Output output) {
          outputs.add(output);
        }

        @Override
        public void progress(TrainingProgress state) {
          phase = state.phase();
        }
      };

  SparkCells(String url, Path folder) {
    this(Map.of(DataSource.VARIABLE, url), folder);
  }

  SparkCells(Map<String, String> environment, Path folder) {
    magic = new SqlflowMagic(environment, folder);
  }

  /** Where the training is that runs, or ran last. */
  String phase() {
    return phase;
  }

  /** Runs a cell; its result, without columns if it has none. */
  Table run(String sql) {
    outputs.clear();
    phase = "";
    var result = magic.runStatements(sql, Variables.NONE, listener);
    return result.size() == 0 ? Table.create() : result.table();
  }

  /** Runs a cell beside this thread; completes with its error, or with null. */
  CompletableFuture<Throwable> start(String sql) {
    return CompletableFuture.runAsync(() -> run(sql))
        .handle((done, error) -> error == null ? null : error.getCause());
  }

  /** The number in a result's first cell. */
  long number(String sql) {
    return ((Number) run(sql).get(0, 0)).longValue();
  }

  /** What can stand at the place of the | in a cell; answers of the server may come later. */
  List<String> completions(String marked) {
    String cell = MAGIC + marked.replace("|", "");
    return magic
        .complete(cell, MAGIC.length() - 1, MAGIC.length() + marked.indexOf('|'), Variables.NONE)
        .suggestions()
        .stream()
        .map(Completion.Suggestion::text)
        .toList();
  }

  /** What the last cell showed. */
  String notes() {
    return outputs.stream().map(String::valueOf).collect(Collectors.joining());
  }

  List<String> tables() {
    return run("SHOW TABLES").stringColumn("tableName").asList().stream().sorted().toList();
  }

  /** As Jupyter's stop button. */
  void interrupt() {
    magic.cancel();
  }

  @Override
  public void close() {
    magic.close();
  }
}
