package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.completion.Completion.Suggestion;
import org.sqlflow.database.DataSource;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** {@code connections.ini}: databases by name, without secrets. */
class SavedConnectionsTest {
  @TempDir private Path folder;
  @TempDir private Path settings;

  private void write(Path in, String text) throws IOException {
    Files.createDirectories(in);
    Files.writeString(in.resolve("connections.ini"), text);
  }

  private SavedConnections saved(Map<String, String> environment) {
    return new SavedConnections(folder, environment);
  }

  private DataSource source(String name, Map<String, String> environment) {
    return saved(environment).find(name).orElseThrow().source(folder);
  }

  private SqlflowMagic magic(Map<String, String> environment) {
    return new SqlflowMagic(environment, folder);
  }

  private static Table run(SqlflowMagic magic, String line) {
    String cell = "%sqlflow " + line;
    return magic.run(cell, "%sqlflow".length(), Variables.NONE, CellListener.SILENT).table();
  }

  @Test
  void aSectionIsADatabaseByName() throws IOException {
    write(folder, "# ours\n[sales]\ndrivername = duckdb\ndatabase = sales.duckdb\n");
    try (SqlflowMagic magic = magic(Map.of())) {
      run(magic, "--connect sales CREATE TABLE t AS SELECT 7 AS a; SELECT 1");
      assertThat(folder.resolve("sales.duckdb")).exists();
      run(magic, "--connect default SELECT 1");
      assertThat(run(magic, "--connect sales SELECT a FROM t").get(0, 0)).isEqualTo(7);
    }
  }

  @Test
  void theEnvironmentMayChooseOneByItsName() throws IOException {
    write(folder, "[sales]\ndrivername: duckdb\ndatabase: sales.duckdb\n");
    try (SqlflowMagic magic = magic(Map.of("SQLFLOW_DATASOURCE", "sales"))) {
      assertThat(magic.database()).contains("sales.duckdb");
    }
  }

