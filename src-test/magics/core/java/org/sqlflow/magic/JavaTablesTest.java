package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.servers.Databases;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.TableNames;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables of Java are read from SQL by the names of their variables. */
class JavaTablesTest extends CellsTest {
  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
  }

  @Override
  Variables variables() {
    Variables values = super.variables();
    return new Variables() {
      @Override
      public Optional<Object> value(String name) {
        return values.value(name);
      }

      @Override
      public List<String> tables() {
        return variables.keySet().stream().filter(name -> table(name).isPresent()).toList();
      }
    };
  }

  private static Table numbers(int... values) {
    return Table.create("any", IntColumn.create("n", values));
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aTableIsReadByItsName(Databases database) {
    on(database);
    variables.put("df", numbers(1, 2, 3));
    variables.put("Other", numbers(2, 3));

    assertThat(value("SELECT sum(n) AS s FROM df").toString()).isEqualTo("6");
    assertThat(run("SELECT df.n FROM df JOIN other ON df.n = other.n").table().rowCount())
        .isEqualTo(2);
    String pairs = "SELECT 1 AS one FROM df AS a, df AS b WHERE a.n IN (SELECT n FROM other)";
    assertThat(run(pairs).table().rowCount()).isEqualTo(6);
    variables.put("df", numbers(10));
    assertThat(value("SELECT sum(n) AS s FROM df").toString()).isEqualTo("10");
    variables.remove("df");
    assertThatThrownBy(() -> run("SELECT * FROM df")).isInstanceOf(MagicException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void theTypesAreThoseOfTheColumns(Databases database) {
    on(database);
    variables.put(
        "df",
        Table.create(
            "any",
            IntColumn.create("i", new Integer[] {1, null}),
            LongColumn.create("l", 1L << 60, 2),
            DoubleColumn.create("d", new Double[] {0.1, null}),
            StringColumn.create("s", "O'Brien \\ \t x", "y"),
            BooleanColumn.create("b", true, false),
            DateColumn.create("day", LocalDate.of(2024, 2, 29), null),
            DateTimeColumn.create("at", LocalDateTime.of(2024, 2, 29, 1, 2, 3), null)));

    Table back = run("SELECT * FROM df ORDER BY l DESC").table();

    assertThat(back.get(0, 0)).isEqualTo(1);
    assertThat(back.column(0).isMissing(1)).isTrue();
    assertThat(back.get(0, 1)).isEqualTo(1L << 60);
    assertThat(back.get(0, 2)).isEqualTo(0.1);
    assertThat(back.column(2).isMissing(1)).isTrue();
    assertThat(back.get(0, 3)).isEqualTo("O'Brien \\ \t x");
    assertThat(back.get(0, 5)).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(back.get(0, 6)).isEqualTo(LocalDateTime.of(2024, 2, 29, 1, 2, 3));
  }

  @ParameterizedTest
  @EnumSource
  void aResultKeepsItsExactTypes(Databases database) {
    on(database);
    String at =
        database == Databases.MARIADB
            ? "TIMESTAMP '2024-02-29 01:02:03.000001'"
            : "CAST('2024-02-29 01:02:03.000001' AS TIMESTAMP)";
    Table clean =
        run("SELECT CAST(12345678901234567.89 AS DECIMAL(20,2)) AS money, CAST(0.1 AS"
                + " DECIMAL(20,2)) AS small, "
                + at
                + " AS ts, '' AS empty")
            .table();
    variables.put("clean", clean);

    assertThat(run("SELECT money + 0.01 AS m FROM clean").table().getString(0, 0))
        .isEqualTo("12345678901234567.90");
    Table again =
        run("SELECT small, ts, empty FROM clean WHERE ts > TIMESTAMP '2024-02-29 01:02:03'")
            .table();
    assertThat(again.rowCount()).isEqualTo(1);
    run("DROP TABLE IF EXISTS kept");
    variables.put("kept", clean);
    runWhole(MAGIC + " --persist kept", MAGIC.length(), heard);
    assertThat(run("SELECT money - 0.01 AS m FROM kept").table().getString(0, 0))
        .isEqualTo("12345678901234567.88");
    run("DROP TABLE kept");
  }

  @Test
  void whatAProgramChangedIsWrittenWithTheTypeThatHoldsIt() {
    Table clean = run("SELECT 12345678901234567.89::DECIMAL(20,2) AS m, 5::UTINYINT AS t").table();
    clean.stringColumn("m").set(0, "unknown");
    clean.intColumn("t").set(0, -1);
    variables.put("clean", clean);

    Table back = run("SELECT m, t FROM clean").table();

    assertThat(back.get(0, 0)).isEqualTo("unknown");
    assertThat(back.get(0, 1)).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aTableOfTheDatabaseWins(Databases database) {
    on(database);
    run("DROP TABLE IF EXISTS df; CREATE TABLE df AS SELECT 7 AS n");
    variables.put("df", numbers(1, 2, 3));

    assertThat(value("SELECT n FROM df").toString()).isEqualTo("7");
    assertThat(heard.notes())
        .contains("df is a table of the database; the Java variable of this name is not read");
    run("DROP TABLE df");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void withinATransactionOfTheUsersNothingIsCommitted(Databases database) {
    on(database);
    run("DROP TABLE IF EXISTS target; CREATE TABLE target (n INTEGER)");
    variables.put("df", numbers(1, 2));

    run(database == Databases.MARIADB ? "START TRANSACTION" : "BEGIN");
    run("INSERT INTO target SELECT n FROM df");
    run("ROLLBACK");

    assertThat(run("SELECT count(*) AS c FROM target").table().getString(0, 0)).isEqualTo("0");
    run("DROP TABLE target");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aQueryWithinATransactionOfTheUsersKeepsIt(Databases database) {
    on(database);
    run("DROP TABLE IF EXISTS target; CREATE TABLE target (n INTEGER)");
    variables.put("df", numbers(1, 2));

    run(database == Databases.MARIADB ? "START TRANSACTION" : "BEGIN");
    run("INSERT INTO target VALUES (7)");
    assertThat(run("SELECT n FROM df").table().rowCount()).isEqualTo(2);
    run("COMMIT");

    assertThat(value("SELECT n FROM target")).hasToString("7");
    run("DROP TABLE target");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM df WHERE n = 1",
        "INSERT INTO df VALUES (4)",
        "UPDATE df SET n = 2",
        "ALTER TABLE df ADD COLUMN m INTEGER",
        "TRUNCATE df"
      })
  void aTableOfJavaIsNotChanged(String sql) {
    variables.put("df", numbers(1, 2));

    assertThatThrownBy(() -> run(sql))
        .hasMessageContaining("df is a table of Java, which SQL reads and does not change")
        .hasMessageContaining("%sqlflow --persist df");
    run("DROP TABLE IF EXISTS df");
    runWhole(MAGIC + " --persist df", MAGIC.length(), heard);
    run(sql);
  }

  @Test
  void whatRunsLaterReadsNoTableOfJava() {
    variables.put("df", numbers(1, 2));

    for (String sql :
        List.of("CREATE OR REPLACE VIEW v AS FROM df", "CREATE MACRO m() AS TABLE FROM df")) {
      assertThatThrownBy(() -> run(sql)).hasMessageContaining("%sqlflow --persist df makes it");
    }
    run("CREATE TABLE v AS FROM df; COPY df TO '" + folder.resolve("df.csv") + "'");
    assertThat(run("FROM '" + folder.resolve("df.csv") + "'").table().rowCount()).isEqualTo(2);
  }

  @Test
  void aTrainingReadsATableOfJava() {
    makePoints();
    variables.put("mine", run("SELECT m1, m2 FROM points").table());

    run("SELECT * FROM mine TO TRAIN kmeans WITH model.n_clusters = 3 INTO m");
    run("SELECT * FROM mine TO PREDICT kept_rows.c USING m");

    assertThat(value("SELECT count(DISTINCT c) FROM kept_rows")).isEqualTo(3L);
    assertThat(run("SUMMARIZE mine").table().rowCount()).isEqualTo(2);
    assertThat(run("DESCRIBE mine").table().rowCount()).isEqualTo(2);
  }

  @Test
  void columnsWhoseNamesDifferByWhiteSpaceOrCaseAreWritten() {
    variables.put("df", run("SELECT 1 AS a, 2 AS \"A \", 3 AS \" a\"").table());

    assertThat(run("SELECT * FROM df").table().columnNames()).containsExactly("a", "A_1", "a_2");
  }

  @Test
  void theNamesOfTablesAreFound() {
    String sql =
        """
        WITH w AS (SELECT * FROM a), x(i) AS MATERIALIZED (SELECT 1)
        SELECT EXTRACT(year FROM ts), b.c, f(d) FROM w, x, "e f" AS g JOIN LATERAL h ON h.i = g.i,
          (j CROSS JOIN k) LEFT JOIN l USING (id), range(3), s.m
        WHERE n IN (SELECT o FROM p ORDER BY q, r) AND t IS DISTINCT FROM u GROUP BY v, y
        UNION SELECT 1 FROM z
        """;

    assertThat(
            TableNames.in(sql, LexicalRules.STANDARD).stream()
                .map(TableNames.TableName::text)
                .collect(Collectors.joining(" ")))
        .isEqualTo("a ts e f h j k l p z");
  }
}
