package com.example.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import org.sqlflow.engine.Engines;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.dispatch.Statements;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.SqlflowParser;

/** An engine needs one module: statements run on it without any other change. */
class EngineFromOutsideTest {
  private static final String GROUPED =
      "SELECT k, sum(v) AS s, avg(w) AS a FROM t GROUP BY k"
          + " TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN s, a INTO ";

  private final ReversingEngine engine = new ReversingEngine();

  private static final StatementListener SILENT =
      new StatementListener() {
        @Override
        public void output(Output output) {}

        @Override
        public void trainingEnded() {}

        @Override
        public void progress(TrainingProgress progress) {}

        @Override
        public void checkCancelled() {}
      };

  private static void run(Database database, Path folder, Engines engines, String cell) {
    Workspace workspace =
        new Workspace(database, new ModelStore(database, folder), Estimators.installed(), engines);
    SqlflowParser.parse(cell).forEach(s -> Statements.run(s, workspace, SILENT));
  }

  @Test
  void statementsRunOnItAndTheOrderOfItsRowsDoesNotMatter(@TempDir Path folder) {
    Engines mine = new Engines(List.of(engine), List.of(engine));
    Engines none = new Engines(List.of(), List.of());
    try (Database database = Databases.connect(DataSource.parse("duckdb://:memory:", folder))) {
      database.run(
          "CREATE TABLE t AS SELECT range % 500 AS k, hash(range) % 97 AS v,"
              + " (range * range) % 13 AS w FROM range(5000)");
      run(database, folder, mine, GROUPED + "theirs");
      run(database, folder, none, GROUPED + "ours");
      run(
          database,
          folder,
          mine,
          "SELECT k, sum(v) AS s, avg(w) AS a FROM t GROUP BY k TO PREDICT p.g USING theirs");

      assertThat(engine.trainings()).isEqualTo(1);
      assertThat(engine.scorings()).isEqualTo(1);
      assertThat(parameters(database, "theirs")).isEqualTo(parameters(database, "ours"));
      assertThat(database.rows("SELECT count(DISTINCT g), count(*) FROM p", List.of()))
          .containsExactly(List.of(3L, 500L));
    }
  }

  private static Object parameters(Database database, String model) {
    return database
        .rows("SELECT parameters, features FROM sqlflow_models WHERE name = ?", List.of(model))
        .get(0);
  }
}
