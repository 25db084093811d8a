package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.report.Output;

/** Two notebooks in one folder, each with a separate process, on one DuckDB file. */
class FileSharingTest {
  private static final String LONG = "SELECT count(*) FROM range(3000000000) r(i) WHERE sin(i) > 2";

  @TempDir Path folder;
  private SqlflowMagic here;
  private Other other;

  @BeforeEach
  void start() throws IOException {
    here = ChildJvm.magic(source());
    other = new Other(source());
  }

  @AfterEach
  void stop() {
    other.close();
    here.close();
  }

  private Path file() {
    return folder.resolve("sqlflow.duckdb");
  }

  private String source() {
    return "duckdb://" + file();
  }

  private Path notice() {
    return folder.resolve(".sqlflow.duckdb.holder");
  }

  private String value(String sql) {
    return ChildJvm.run(here, sql).to_dataframe().getString(0, 0);
  }

  @Test
  void bothSeeTheTablesOfTheOther() throws IOException {
    other.run("CREATE TABLE t AS SELECT 1 AS n");
    for (int round = 1; round <= 5; round++) {
      ChildJvm.run(here, "INSERT INTO t VALUES (" + round + ")");
      assertThat(other.run("INSERT INTO t VALUES (0); SELECT count(*) AS n FROM t"))
          .isEqualTo(String.valueOf(1 + 2 * round));
    }
    assertThat(value("SELECT count(*) FROM t")).isEqualTo("11");
  }

  @Test
  void settingsAndTheSchemaInUseOutliveTheTurnOfTheOther() throws IOException {
    ChildJvm.run(here, "CREATE SCHEMA s; USE s; SET default_null_order = 'nulls_first'");
    ChildJvm.run(here, "CREATE TABLE in_s AS SELECT 5 AS n");
    other.run("CREATE TABLE t AS SELECT 1 AS n");

    assertThat(value("SELECT n FROM in_s")).isEqualTo("5");
    assertThat(value("SELECT current_setting('default_null_order')"))
        .isEqualToIgnoringCase("nulls_first");
    assertThat(other.run("SELECT n FROM t")).isEqualTo("1");
  }

  @Test
  void anOfferThatFailsLeavesNoFile() throws IOException {
    Path apart = Files.createDirectory(folder.resolve("apart"));
    Path inTheWay = Files.createDirectories(apart.resolve(".some.duckdb.holder").resolve("inner"));
    try (FileSharing sharing = new FileSharing(file -> Optional.empty())) {
      sharing.offer(apart.resolve("some.duckdb"));
    }

    try (Stream<Path> files = Files.list(apart)) {
      assertThat(files).containsExactly(inTheWay.getParent());
    }
  }

  @Test
  void whatWouldBeLostKeepsTheFileAndIsNamed() throws IOException {
    other.run("CREATE TEMP TABLE passing AS SELECT 1 AS n");

    assertThatThrownBy(() -> value("SELECT 1"))
        .isInstanceOf(MagicException.class)
        .hasMessage(
            "another notebook (process "
                + other.process.pid()
                + ") holds "
                + file()
                + " and cannot release it: the temporary table passing would be lost. End that"
                + " there, or shut down its kernel; or go on here with another database: %sqlflow"
                + " --connect duckdb://second.duckdb");

    other.run("DROP TABLE passing; BEGIN; CREATE TABLE t AS SELECT 1 AS n");
    assertThatThrownBy(() -> value("SELECT 1")).hasMessageContaining(": an open transaction would");
    other.run("COMMIT; SET VARIABLE v = 1");
    assertThatThrownBy(() -> value("SELECT 1")).hasMessageContaining("the variable v would");
    other.run("RESET VARIABLE v; ATTACH ':memory:' AS side");
    assertThatThrownBy(() -> value("SELECT 1")).hasMessageContaining("the attached database side");
    other.run("DETACH side; CREATE TEMP VIEW w AS SELECT 1");
    assertThatThrownBy(() -> value("SELECT 1")).hasMessageContaining("the temporary view w would");
    other.run("DROP VIEW w; CREATE TEMP MACRO f(x) AS x + 1");
    assertThatThrownBy(() -> value("SELECT 1")).hasMessageContaining("the temporary macro f would");
    other.run("DROP MACRO f");
    assertThat(value("SELECT n FROM t")).isEqualTo("1");
  }

  @Test
  void aConnectionOfJavaCodeKeepsTheFileUntilItIsClosed() throws Exception {
    try (Connection own = here.connection()) {
      assertThat(other.run("SELECT 1"))
          .contains("a connection that Java code opened would be lost");
      assertThat(own.isClosed()).isFalse();
    }
    assertThat(other.run("SELECT 1")).isEqualTo("1");
  }

