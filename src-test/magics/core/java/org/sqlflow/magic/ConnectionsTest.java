package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.report.Output;
import org.sqlflow.servers.DatabaseServer;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

class ConnectionsTest extends CellsTest {
  private Optional<DatabaseServer> used = Optional.empty();

  private Result line(String rest) {
    return runWhole(MAGIC + " " + rest, MAGIC.length(), heard);
  }

  private Table connections() {
    heard.outputs.clear();
    line("--connections");
    return ((Output.Rows) heard.outputs.get(0)).table();
  }

  private DatabaseServer server(Databases database) {
    used = Optional.of(database.server());
    return used.get();
  }

  /** A test that fails in between must not take the server from those that follow. */
  @AfterEach
  void startAgain() {
    used.filter(server -> !server.process().isAlive()).ifPresent(DatabaseServer::start);
  }

  @Test
  void aliasesLeadFromOneDatabaseToAnotherAndBack() {
    run("CREATE TABLE here AS SELECT 'first' AS name");

    line(
        "--connect duckdb://second.duckdb --alias second CREATE TABLE here AS SELECT 'second' AS"
            + " name");
    assertThat(value("SELECT name FROM here")).isEqualTo("second");
    line("--connect default");
    assertThat(value("SELECT name FROM here")).isEqualTo("first");
    assertThat(line("--connect second SELECT name FROM here").to_dataframe().get(0, 0))
        .isEqualTo("second");

    assertThat(heard.notes())
        .contains("Connected to " + folder.resolve("second.duckdb") + " (DuckDB");
    Table connections = connections();
    assertThat(connections.column("alias").asList().toString()).isEqualTo("[default, second]");
    assertThat(connections.column("in use").asList().toString()).isEqualTo("[false, true]");
  }

  @Test
  void modelsLiveInTheDatabaseInUse() {
    makePoints();
    run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 INTO m");

    line("--connect duckdb://:memory: --alias other");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isZero();
    line("--connect default");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
  }

