package org.sqlflow.magic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Cells against a database in memory, and what they say. */
abstract class CellsTest {
  static final String MAGIC = "%%sqlflow";

  @TempDir Path folder;
  final Map<String, Object> variables = new HashMap<>();
  final Heard heard = new Heard();
  SqlflowMagic magic;

  @BeforeEach
  void open() {
    magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:", "CITY", "Bern"), folder);
  }

  @AfterEach
  void close() {
    magic.close();
  }

  /** Keeps what a cell says. */
  static class Heard implements CellListener {
    final List<Output> outputs = new ArrayList<>();
    final List<TrainingProgress> progress = new ArrayList<>();
    int trainings;
    CellOptions options = CellOptions.NONE;

    @Override
    public void options(CellOptions given) {
      options = given;
    }

    @Override
    public void output(Output output) {
      outputs.add(output);
    }

    @Override
    public void progress(TrainingProgress state) {
      progress.add(state);
    }

    @Override
    public void progressEnded() {
      trainings++;
    }

    /** All sentences, those that are folded away too. */
    String notes() {
      return outputs.stream()
          .flatMap(
              output ->
                  output instanceof Output.Note note
                      ? note.lines().stream()
                      : output instanceof Output.Details details
                          ? details.lines().stream()
                          : Stream.empty())
          .collect(Collectors.joining("\n"));
    }
  }

  Result run(String body) {
    String cell = MAGIC + "\n" + body;
    return runWhole(cell, MAGIC.length(), heard);
  }

  Result runWhole(String cell, int from, CellListener listener) {
    return magic.run(cell, from, variables(), listener);
  }

  /** The variables; null is a value. */
  Variables variables() {
    return new Variables() {
      @Override
      public Optional<Object> value(String name) {
        return Optional.ofNullable(variables.get(name));
      }

      @Override
      public boolean isNull(String name) {
        return variables.containsKey(name) && variables.get(name) == null;
      }
    };
  }

  Object value(String sql) {
    Table table = run(sql).to_dataframe();
    return table.get(0, 0);
  }

  /** Three well-separated groups of 60, 40 and 30 rows. */
  void makePoints() {
    run(
        """
        CREATE TABLE points AS
        SELECT range AS point_id,
               CASE WHEN range < 60 THEN 0 WHEN range < 100 THEN 1 ELSE 2 END AS kind,
               kind * 10 + (range % 7) / 10.0 AS m1,
               kind * -5 + (range % 5) / 10.0 AS m2,
               (kind = 1) AS m3,
               'row ' || range AS name
        FROM range(130)
        """);
  }

  static final String TRAIN =
      """
      SELECT * FROM points
      TO TRAIN clusterModel
      WITH
          model.encode_units = [8, 2]
          model.n_clusters = 3
          model.pretrain_epochs = 30
      COLUMN m1, m2, m3
      INTO my_model;
      """;
}
