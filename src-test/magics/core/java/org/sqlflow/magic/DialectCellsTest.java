package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.servers.DatabaseServer;
import org.sqlflow.servers.Databases;

/** Cells end where the database in use ends strings and comments. */
class DialectCellsTest extends CellsTest {
  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "DUCKDB, SELECT 'C:\\'AS p, C:\\",
        "DUCKDB, SELECT /* /* ; */ */ 'x;' AS p, x;",
        "POSTGRESQL, SELECT 'C:\\'AS p, C:\\",
        "POSTGRESQL, SELECT E'it\\'s;' AS p, it's;",
        "H2, SELECT 'C:\\'AS p, C:\\",
        "MARIADB, SELECT 'it\\'s; ' AS p, |it's; |",
        "MARIADB, SELECT 'a\\\\' AS p, a\\",
        "MARIADB, SELECT /* ; /* */ 'x' AS p, x",
      })
  void theFirstCellAlreadyFollowsTheDatabase(Databases database, String sql, String value) {
    on(database);

    Result result = run(sql + ";\nSELECT 'y' AS z");

    assertThat(result.size()).isEqualTo(2);
    assertThat(result.get(0).getString(0, 0)).isEqualTo(value);
  }

  @Test
  void theMagicLineChoosesTheRulesOfItsOwnCell() {
    String url = Databases.MARIADB.server().url();
    magic.close();
    magic =
        new SqlflowMagic(
            Map.of(
                "SQLFLOW_DATASOURCE",
                "duckdb://:memory:",
                "SQLFLOW_PASSWORD",
                DatabaseServer.PASSWORD),
            folder);
    String sql = "SELECT 'it\\'s;' AS p";

    assertThat(state("\n" + sql)).isEqualTo(CellState.COMPLETE);
    assertThatThrownBy(() -> run(sql)).isInstanceOf(MagicException.class);
    Result result = runWhole(MAGIC + " --connect " + url + " --alias m\n" + sql, 9, heard);
    assertThat(result.table().getString(0, 0)).isEqualTo("it's;");
    assertThat(state("\nSELECT 'a\\'")).isEqualTo(CellState.INCOMPLETE);
    assertThat(state(" --connect default\nSELECT 'a\\'")).isEqualTo(CellState.COMPLETE);
    run(sql);
    assertThatThrownBy(() -> runWhole(MAGIC + " --connect default\n" + sql, 9, heard))
        .isInstanceOf(MagicException.class);
  }

  private CellState state(String rest) {
    return magic.state(MAGIC + rest, MAGIC.length());
  }
}
