package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.servers.Databases;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
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
  void aFileMayHaveSpacesAndTheValuesOfVariables() {
    variables.put("city", "Bad Ems");
    variables.put("file", "${city}.csv");
    line("--save \"two words.csv\" SELECT 1 AS a");
    line("--save 'O.csv' SELECT 2 AS a");
    line("--save \"in ${city}.csv\" SELECT 3 AS a");
    line("--save=${file} SELECT 4 AS a");

    assertThat(read("two words.csv").get(0, 0)).isEqualTo(1L);
    assertThat(read("O.csv").get(0, 0)).isEqualTo(2L);
    assertThat(read("in Bad Ems.csv").get(0, 0)).isEqualTo(3L);
    assertThat(folder.resolve("${city}.csv")).exists();
    assertThatThrownBy(() -> line("--save ${nosuch}.csv CREATE TABLE made (a INT)"))
        .hasMessageStartingWith("no value for ${nosuch}");
    assertThatThrownBy(() -> line("--save ${city} CREATE TABLE made (a INT)"))
        .hasMessageStartingWith("--save writes files that end in .parquet");
    assertThatThrownBy(() -> run("FROM made")).isInstanceOf(MagicException.class);
  }

  @Test
  void whatCannotBeSavedIsSaid() {
    assertThatThrownBy(() -> line("--save a.docx SELECT 1"))
        .hasMessageContaining("--save writes files that end in .parquet, .csv, .tsv, .json, .xlsx");
    assertThatThrownBy(() -> line("--save a.csv CREATE TABLE t AS SELECT 1 AS a"))
        .isInstanceOf(MagicException.class);
    assertThatThrownBy(() -> line("--save nosuch/a.csv SELECT 1"))
        .hasMessageContaining("there is no folder " + folder.resolve("nosuch"));
    assertThat(Files.exists(folder.resolve("nosuch"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anExcelFileHasTheValuesOfAnyDatabase(Databases database) throws Exception {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    line(
        "--save a.xlsx SELECT 1.5 AS d, 'O''Brien <&> \u20ac' AS s, CAST(NULL AS DATE) AS n, DATE"
            + " '2024-02-29' AS t, CAST(12345678901234567.89 AS DECIMAL(20,2)) AS m, TIMESTAMP"
            + " '2024-02-29 12:00:00' AS z, DATE '1812-06-24' AS e, 3000000000 AS w");

    assertThat(notebook.notes()).contains("Saved 1 row to " + folder.resolve("a.xlsx"));
    List<List<String>> rows = excel("a.xlsx");
    assertThat(String.join("", rows.get(0))).isEqualToIgnoringCase("dsntmzew");
    assertThat(rows)
        .last()
        .isEqualTo(
            List.of(
                "1.5",
                "O'Brien <&> \u20ac",
                "",
                "45351.0",
                "12345678901234567.89",
                "45351.5",
                "1812-06-24",
                "3000000000"));
  }

  @Test
  void aLongResultIsWholeInAnExcelFile() throws Exception {
    line("--save a.xlsx SELECT range AS i, TIME '06:00:00' AS t FROM range(5000) ORDER BY i");
    List<List<String>> rows = excel("a.xlsx");

    assertThat(rows).hasSize(5001).endsWith(List.of("4999", "0.25"));
    assertThatThrownBy(() -> line("--save a.xlsx SELECT repeat('x', 32768) AS t"))
        .hasMessageContaining("t has a text of 32,768 characters, and a cell of Excel at most")
        .hasMessageContaining("save a .parquet or .csv file");
    assertThatThrownBy(() -> line("--save a.xlsx FROM range(1048576)"))
        .hasMessageContaining("the result has 1,048,576 rows");
    assertThat(excel("a.xlsx")).isEqualTo(rows);
    assertThat(folder.toFile().list()).filteredOn(name -> name.contains(".xlsx")).hasSize(1);
  }

  @Test
  void anExcelFileLosesNoCharacterAndTellsNaNFromNull() throws Exception {
    line(
        "--save a.xlsx SELECT 'nan'::DOUBLE AS n, 'nan'::FLOAT AS f, '-inf'::DOUBLE AS i,"
            + " NULL::DOUBLE AS z, chr(1) || 'a' || chr(13) || chr(10) AS c, '_x0041_ _xyz_' AS \""
            + "_x0042_\", '=1+1' AS g, '\ud83d\ude00' AS e");

    assertThat(excel("a.xlsx"))
        .containsExactly(
            List.of("n", "f", "i", "z", "c", "_x005F_x0042_", "g", "e"),
            List.of(
                "NaN",
                "NaN",
                "-Infinity",
                "",
                "_x0001_a_x000D_\n",
                "_x005F_x0041_ _xyz_",
                "=1+1",
                "\ud83d\ude00"));
    assertThatThrownBy(() -> line("--save a.xlsx SELECT repeat(chr(1), 32767) AS t"))
        .hasMessageContaining("t has a text of 229,369 characters, and a cell of Excel at most");
    assertThatThrownBy(() -> line("--save a.xlsx FROM range(1048576)"))
        .hasMessageContaining("the result has 1,048,576 rows and 1 column, and a sheet");
  }

  /** The cells of the only sheet, numbers as they are written. */
  private List<List<String>> excel(String file) throws Exception {
    try (ZipFile zip = new ZipFile(folder.resolve(file).toFile())) {
      NodeList texts = elements(zip, "xl/sharedStrings.xml", "si");
      NodeList rows = elements(zip, "xl/worksheets/sheet1.xml", "row");
      List<List<String>> all = new ArrayList<>();
      for (int i = 0; i < rows.getLength(); i++) {
        List<String> row = new ArrayList<>();
        NodeList cells = ((Element) rows.item(i)).getElementsByTagName("c");
        for (int j = 0; j < cells.getLength(); j++) {
          Element cell = (Element) cells.item(j);
          while (row.size() < cell.getAttribute("r").charAt(0) - 'A') {
            row.add("");
          }
          String value = cell.getTextContent();
          boolean isText = cell.getAttribute("t").equals("s");
          row.add(isText ? texts.item(Integer.parseInt(value)).getTextContent() : value);
        }
        all.add(row);
      }
      return all;
    }
  }

  private static NodeList elements(ZipFile zip, String part, String name) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(zip.getInputStream(zip.getEntry(part)))
        .getElementsByTagName(name);
  }
}
