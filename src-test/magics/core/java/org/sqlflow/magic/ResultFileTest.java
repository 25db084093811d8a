package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

/** {@code --save} writes the last result to a file. */
class ResultFileTest extends CellsTest {
  private final Heard notebook =
      new Heard() {
        @Override
        public int firstRows() {
          return 100;
        }
      };

  private void line(String rest) {
    runWhole(MAGIC + " " + rest, MAGIC.length(), notebook);
  }

  private Table read(String file) {
    return run("SELECT * FROM '" + folder.resolve(file) + "'").table();
  }

  @ParameterizedTest
  @EnumSource
  void aResultOfAnyDatabaseIsSavedWithItsTypes(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    line(
        "--save money.parquet SELECT CAST(12345678901234567.89 AS DECIMAL(20,2)) AS m, 'O''Brien'"
            + " AS s, CAST(NULL AS DATE) AS d");
    magic.close();
    open();

    assertThat(notebook.notes()).contains("Saved 1 row to " + folder.resolve("money.parquet"));
    assertThat(value("SELECT #1 + 0.01 FROM '" + folder.resolve("money.parquet") + "'").toString())
        .isEqualTo("12345678901234567.90");
    assertThat(read("money.parquet").get(0, 1)).isEqualTo("O'Brien");
    assertThat(read("money.parquet").column(2).isMissing(0)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void bytesStayBytes(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    String bytes =
        switch (database) {
          case DUCKDB -> "unhex('00FF5C27')";
          case POSTGRESQL -> "'\\x00ff5c27'::bytea";
          case MARIADB, H2 -> "X'00FF5C27'";
        };
    run("DROP TABLE IF EXISTS kept_bytes");
    String query = " SELECT " + bytes + " AS b, 1 AS n";
    String line = MAGIC + " --save bytes.parquet" + query;
    variables.put("kept_bytes", runWhole(line, MAGIC.length(), notebook).table());
    line = MAGIC + " --persist kept_bytes SELECT b FROM kept_bytes WHERE b = " + bytes;
    Table back = runWhole(line, MAGIC.length(), notebook).table();

    assertThat(back.get(0, 0)).isEqualTo("\\x00ff5c27");
    run("DROP TABLE kept_bytes");
    magic.close();
    open();
    String file = "'" + folder.resolve("bytes.parquet") + "'";
    assertThat(value("SELECT typeof(b) || ' ' || hex(b) FROM " + file)).isEqualTo("BLOB 00FF5C27");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all.parquet", "all.csv", "all.tsv", "all.json"})
  void aLongResultIsSavedWhole(String file) {
    line(
        "--save "
            + file
            + " SELECT range AS i, 'a\tb' AS t FROM range(5000) ORDER BY i; SET threads = 2");

    assertThat(read(file).rowCount()).isEqualTo(5000);
    assertThat(read(file).get(4999, 1)).isEqualTo("a\tb");
    assertThat(notebook.notes()).contains("Saved 5,000 rows to ");
  }

  @Test
  void whatCannotBeSavedIsSaid() {
    assertThatThrownBy(() -> line("--save a.docx SELECT 1"))
        .hasMessageContaining("--save writes files that end in .parquet, .csv, .tsv, .json, .xlsx");
    assertThatThrownBy(() -> line("--save a.csv CREATE TABLE t AS SELECT 1 AS a"))
        .isInstanceOf(MagicException.class);
    assertThatThrownBy(() -> line("--save nosuch/a.csv SELECT 1")).hasMessageContaining("nosuch");
    assertThat(Files.exists(folder.resolve("nosuch"))).isFalse();
  }

  /** Passes with the extension too, if somebody installed it. */
  @Test
  void anExcelFileNeedsItsExtension() {
    try {
      line("--save a.xlsx SELECT 1 AS a");
      assertThat(folder.resolve("a.xlsx")).exists();
    } catch (MagicException missing) {
      assertThat(missing).hasMessageContaining("run INSTALL excel once");
    }
  }
}
