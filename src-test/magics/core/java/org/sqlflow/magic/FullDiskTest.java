package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sqlflow.servers.Databases;
import org.sqlflow.servers.SmallDisk;

/** Databases whose disk has no room left: what was there stays, and there is one clear message. */
class FullDiskTest extends CellsTest {
  private static final String FULL = "The disk of the database is full: free space there";
  private static final int MEGABYTES = 72;
  private static final String TRAIN_LARGE =
      "SELECT * FROM t TO TRAIN clusterModel WITH n_clusters = 3, encode_units = [900, 900, 5],"
          + " pretrain_epochs = 1, train_max_iters = 10 COLUMN a, b INTO m";

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2")
  void theEarlierTableAndModelStayWhole(Databases database) throws Exception {
    try (SmallDisk disk = disk(database)) {
      begin(database);
      theEarlierStayWhole(database, disk);
      end(database);
    }
  }

  private void theEarlierStayWhole(Databases database, SmallDisk disk) throws IOException {
    Path reserve = disk.take(2 * MEGABYTES / 3);
    run("CREATE TABLE t AS SELECT i, sin(i) AS a, cos(i) AS b FROM " + database.numbers(1000));
    run("SELECT * FROM t TO TRAIN kmeans WITH n_clusters = 3 INTO m");
    run("SELECT * FROM t TO PREDICT p.g USING m");

    refused(
        "SELECT i, sin(i) AS a, cos(i) AS b, sin(i + 1) AS c, cos(i + 1) AS d FROM "
            + database.numbers(database == Databases.DUCKDB ? 900_000 : 400_000)
            + " TO PREDICT p.g USING m");
    assertThat(value("SELECT count(g) FROM p")).hasToString("1000");
    disk.take(MEGABYTES);
    refused(TRAIN_LARGE);
    assertThat(run("SHOW TRAIN m").to_dataframe().getString(0, 1)).contains("kmeans");
    run("SELECT * FROM t LIMIT 10 TO EVALUATE m");

    Files.delete(reserve);
    run(TRAIN_LARGE + "; SELECT * FROM t TO PREDICT p.g USING m");
    assertThat(value("SELECT count(g) FROM p")).hasToString("1000");
    assertThat(
            value(
                "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE"
                    + " 'sqlflow_side%'"))
        .hasToString("0");
  }

  private void refused(String statement) {
    assertThatThrownBy(() -> run(statement))
        .isInstanceOf(MagicException.class)
        .hasMessageContainingAll(FULL)
        .hasMessageNotContainingAny("Exception", "\tat ");
  }

  @Test
  void aDatabaseFileThatCannotBeOpenAnyLongerIsOpenedAnew() throws Exception {
    try (SmallDisk disk = SmallDisk.on(Files.createDirectory(folder.resolve("small")), 6)) {
      magic.close();
      magic =
          new SqlflowMagic(
              Map.of("SQLFLOW_DATASOURCE", "duckdb://" + disk.folder().resolve("f.duckdb")),
              folder);
      run("SET wal_autocheckpoint = '50KB'; CREATE TABLE t (i BIGINT PRIMARY KEY, h UBIGINT)");

      int rows = 0;
      String lost = "";
      while (lost.isEmpty()) {
        try {
          run("INSERT INTO t SELECT i, hash(i) FROM range(" + rows + ", " + rows + " + 5000) s(i)");
          rows += 5000;
        } catch (MagicException error) {
          lost = error.getMessage();
        }
      }

      assertThat(lost).startsWith("the connection to ").contains("FATAL Error", FULL);
      assertThat(((Number) value("SELECT count(*) FROM t")).intValue()).isIn(rows, rows + 5000);
      assertThat(heard.notes()).contains("Reconnected to");
      magic.close();
    }
  }

  /** A small disk under the files that the test makes. */
  private SmallDisk disk(Databases database) throws IOException {
    if (database == Databases.MARIADB) {
      magic.close();
      magic = new SqlflowMagic(database.environment(), folder);
      run("DROP DATABASE IF EXISTS other; CREATE DATABASE other");
      Path files = database.server().data().resolve("other");
      byte[] options = Files.readAllBytes(files.resolve("db.opt"));
      SmallDisk disk = SmallDisk.on(files, MEGABYTES);
      Files.write(files.resolve("db.opt"), options);
      return disk;
    }
    return SmallDisk.on(Files.createDirectory(small(database)), MEGABYTES);
  }

  /** A folder that the user whom the server runs as can reach. */
  private Path small(Databases database) {
    return database == Databases.POSTGRESQL
        ? database.server().data().resolveSibling("small")
        : folder.resolve("small");
  }

  private void begin(Databases database) {
    magic.close();
    Map<String, String> environment = new HashMap<>(database.environment());
    switch (database) {
      case MARIADB ->
          environment.compute("SQLFLOW_DATASOURCE", (name, url) -> url.replace("/shop", "/other"));
      case POSTGRESQL -> {
        magic = new SqlflowMagic(environment, folder);
        run("CREATE TABLESPACE small LOCATION '" + small(database) + "'");
        run(
            "DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS p; DROP TABLE IF EXISTS sqlflow_models;"
                + " DROP TABLE IF EXISTS sqlflow_model_versions");
        magic.close();
        environment.compute(
            "SQLFLOW_DATASOURCE", (name, url) -> url + "?options=-c%20default_tablespace%3Dsmall");
      }
      default ->
          environment.put(
              "SQLFLOW_DATASOURCE", "duckdb://" + folder.resolve("small").resolve("f.duckdb"));
    }
    magic = new SqlflowMagic(environment, folder);
  }

  private void end(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    switch (database) {
      case MARIADB ->
          run("DROP TABLE other.t, other.p, other.sqlflow_models, other.sqlflow_model_versions");
      case POSTGRESQL -> {
        run(
            "DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS p; DROP TABLE IF EXISTS sqlflow_models;"
                + " DROP TABLE IF EXISTS sqlflow_model_versions");
        run("DROP TABLESPACE IF EXISTS small");
      }
      default -> {}
    }
  }
}
