package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** {@code ${name}}: each value stays one value, whatever it contains. */
class VariablesInSqlTest extends CellsTest {
  private static final String NAUGHTY = "/syntax/naughty_strings.txt";

  private static final List<String> ENDS_OF_STRINGS =
      List.of(
          "'",
          "''",
          "\\",
          "\\'",
          "\\\\'",
          "\"",
          "`",
          "x'; DROP TABLE keep; --",
          "\\'; DROP TABLE keep; -- ",
          "\"; DROP TABLE keep; --",
          "`; DROP TABLE keep; --",
          "$$; DROP TABLE keep; --",
          "$t$; DROP TABLE keep; --",
          "*/ DROP TABLE keep; /*",
          "-- ",
          "#",
          "${CITY}",
          "$${",
          "%_",
          "O'Brien",
          "a\nb\r\n\tc",
          "\ud83d\ude00");

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
  }

  private String text(String sql) {
    return run(sql).table().getString(0, 0);
  }

  private static Stream<String> hostile() throws IOException {
    try (InputStream file = VariablesInSqlTest.class.getResourceAsStream(NAUGHTY)) {
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.concat(
          ENDS_OF_STRINGS.stream(),
          all.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTextEndsAStringOrAName(Databases database) throws IOException {
    on(database);
    run("DROP TABLE IF EXISTS keep; CREATE TABLE keep (a INTEGER)");

    hostile()
        .forEach(
            hostile -> {
              variables.put("x", hostile);
              Table row = run("SELECT '${x}' AS a, ${x} AS b, '<${x}|${x}>' AS c").table();
              assertThat(row.column(0).get(0)).isEqualTo(hostile);
              assertThat(row.column(1).get(0)).isEqualTo(hostile);
              assertThat(row.column(2).get(0)).isEqualTo("<" + hostile + "|" + hostile + ">");
            });

    assertThat(run("SELECT count(*) FROM keep").table().getString(0, 0)).isEqualTo("0");
  }

  @Test
  void noTextEndsAStringWithEscapes() throws IOException {
    on(Databases.POSTGRESQL);
    run("CREATE TEMPORARY TABLE keep (a INTEGER)");

    hostile()
        .forEach(
            hostile -> {
              variables.put("x", hostile);
              assertThat(value("SELECT E'a\\t${x}'")).isEqualTo("a\t" + hostile);
              assertThat(value("SELECT U&'\\0041${x}'")).isEqualTo("A" + hostile);
            });
    run("SET standard_conforming_strings = off");
    hostile()
        .forEach(
            hostile -> {
              variables.put("x", hostile);
              assertThat(value("SELECT '${x}'")).isEqualTo(hostile);
              assertThat(value("SELECT ${x}")).isEqualTo(hostile);
            });
    assertThat(text("SELECT count(*) FROM keep")).isEqualTo("0");
  }

  @Test
  void backslashesAreOrdinaryWhereTheServerSaysSo() {
    on(Databases.MARIADB);
    run("SET SESSION sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    variables.put("x", "C:\\temp\\'");

    assertThat(value("SELECT '${x}'")).isEqualTo("C:\\temp\\'");
  }

  @Test
  void aSettingThatChangesStringsStandsInACellOfItsOwn() {
    variables.put("x", "\\'; DROP TABLE keep; -- ");

    assertThatThrownBy(() -> run("SET standard_conforming_strings = off; SELECT '${x}'"))
        .hasMessageContaining("put the setting into a separate cell");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "DUCKDB, |SELECT 1 AS \"${x}\"|",
        "POSTGRESQL, |SELECT 1 AS \"${x}\"|",
        "H2, |SELECT 1 AS \"${x}\"|",
        "MARIADB, |SELECT 1 AS `${x}`|",
      })
  void insideTheQuotesOfANameItIsAName(Databases database, String sql) {
    on(database);
    variables.put("x", "a \"b\" `c` 'd'");

    assertThat(run(sql).table().column(0).name()).isEqualTo("a \"b\" `c` 'd'");
  }

  @Test
  void aValueOutsideOfQuotesIsALiteralOfItsType() {
    variables.put("t", "O'Brien");
    variables.put("c", 'x');
    variables.put("i", -3);
    variables.put("big", new BigInteger("123456789012345678901234567890"));
    variables.put("d", new BigDecimal("1E+3"));
    variables.put("real", 1e-7);
    variables.put("nan", Double.NaN);
    variables.put("yes", true);
    variables.put("day", LocalDate.of(2024, 2, 29));
    variables.put("at", LocalDateTime.of(2024, 2, 29, 12, 0));
    variables.put("now", Instant.parse("2024-02-29T12:00:00Z"));
    variables.put("file", Path.of("a.csv"));

    assertThat(value("SELECT ${t}")).isEqualTo("O'Brien");
    assertThat(value("SELECT ${c}")).isEqualTo("x");
    assertThat(value("SELECT 5 -${i}")).isEqualTo(8);
    assertThat(text("SELECT ${big}")).isEqualTo("123456789012345678901234567890");
    assertThat(value("SELECT ${d}")).isEqualTo(1000);
    assertThat(value("SELECT ${real}")).isEqualTo(1e-7);
    assertThat(value("SELECT isnan(${nan})")).isEqualTo(true);
    assertThat(value("SELECT ${yes} AND true")).isEqualTo(true);
    assertThat(text("SELECT typeof(${day})")).isEqualTo("DATE");
    assertThat(value("SELECT ${day}")).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(value("SELECT ${at}")).isEqualTo(LocalDateTime.of(2024, 2, 29, 12, 0));
    assertThat(value("SELECT ${now}")).isEqualTo(Instant.parse("2024-02-29T12:00:00Z"));
    assertThat(value("SELECT ${file}")).isEqualTo("a.csv");
    assertThat(value("SELECT '${day} ${i} ${yes}'")).isEqualTo("2024-02-29 -3 true");
  }

  @Test
  void nullIsNull() {
    variables.put("none", null);

    assertThat(value("SELECT coalesce(${none}, 7)")).isEqualTo(7);
    assertThat(value("SELECT coalesce('${none}', 'x')")).isEqualTo("x");
    assertThatThrownBy(() -> run("SELECT 'a${none}'"))
        .hasMessageStartingWith("line 2:10: ${none} is null, and is inside quotes");
  }

  @Test
  void aListExpands() {
    variables.put("ids", List.of(1, 3));
    variables.put("names", Arrays.asList("O'Brien", "x", null));
    variables.put("one", Set.of(2));
    variables.put("empty", List.of());

    assertThat(value("SELECT count(*) FROM range(5) t(i) WHERE i IN (${ids})")).isEqualTo(2L);
    assertThat(value("SELECT count(*) FROM range(5) t(i) WHERE i IN ${ids}")).isEqualTo(2L);
    assertThat(value("SELECT count(*) FROM range(5) t(i) WHERE i IN (${one}, 4)")).isEqualTo(2L);
    assertThat(value("SELECT 'O''Brien' IN (${names})")).isEqualTo(true);
    assertThat(value("SELECT len([${names}])")).isEqualTo(3L);
    assertThatThrownBy(() -> run("SELECT 1 IN (${empty})"))
        .hasMessageContaining("${empty} is an empty list, and SQL has no IN ()");
    assertThatThrownBy(() -> run("SELECT 1 IN ('${ids}')"))
        .hasMessageContaining("${ids} is a list: write it without quotes, such as IN (${ids})");
  }

  @Test
  void whatIsNoValueIsRefusedByItsType() {
    variables.put("df", Table.create(IntColumn.create("n", 1)));
    variables.put("column", IntColumn.create("n", 1));
    variables.put("array", new int[] {1, 2});
    variables.put("texts", new String[] {"a"});
    variables.put("random", new Random(1));
    variables.put("nested", List.of(List.of(1)));
    variables.put("map", Map.of("a", 1));
    variables.put("nul", "a\0b");

    for (String place : List.of("${nul}", "'${nul}'", "1 AS \"${nul}\"")) {
      assertThatThrownBy(() -> run("SELECT " + place))
          .hasMessageContaining("the value has the character NUL at 2");
    }
    assertThatThrownBy(() -> run("SELECT ${map}")).hasMessageContaining("is of type Map;");
    assertThatThrownBy(() -> run("SELECT * FROM ${df}"))
        .hasMessageStartingWith(
            "line 2:15: ${df} is a table: read it by its name, SELECT … FROM df");
    assertThatThrownBy(() -> run("SELECT '${column}'")).hasMessageContaining("column.asList()");
    assertThatThrownBy(() -> run("SELECT ${array}"))
        .hasMessageContaining("Arrays.stream(array).boxed().toList()");
    assertThatThrownBy(() -> run("SELECT ${texts}")).hasMessageContaining("Arrays.asList(texts)");
    assertThatThrownBy(() -> run("SELECT ${random}"))
        .hasMessageContaining("${random} is of type Random; ${…} takes texts, numbers");
    assertThatThrownBy(() -> run("SELECT ${nested}")).hasMessageContaining("${nested} is of type");
  }

  @Test
  void commentsAreLeftAloneAndTwoDollarsWriteOne() {
    assertThat(value("SELECT 1 -- ${nosuch}\n/* ${nosuch} */")).isEqualTo(1);
    assertThat(value("SELECT '$${CITY} ${CITY}'")).isEqualTo("${CITY} Bern");
    assertThat(value("SELECT $${\"a\": 1}$$")).isEqualTo("{\"a\": 1}");
  }

  @Test
  void aNameTakesLettersAndDigitsOrQuotes() {
    variables.put("year", 2024);
    variables.put("region", "north");
    variables.put("evil", "x AS SELECT 1; DROP TABLE keep");
    run("CREATE TABLE keep AS SELECT 1 AS a");
    run("CREATE TABLE sales_2024_north AS SELECT 5 AS a");

    assertThat(value("SELECT a FROM sales_${year}_${region}")).isEqualTo(5);
    assertThat(value("SELECT a FROM \"sales_${year}_${region}\"")).isEqualTo(5);
    assertThatThrownBy(() -> run("CREATE TABLE t_${evil}"))
        .hasMessageContaining("${evil} is a part of a name here")
        .hasMessageContaining("\"t_${evil}\"");
    assertThatThrownBy(() -> run("SELECT * FROM ${region}"))
        .hasMessageContaining("${region} is a value here: for a name, write \"${region}\"");
    assertThatThrownBy(() -> run("SELECT 'a'${region}")).hasMessageContaining("touches a quote");
    assertThat(value("SELECT a FROM keep")).isEqualTo(1);
  }

  @Test
  void aStringThatOnlyLooksOpenTakesNoValue() {
    variables.put("x", "FROM secrets --");

    assertThatThrownBy(() -> run("SELECT 'it\\'s ${x}'"))
        .hasMessageContaining("the database ends this string before ${x}");
    on(Databases.MARIADB);
    assertThatThrownBy(() -> run("SELECT 'C:\\${x}'"))
        .hasMessageContaining("the backslash before ${x}");
    assertThat(value("SELECT 'C:\\\\${x}'")).isEqualTo("C:\\FROM secrets --");
    assertThat(value("SELECT 'it\\'s ${x}'")).isEqualTo("it's FROM secrets --");
  }

  @Test
  void aDollarStringTakesNoDollar() {
    variables.put("x", "a'b");
    assertThat(value("SELECT $t$<${x}>$t$")).isEqualTo("<a'b>");

    variables.put("x", "$t$; DROP TABLE keep; --");
    assertThatThrownBy(() -> run("SELECT $t$<${x}>$t$")).hasMessageContaining("has a $");
  }

  @Test
  void attributesTakeValuesOnEveryDatabase() {
    on(Databases.MARIADB);
    run("DROP TABLE IF EXISTS v; CREATE TABLE v AS SELECT seq AS a, seq % 2 AS b FROM seq_1_to_40");
    variables.put("k", 2);
    variables.put("path", "no\\such'optimizer");

    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM v TO TRAIN kmeans WITH model.n_clusters = ${k},"
                        + " model.kmeans_init = '${path}' INTO m"))
        .isInstanceOf(MagicException.class)
        .hasMessageContaining("no\\such'optimizer");
    run("SELECT * FROM v TO TRAIN kmeans WITH model.n_clusters = ${k} INTO m");
    run("DROP TABLE v");
  }

  @Test
  void aNullOfALibraryUserIsNull() {
    try (Sqlflow sqlflow = Sqlflow.connect("duckdb://:memory:")) {
      sqlflow.set("city", null);
      assertThat(sqlflow.query("SELECT ${city} IS NULL").get(0, 0)).isEqualTo(true);
    }
  }

  @Test
  void aNumberOfTheEnvironmentIsANumber() {
    magic.close();
    magic =
        new SqlflowMagic(
            Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:", "MOST", "3", "ZIP", "01234"), folder);

    assertThat(value("SELECT count(*) FROM (SELECT * FROM range(9) LIMIT ${MOST})")).isEqualTo(3L);
    assertThat(value("SELECT ${ZIP}")).isEqualTo("01234");
  }
}