  @Test
  void aWaitingCellSaysSoAndCanBeInterrupted() throws Exception {
    other.run("CREATE TABLE t AS SELECT 1 AS n");
    other.begin(LONG);
    List<String> shown = new ArrayList<>();
    CellListener listener =
        new CellListener() {
          @Override
          public void output(Output output) {
            shown.addAll(((Output.Note) output).lines());
            here.cancel();
          }
        };

    CompletableFuture<Result> cell =
        CompletableFuture.supplyAsync(() -> ChildJvm.run(here, "SELECT n FROM t", listener));

    assertThatThrownBy(cell::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(CancellationException.class)
        .hasMessageContaining("interrupted while waiting for the database");
    assertThat(shown)
        .containsExactly(
            "Waiting for "
                + file()
                + ": another notebook (process "
                + other.process.pid()
                + ") is using it");
  }

  @Test
  void theFileOfAKilledProcessIsFree() throws Exception {
    other.run("CREATE TABLE t AS SELECT 1 AS n");
    other.begin(LONG);
    CompletableFuture<String> cell = CompletableFuture.supplyAsync(() -> value("SELECT n FROM t"));
    other.process.destroyForcibly().waitFor();

    assertThat(cell.join()).isEqualTo("1");
  }

  @Test
  void completionTakesNothingFromTheOther() throws IOException {
    other.run("CREATE TABLE t AS SELECT 1 AS n");
    String holder = Files.readString(notice());
    String cell = CellsTest.MAGIC + "\nSELECT * FROM ";

    here.complete(cell, CellsTest.MAGIC.length(), cell.length(), Variables.NONE);

    assertThat(Files.readString(notice())).isEqualTo(holder);
    assertThat(other.run("SELECT n FROM t")).isEqualTo("1");
  }

  @Test
  void onlyTheOwnerCanReadWhereToAskAndOnlyTheSecretIsAnswered() throws Exception {
    other.run("CREATE TEMP TABLE passing AS SELECT 1 AS n");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(notice())))
          .isEqualTo("rw-------");
    }
    String[] parts = Files.readString(notice()).split(" ");

    try (Socket socket = new Socket("localhost", Integer.parseInt(parts[0]))) {
      String wrong = "0".repeat(parts[1].length()) + file() + "\n";
      socket.getOutputStream().write(wrong.getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aNoticeOfAnotherUserThatHasNoEndIsNoHolder() throws Exception {
    other.run("CREATE TEMP TABLE passing AS SELECT 1 AS n");
    Files.delete(notice());
    Files.createSymbolicLink(notice(), Path.of("/dev/zero"));
    assertThatThrownBy(() -> value("SELECT 1")).isInstanceOf(MagicException.class);

    Files.delete(notice());
    try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread writer = new Thread(() -> writeForEver(endless));
      writer.setDaemon(true);
      writer.start();
      Files.writeString(notice(), endless.getLocalPort() + " secret 1");
      assertThatThrownBy(() -> value("SELECT 1")).isInstanceOf(MagicException.class);
    }
  }

  private static void writeForEver(ServerSocket server) {
    byte[] bytes = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        while (true) {
          socket.getOutputStream().write(bytes);
        }
      } catch (IOException closed) {
        // The other side had enough, or the test ended.
      }
    }
  }

  @Test
  void nothingStaysBesideTheFile() throws IOException {
    ChildJvm.run(here, "CREATE TABLE t AS SELECT 1 AS n");
    here.close();
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactly("sqlflow.duckdb");
    }
  }

  /** The other notebook. */
  private static final class Other implements AutoCloseable {
    private static final String END = "-- end";
    private final Process process;
    private final BufferedReader lines;

    Other(String source) throws IOException {
      process =
          ChildJvm.start(
              List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
              Notebook.class,
              source);
      lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void begin(String sql) throws IOException {
      process.getOutputStream().write((sql + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /** The first value of the result, or the error. */
    String run(String sql) throws IOException {
      begin(sql);
      List<String> all = new ArrayList<>();
      for (String line = lines.readLine(); !END.equals(line); line = lines.readLine()) {
        if (line == null) {
          throw new IllegalStateException("the other process ended: " + all);
        }
        all.add(line);
      }
      return String.join("\n", all);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** Runs each line of its input as a cell. */
  static final class Notebook {
    private Notebook() {}

    public static void main(String[] source) throws IOException {
      try (SqlflowMagic magic = ChildJvm.magic(source[0])) {
        BufferedReader cells =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String cell = cells.readLine(); cell != null; cell = cells.readLine()) {
          try {
            Result result = ChildJvm.run(magic, cell);
            if (result.size() > 0) {
              System.out.println(result.to_dataframe().getString(0, 0));
            }
          } catch (MagicException error) {
            System.out.println(error.getMessage());
          }
          System.out.println(Other.END);
        }
      }
    }
  }
}
