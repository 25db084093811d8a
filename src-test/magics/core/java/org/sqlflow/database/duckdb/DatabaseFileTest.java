package org.sqlflow.database.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.session.Databases;
import org.sqlflow.magic.Sqlflow;

class DatabaseFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a b", "it's", "a%20b", "a#b", "ü", "a&b=c", "a:b", "${x}", "[a]*"})
  void aFolderOfAnyNameHoldsADatabase(String name) throws Exception {
    Path inside = Files.createDirectory(folder.resolve(name));
    try (Sqlflow sqlflow = Sqlflow.inFolder(inside)) {
      sqlflow.run("CREATE TABLE t AS SELECT 42 AS a");
    }
    assertThat(inside.resolve("sqlflow.duckdb")).isRegularFile();
    try (Sqlflow sqlflow = Sqlflow.inFolder(inside)) {
      assertThat(sqlflow.query("SELECT a FROM t").intColumn(0).get(0)).isEqualTo(42);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a?b", "a\\b", "a;access_mode=read_only"})
  void aNameThatDuckDbMisreadsIsRefusedAndNothingIsMade(String name) throws Exception {
    Path inside = Files.createDirectory(folder.resolve(name));

    assertThatThrownBy(() -> Sqlflow.inFolder(inside).close())
        .hasMessageContaining("DuckDB cannot keep a database where the name of a folder")
        .hasMessageContaining("rename it");
    assertThat(inside).isEmptyDirectory();
    assertThat(folder.toFile().list()).containsExactly(name);
  }

  @Test
  void theDriversOwnUrlMayHaveOptions() {
    Path file = folder.resolve("x.duckdb");
    Databases.connect(DataSource.parse("duckdb://" + file, folder)).close();

    try (Database database =
        Databases.connect(
            DataSource.parse("jdbc:duckdb:" + file + ";access_mode=read_only", folder))) {
      assertThatThrownBy(() -> database.run("CREATE TABLE t AS SELECT 1"))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Sqlflow.inFolder(folder.resolve("none")).close())
        .hasMessageContaining("there is no folder " + folder.resolve("none"));
  }

  @Test
  void aFileOfSqliteIsNotOpenedAndNothingIsFetched() throws Exception {
    Path file = folder.resolve("old.db");
    byte[] content = ("SQLite format 3\0" + "x".repeat(5000)).getBytes(StandardCharsets.US_ASCII);
    Files.write(file, content);

    assertThatThrownBy(() -> Databases.connect(DataSource.parse("duckdb://" + file, folder)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("it is an SQLite database")
        .hasMessageContaining("ATTACH '" + file + "' AS old (TYPE sqlite)");
    assertThat(file).hasBinaryContent(content);
  }

  /** Root may write anywhere but to what is mounted to be read only. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDatabaseInAReadOnlyFolderIsOpenedToBeRead() throws Exception {
    try (Sqlflow sqlflow = Sqlflow.inFolder(folder)) {
      sqlflow.run("CREATE TABLE t AS SELECT range AS a, range % 3 AS b FROM range(30)");
      sqlflow.run("SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN a, b INTO m");
    }
    String mount = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\"";
    Process probe =
        unshared(mount + " && ! touch \"$0/probe\" 2>/dev/null").redirectErrorStream(true).start();
    String refused = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assumptions.assumeTrue(
        probe.waitFor() == 0,
        "this machine lets nobody mount a folder to be read only: " + refused);

    Process reader =
        unshared(
                mount
                    + " && exec \"$1\" -cp \"$2\" "
                    + Reader.class.getName().replace("$", "\\$")
                    + " \"$0\"")
            .redirectErrorStream(true)
            .start();
    String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said)
        .contains("rows: 30")
        .contains("models: 1")
        .containsPattern("refused: .*read-only mode");
    assertThat(reader.waitFor()).isZero();
  }

  private ProcessBuilder unshared(String script) {
    return new ProcessBuilder(
        "unshare",
        "--mount",
        "--map-root-user",
        "sh",
        "-c",
        script,
        folder.toString(),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        System.getProperty("java.class.path"));
  }

  /** Reads in a folder, uses a model, and tries to write. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] words) {
      try (Sqlflow sqlflow = Sqlflow.inFolder(Path.of(words[0]))) {
        System.out.println("rows: " + sqlflow.query("SELECT a FROM t").rowCount());
        System.out.println("models: " + sqlflow.query("SHOW MODELS").rowCount());
        sqlflow.run("INSERT INTO t VALUES (1, 2)");
      } catch (RuntimeException refused) {
        System.out.println("refused: " + refused.getMessage().replace('\n', ' '));
      }
    }
  }

  /** A deleted file keeps its content until it is closed, and loses it then. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatIsDeletedWhileOpenIsNoticedAndCanStillBeRead(boolean isReplaced) throws Exception {
    try (Sqlflow sqlflow = Sqlflow.inFolder(folder)) {
      sqlflow.run("CREATE TABLE t AS SELECT range AS a, range % 3 AS b FROM range(30)");
      sqlflow.run("SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN a, b INTO m");
      Files.delete(folder.resolve("sqlflow.duckdb"));
      if (isReplaced) {
        Files.writeString(folder.resolve("sqlflow.duckdb"), "another");
      }

      for (String write :
          new String[] {
            "CREATE TABLE u AS SELECT 1",
            " -- a comment\n /* and one */ insert into t VALUES (1, 2)",
            "CHECKPOINT",
            "DROP TABLE t",
            "DROP VIEW IF EXISTS v",
            "EXPLAIN ANALYZE INSERT INTO t VALUES (1, 2)",
            "WITH q AS (SELECT 1 AS a) INSERT INTO t SELECT a, a FROM q",
            "COPY t (a, b) FROM 'rows.csv'",
            "COMMENT ON TABLE t IS 'rows'",
            "SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN a, b INTO m2",
            "SELECT * FROM t TO PREDICT p.c USING m"
          }) {
        assertThatThrownBy(() -> sqlflow.run(write))
            .as(write)
            .hasMessageContaining(isReplaced ? "was replaced by another" : "was deleted")
            .hasMessageContaining("EXPORT DATABASE '" + System.getProperty("user.home"));
      }
      assertThat(sqlflow.query("SELECT count(*)::INTEGER FROM t").intColumn(0).get(0))
          .isEqualTo(30);
      sqlflow.run("WITH q AS (SELECT 1) SELECT * FROM q; EXPLAIN ANALYZE SELECT * FROM t");
      sqlflow.run("COPY t TO '" + folder.resolve("saved.csv") + "'");
      sqlflow.run("EXPORT DATABASE '" + folder.resolve("saved") + "'");
    }
    assertThat(folder.resolve("saved").resolve("schema.sql")).isRegularFile();
  }

  @Test
  void temporaryTablesAreNotInTheFile() throws Exception {
    try (Sqlflow sqlflow = Sqlflow.inFolder(folder)) {
      sqlflow.run("CREATE TABLE t AS SELECT 1 AS a");
      Files.delete(folder.resolve("sqlflow.duckdb"));

      sqlflow.run(
          "CREATE TEMP TABLE u AS SELECT * FROM t; CREATE OR REPLACE TEMP TABLE u AS SELECT 2");
    }
  }
}