  @Test
  void aServerIsReadAsJupySqlReadsIt() throws IOException {
    write(
        folder,
        """
        [DEFAULT]
        host = db.example.com
        [sales]
        drivername = postgresql+psycopg2
        port = 5433
        database = warehouse
        username = ana@example.com
        password = ${SALES_PASSWORD}
        [shop]
        drivername = mysql+pymysql
        host = ${SHOP_HOST}
        username = bo
        """);
    DataSource sales = source("sales", Map.of("SALES_PASSWORD", "p@ss/w:rd ${x}"));
    assertThat(sales.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com:5433/warehouse");
    assertThat(sales.user()).contains("ana@example.com");
    assertThat(sales.password()).contains("p@ss/w:rd ${x}");
    DataSource shop = source("shop", Map.of("SHOP_HOST", "10.0.0.7"));
    assertThat(shop).hasToString("mysql://bo@10.0.0.7/");
    assertThat(shop.password()).isEmpty();
    assertThat(saved(Map.of()).names()).containsExactly("sales", "shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password = s3cret|line 6: [sales]: a password does not belong in a file|SALES_PASSWORD",
        "password = ${A}s3cret|does not belong in a file|password = ${SALES_PASSWORD}",
        "passwd = s3cret|line 6: [sales]: unknown key passwd|did you mean password?",
        "port = x1|line 6: [sales]: port = x1 is not a number|port",
        "drivername = oracle|unknown drivername oracle|url = jdbc:",
        "host = u:s3cret@h|line 6: [sales]: the value of host is not the name of a host|--connect",
        "password = ${NOT_SET}|NOT_SET is not set|before Jupyter starts",
        "nonsense|connections.ini, line 6: expected [name]|key = value",
      })
  void whatIsWrongIsSaidWithItsLineAndWithoutTheSecret(String line, String what, String advice)
      throws IOException {
    write(
        folder,
        "[sales]\ndrivername = postgresql\n\n; a comment\nhost = h\n" + line + "\nusername = u\n");
    assertThatThrownBy(() -> source("sales", Map.of()))
        .isInstanceOf(MagicException.class)
        .hasMessageStartingWith("connections.ini, ")
        .hasMessageContaining(what)
        .hasMessageContaining(advice)
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void theUrlOfADriverIsASection() throws IOException {
    write(
        folder,
        """
        [warehouse]
        url = jdbc:sqlserver://db.example.com:1433;databaseName=sales;encrypt=true
        username = ana
        password = ${WAREHOUSE_PASSWORD}
        [file]
        url = jdbc:h2:./stock
        [postgres]
        url = jdbc:postgresql://${HOST}/shop?user=bo&password=${SHOP}
        """);
    DataSource warehouse = source("warehouse", Map.of("WAREHOUSE_PASSWORD", "s3cret"));
    assertThat(warehouse.jdbcUrl())
        .isEqualTo("jdbc:sqlserver://db.example.com:1433;databaseName=sales;encrypt=true");
    assertThat(warehouse.user()).contains("ana");
    assertThat(warehouse.password()).contains("s3cret");
    assertThat(warehouse).hasToString("jdbc:sqlserver://db.example.com:1433");
    assertThat(source("file", Map.of()).user()).isEmpty();
    DataSource shop = source("postgres", Map.of("HOST", "db", "SHOP", "s3cret"));
    assertThat(shop.jdbcUrl()).isEqualTo("jdbc:postgresql://db/shop");
    assertThat(shop.password()).contains("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url = jdbc:h2:mem:a;PASSWORD=s3cret|line 2: [sales]: the URL holds a secret; put it into",
        "url = jdbc:oracle:thin:ana/s3cret@db:1521/x|the URL holds a secret",
        "url = jdbc:postgresql://ana:s3cret@db/x|the URL holds a secret",
        "url = postgresql://db/x|url is a driver's URL, which starts with jdbc:; for this one,"
            + " write drivername = postgresql, and the parts",
        "host = h|line 2: [sales]: host and url say the same: delete one of them",
      })
  void whatIsWrongWithAUrlIsSaid(String line, String what) throws IOException {
    write(folder, "[sales]\n" + line + "\n" + (line.startsWith("url") ? "" : "url = jdbc:h2:a\n"));
    assertThatThrownBy(() -> source("sales", Map.of()))
        .isInstanceOf(MagicException.class)
        .hasMessageContaining(what)
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void theNotebooksFolderCountsBeforeTheUsers() throws IOException {
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", settings.toString());
    write(
        settings.resolve("sqlflow"),
        "[one]\ndrivername = duckdb\ndatabase = users.duckdb\n[two]\ndrivername = duckdb\n");
    write(folder, "[one]\ndrivername = duckdb\ndatabase = notebooks.duckdb\n");
    assertThat(source("one", environment).file()).contains(folder.resolve("notebooks.duckdb"));
    assertThat(source("two", environment).jdbcUrl()).isEqualTo("jdbc:duckdb:");
    assertThat(saved(environment).names()).containsExactly("one", "two");
    assertThat(saved(Map.of()).names()).containsExactly("one");
  }

  @Test
  void savedConnectionsAreListedCompletedAndTheNearestIsNamed() throws IOException {
    write(
        folder,
        "[sales]\ndrivername = postgresql\nhost = h\nusername = u\npassword = s3cret\n"
            + "[stock]\ndrivername = duckdb\n");
    try (SqlflowMagic magic = magic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"))) {
      Output.Rows[] shown = new Output.Rows[1];
      magic.run(
          "--connections",
          0,
          Variables.NONE,
          new CellListener() {
            @Override
            public void output(Output output) {
              shown[0] = (Output.Rows) output;
            }
          });
      assertThat(shown[0].table().column("alias").asList().toString())
          .isEqualTo("[default, sales, stock]");
      assertThat(shown[0].table().print()).contains("postgresql://u@h/").doesNotContain("s3cret");

      String cell = "%sqlflow --connect s";
      assertThat(magic.complete(cell, 8, cell.length(), Variables.NONE).suggestions())
          .extracting(Suggestion::text)
          .containsExactly("sales", "stock");
      assertThatThrownBy(() -> run(magic, "--connect slaes"))
          .hasMessageContaining("no connection slaes; did you mean sales?");
    }
  }

  @Test
  void anAliasOfTheSessionCountsBeforeAFile() throws IOException {
    write(folder, "[stock]\ndrivername = duckdb\ndatabase = stock.duckdb\n");
    try (SqlflowMagic magic = magic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"))) {
      run(magic, "--connect duckdb://other.duckdb --alias stock SELECT 1");
      run(magic, "--connect default SELECT 1");
      run(magic, "--connect stock SELECT 1");
      assertThat(magic.database()).contains("other.duckdb");
    }
  }
}