  @Test
  void modelsLiveElsewhereIfALineSaysSo() {
    line("--connect duckdb://:memory: --alias tables --models duckdb://models.duckdb");
    makePoints();
    run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 INTO m");
    run("SELECT * FROM points TO PREDICT grouped.group_id USING m");

    assertThat(heard.notes()).contains("Models are kept in " + folder.resolve("models.duckdb"));
    assertThat(value("SELECT count(*) FROM grouped"))
        .isEqualTo(value("SELECT count(*) FROM points"));
    assertThat(connections().column("alias").asList().toString()).isEqualTo("[default, tables]");
    line("--connect default");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isZero();
    line("--connect tables");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
    line("--connect duckdb://models.duckdb --alias models");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:s3cret@127.0.0.1:1/db",
        "mysql://u:s3cret@tcp(127.0.0.1:1)/db?maxAllowedPacket=0",
        "jdbc:mariadb://127.0.0.1:1/db?user=u&password=s3cret",
        "jdbc:nosuch://u:s3cret@127.0.0.1/db",
        "jdbc:h2:mem:x;IFEXISTS=TRUE;USER=u;PASSWORD=s3cret",
        "ftp://u:s3cret@127.0.0.1/db",
        "postgresql://u:s3cret${NOSUCH}@127.0.0.1:1/db",
        "postgresql://u:s3cret@127.0.0.1:1/db --alais x",
      })
  void aFailedConnectLeavesTheEarlierConnectionAndShowsNoPassword(String url) {
    run("CREATE TABLE here AS SELECT 1 AS a");

    Throwable error = catchThrowable(() -> line("--connect " + url));

    assertThat(error).isInstanceOf(MagicException.class);
    StringWriter frames = new StringWriter();
    error.printStackTrace(new PrintWriter(frames));
    assertThat(frames.toString()).doesNotContain("s3cret");
    assertThat(value("SELECT a FROM here")).isEqualTo(1);
    assertThat(connections().print()).doesNotContain("s3cret");
  }

  @Test
  void anUnknownAliasNamesTheNearest() {
    line("--connect duckdb://:memory: --alias other");

    assertThatThrownBy(() -> line("--connect othr"))
        .hasMessage(
            "no connection othr; did you mean other? To connect to another database, give its URL,"
                + " such as postgresql://user@host/database, or save it in connections.ini");
    assertThatThrownBy(() -> line("--alias x SELECT 1"))
        .hasMessageStartingWith("line 1:11: --alias needs --connect URL");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"POSTGRESQL", "MARIADB"})
  void aPasswordComesFromAnyPlaceButTheNotebook(Databases database) {
    DatabaseServer server = server(database);
    String url = server.url();

    assertThatThrownBy(() -> line("--connect " + url))
        .isInstanceOf(MagicException.class)
        .hasMessageContainingAll("access denied by " + url, "SQLFLOW_PASSWORD", "${NAME}");

    variables.put("PW", DatabaseServer.PASSWORD);
    line("--connect " + url.replace("@", ":${PW}@") + " --alias named SELECT 1");
    assertThat(connections().print()).contains("named", url).doesNotContain("s3cret");

    List<String> prompts = new ArrayList<>();
    runWhole(
        MAGIC + " --connect " + url + " --alias asked SELECT 1",
        MAGIC.length(),
        asking(prompts, DatabaseServer.PASSWORD));
    assertThat(prompts).containsExactly("Password for " + url + ": ");

    assertThatThrownBy(
            () ->
                runWhole(
                    MAGIC + " --connect " + url + "?x=y --alias wrong",
                    MAGIC.length(),
                    asking(prompts, "wr0ng")))
        .hasMessageContaining("access denied by ")
        .hasMessageNotContaining("wr0ng");
    assertThat(connections().column("alias").asList().toString()).doesNotContain("wrong");

    magic.close();
    magic =
        new SqlflowMagic(
            Map.of("SQLFLOW_DATASOURCE", url, "SQLFLOW_PASSWORD", DatabaseServer.PASSWORD), folder);
    assertThat(value("SELECT 1")).hasToString("1");
    assertThat(magic.database()).startsWith(url).doesNotContain("s3cret");
  }

  private static Heard asking(List<String> prompts, String password) {
    return new Heard() {
      @Override
      public Optional<String> password(String prompt) {
        prompts.add(prompt);
        return Optional.of(password);
      }
    };
  }

  @Test
  void theFormOfSqlflowIsTaken() {
    DatabaseServer server = server(Databases.MARIADB);
    variables.put("PW", DatabaseServer.PASSWORD);

    line(
        "--connect mysql://sqlflow:${PW}@tcp(127.0.0.1:"
            + server.port()
            + ")/shop?maxAllowedPacket=0");

    assertThat(value("SELECT database()")).isEqualTo("shop");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"POSTGRESQL", "MARIADB"})
  void aLostConnectionIsSaidOnceAndTheNextCellConnectsAgain(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run("DROP TABLE IF EXISTS t; CREATE TABLE t (x INTEGER, y INTEGER)");
    run("INSERT INTO t VALUES (1, 2), (2, 3), (30, 3), (31, 3)");
    run("SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 2 COLUMN x, y INTO m");
    run("SELECT * FROM t TO PREDICT p.g USING m");
    DatabaseServer server = server(database);

    Throwable error =
        catchThrowable(
            () ->
                runWhole(
                    MAGIC
                        + "\nSELECT * FROM t TO TRAIN clusterModel WITH model.n_clusters = 2"
                        + " model.encode_units = [4, 2] COLUMN x, y INTO m",
                    MAGIC.length(),
                    new Heard() {
                      private boolean killed;

                      @Override
                      public void progress(org.sqlflow.models.TrainingProgress state) {
                        if (!killed && !state.phase().equals("reading rows")) {
                          killed = true;
                          server.kill();
                        }
                      }
                    }));
    assertThat(error)
        .isInstanceOf(MagicException.class)
        .hasMessageStartingWith("model m could not be stored: cannot connect to " + server.url())
        .hasMessageContaining("run IMPORT MODEL '");
    assertThatThrownBy(() -> run("SELECT 1"))
        .hasMessageStartingWith("cannot connect to " + server.url());

    server.start();
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
    assertThat(heard.notes()).contains("Reconnected to " + server.url());
    assertThat(run("DESCRIBE MODEL m").to_dataframe().print()).contains("kmeans");
    Matcher load = Pattern.compile("IMPORT MODEL '[^']+'").matcher(error.getMessage());
    assertThat(load.find()).isTrue();
    run(load.group());
    assertThat(run("DESCRIBE MODEL m").to_dataframe().print()).contains("clusterModel");

    server.kill();
    assertThatThrownBy(() -> run("SELECT * FROM t TO PREDICT p.g USING m"))
        .hasMessageContaining("was lost: ");
    server.start();
    assertThat(value("SELECT count(g) FROM p")).hasToString("4");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"POSTGRESQL", "MARIADB"})
  void aServerThatDiesInTheMiddleLeavesAWholeTable(Databases database) throws Exception {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    DatabaseServer server = server(database);
    run("DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS p; CREATE TABLE t (x INTEGER, y INTEGER)");
    run("INSERT INTO t VALUES (1, 2), (2, 3), (30, 3), (31, 3)");
    run("SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 2 COLUMN x, y INTO m");
    run("SELECT * FROM t TO PREDICT p.g USING m");
    for (int i = 0; i < 14; i++) {
      run("INSERT INTO t SELECT * FROM t");
    }

    for (int delay : new int[] {30, 150, 400, 900}) {
      Thread killer =
          new Thread(
              () -> {
                try {
                  Thread.sleep(delay);
                  server.kill();
                } catch (InterruptedException none) {
                  Thread.currentThread().interrupt();
                }
              });
      killer.start();
      try {
        run("SELECT * FROM t TO PREDICT p.g USING m");
      } catch (MagicException lost) {
        assertThat(lost).hasMessageContaining("was lost: ");
      }
      killer.join();
      server.start();
      try {
        run("SELECT 1");
      } catch (MagicException lost) {
        assertThat(lost).hasMessageContaining("was lost: "); // noticed only now
      }
      assertThat(value("SELECT count(g) FROM p").toString()).isIn("4", "65536");
    }

    run("SELECT * FROM t TO PREDICT p.g USING m");
    assertThat(value("SELECT count(g) FROM p")).hasToString("65536");
    assertThat(
            value(
                "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'sqlflow%'"))
        .as("those of the models and of their versions")
        .hasToString("2");
  }

  @Test
  void aPlaceForDriversThatIsNotThereIsSaid() {
    magic.close();
    magic = new SqlflowMagic(Map.of("SQLFLOW_CLASSPATH", "/nosuch.jar"), folder);

    assertThatThrownBy(() -> run("SELECT 1"))
        .isInstanceOf(MagicException.class)
        .hasCauseInstanceOf(DatabaseException.class)
        .hasMessageContainingAll("SQLFLOW_CLASSPATH names /nosuch.jar", "restart the kernel");
  }
}
