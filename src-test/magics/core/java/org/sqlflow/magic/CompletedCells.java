package org.sqlflow.magic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Completion.Suggestion;

/** Cells on a small database; the cursor is where {@code |} stands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CompletedCells {
  static final Duration LONG = Duration.ofMinutes(1);

  SqlflowMagic magic;

  @BeforeAll
  void connect(@TempDir Path folder) {
    magic = memory(folder);
    run(
        magic,
        """
        CREATE TABLE visits AS
          SELECT range AS id, (range % 3) * 10.0 AS age, random() AS amount, 'a' AS "last page"
          FROM range(60);
        CREATE VIEW visitors AS SELECT id, age AS years FROM visits;
        CREATE SCHEMA archive;
        CREATE TABLE archive.old_visits AS SELECT 1 AS year;
        SELECT age, amount FROM visits TO TRAIN kmeans WITH model.n_clusters = 3 INTO ages;
        SELECT age, amount FROM visits TO TRAIN kmeans WITH model.n_clusters = 2 INTO "by amount";
        """);
  }

  @AfterAll
  void close() {
    magic.close();
  }

  static SqlflowMagic memory(Path folder) {
    return new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), folder);
  }

  static void run(SqlflowMagic magic, String statements) {
    magic.run("%%sqlflow\n" + statements, 9, Variables.NONE, new CellsTest.Heard());
  }

  Completion complete(String marked) {
    int cursor = marked.indexOf('|');
    String cell = "%%sqlflow" + marked.replace("|", "");
    Variables variables =
        new Variables() {
          @Override
          public Optional<Object> value(String name) {
            return Optional.empty();
          }

          @Override
          public List<String> tables() {
            return List.of("result_table");
          }
        };
    return magic.editing(variables, LONG).complete(cell, 9, 9 + cursor);
  }

  List<String> words(String marked) {
    return complete(marked).suggestions().stream().map(Suggestion::text).toList();
  }
}
