package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A value in {@code _} is the one that the database has. */
class ExactValuesTest extends CellsTest {
  private Column<?> column(String expression) {
    return run("SELECT " + expression + " AS v").to_dataframe().column(0);
  }

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DUCKDB | DATE '40000-01-01' | 40000-01-01",
        "DUCKDB | 'infinity'::DATE | infinity",
        "DUCKDB | '-infinity'::DATE | -infinity",
        "DUCKDB | DATE '0044-03-15 (BC)' | -0043-03-15",
        "DUCKDB | 'infinity'::TIMESTAMP | infinity",
        "DUCKDB | '-infinity'::TIMESTAMP | -infinity",
        "DUCKDB | 'infinity'::TIMESTAMP_NS | infinity",
        "DUCKDB | TIMESTAMP '290000-01-01' | 290000-01-01 00:00:00",
        "DUCKDB | TIMESTAMP '2020-01-01 00:00:00.123456' | 2020-01-01 00:00:00.123456",
        "DUCKDB | '2020-01-01 00:00:00.123456789'::TIMESTAMP_NS | 2020-01-01 00:00:00.123456789",
        "DUCKDB | TIMESTAMP '0044-03-15 (BC) 01:00:00.5' | -0043-03-15T01:00:00.500",
        "DUCKDB | TIME '12:00:00.000001' | 12:00:00.000001",
        "DUCKDB | TIME '24:00:00' | 24:00:00",
        "DUCKDB | TIMETZ '10:00:00+02' | 10:00:00+02",
        "DUCKDB | 'infinity'::TIMESTAMPTZ | infinity",
        "DUCKDB | TIMESTAMPTZ '2020-01-01 00:00:00.000001+00' | 2020-01-01T00:00:00.000001Z",
        "DUCKDB | 12345678901234567.89::DECIMAL(20,2) | 12345678901234567.89",
        "DUCKDB | 0.123456789012345678::DECIMAL(18,18) | 0.123456789012345678",
        "DUCKDB | 18446744073709551615::UBIGINT | 18446744073709551615",
        "DUCKDB | 36893488147419103232::HUGEINT | 36893488147419103232",
        "POSTGRESQL | DATE '40000-01-01' | 40000-01-01",
        "POSTGRESQL | 'infinity'::DATE | infinity",
        "POSTGRESQL | '-infinity'::DATE | -infinity",
        "POSTGRESQL | DATE '0044-03-15 BC' | -0043-03-15",
        "POSTGRESQL | 'infinity'::TIMESTAMP | infinity",
        "POSTGRESQL | '-infinity'::TIMESTAMP | -infinity",
        "POSTGRESQL | 'infinity'::TIMESTAMPTZ | infinity",
        "POSTGRESQL | '-infinity'::TIMESTAMPTZ | -infinity",
        "POSTGRESQL | TIMESTAMP '2020-01-01 00:00:00.123456' | 2020-01-01 00:00:00.123456",
        "POSTGRESQL | TIMESTAMP '0044-03-15 01:00:00.5 BC' | -0043-03-15T01:00:00.500",
        "POSTGRESQL | TIME '24:00' | 24:00:00",
        "POSTGRESQL | 12345678901234567.89::NUMERIC(20,2) | 12345678901234567.89",
        "POSTGRESQL | 12345678901234567890::NUMERIC | 12345678901234567890",
        "POSTGRESQL | 12345678901234567.89::NUMERIC | 12345678901234567.89",
        "MARIADB | CAST('0000-00-00' AS DATE) | 0000-00-00",
        "MARIADB | TIME '100:30:00' | 100:30:00",
        "MARIADB | TIMESTAMP '2020-01-01 00:00:00.123456' | 2020-01-01 00:00:00.123456",
        "MARIADB | CAST(12345678901234567.89 AS DECIMAL(20,2)) | 12345678901234567.89",
        "MARIADB | CAST(18446744073709551615 AS UNSIGNED) | 18446744073709551615",
        "H2 | CAST(12345678901234567.89 AS NUMERIC(20,2)) | 12345678901234567.89",
        "H2 | DATE '40000-01-01' | 40000-01-01",
        "H2 | TIMESTAMP '2020-01-01 00:00:00.123456789' | 2020-01-01 00:00:00.123456789",
      })
  void aValueThatTablesawCannotHoldIsATextOfIt(Databases database, String value, String exact) {
    on(database);

    Column<?> column = column(value);

    assertThat(String.valueOf(column.get(0))).isEqualTo(exact);
  }

  @ParameterizedTest
  @CsvSource({"DUCKDB", "POSTGRESQL", "MARIADB", "H2"})
  void theLeastWholeNumbersAreValuesWhichTablesawTakesForMissing(Databases database) {
    on(database);
    run(
        "DROP TABLE IF EXISTS least; CREATE TABLE least (n INTEGER, i INTEGER, b BIGINT, s"
            + " SMALLINT); INSERT INTO least VALUES (1, 7, 7, 7), (2, NULL, NULL, NULL), (3,"
            + " -2147483648, -9223372036854775808, -32768), (4, 8, 8, 8)");
    Table rows = run("SELECT i, b, s FROM least ORDER BY n").to_dataframe();

    assertThat(rows.longColumn("i").asList()).containsExactly(7L, null, -2147483648L, 8L);
    assertThat(rows.stringColumn("b").asList())
        .containsExactly("7", "", "-9223372036854775808", "8");
    assertThat(rows.column("s").asStringColumn().asList()).containsExactly("7", "", "-32768", "8");

    run("DROP TABLE IF EXISTS kept_least");
    variables.put("kept_least", rows);
    runWhole(MAGIC + " --persist kept_least", MAGIC.length(), heard);
    String least = "SELECT CAST(i AS CHAR(30)) FROM kept_least WHERE i < -1 AND b + 1 < -1";
    assertThat(value(least).toString().strip()).isEqualTo("-2147483648");
    run("DROP TABLE kept_least");
  }

  @ParameterizedTest
  @CsvSource({"DUCKDB", "POSTGRESQL", "H2"})
  void nanIsAValueWhenItIsPersistedOrReadByItsName(Databases database) {
    on(database);
    run("DROP TABLE IF EXISTS kept_nan");
    String query =
        "SELECT CAST('NaN' AS DOUBLE PRECISION) AS d, CAST('NaN' AS REAL) AS f, CAST(NULL AS DOUBLE"
            + " PRECISION) AS n";
    variables.put("kept_nan", run(query).to_dataframe());
    String check = "SELECT CASE WHEN d IS NOT NULL AND f IS NOT NULL AND n IS NULL THEN 1 END";

    assertThat(String.valueOf(value(check + " FROM kept_nan"))).isEqualTo("1");
    runWhole(MAGIC + " --persist kept_nan", MAGIC.length(), heard);
    variables.clear();
    assertThat(String.valueOf(value(check + " FROM kept_nan"))).isEqualTo("1");
    run("DROP TABLE kept_nan");
  }

  @Test
  void aColumnBecomesTextWithTheValuesBefore() {
    Table table =
        run("SELECT * FROM (VALUES (DATE '2020-01-02', 1.50::DECIMAL(20,2), 5::UBIGINT, 'a'),"
                + " (NULL, NULL, NULL, NULL),"
                + " ('infinity'::DATE, 12345678901234567.89, 18446744073709551615, ''))"
                + " t(d, m, u, s)")
            .to_dataframe();

    assertThat(table.stringColumn("d").asList()).containsExactly("2020-01-02", "", "infinity");
    assertThat(table.stringColumn("m").asList())
        .containsExactly("1.50", "", "12345678901234567.89");
    assertThat(table.stringColumn("u").asList()).containsExactly("5", "", "18446744073709551615");
  }

  @ParameterizedTest
  @CsvSource({"DUCKDB", "POSTGRESQL", "MARIADB", "H2"})
  void ordinaryMoneyDatesAndAveragesStayNumbersAndDates(Databases database) {
    on(database);
    run(
        "DROP TABLE IF EXISTS typed; CREATE TABLE typed (m DECIMAL(10, 2), n INTEGER, d DATE,"
            + " t TIMESTAMP); INSERT INTO typed VALUES (1234567.89, 1, DATE '2020-01-02',"
            + " TIMESTAMP '2020-01-02 03:04:05'), (0.1, 2, DATE '2020-01-03',"
            + " TIMESTAMP '2020-01-02 03:04:05'), (0.7, 2, DATE '2020-01-03',"
            + " TIMESTAMP '2020-01-02 03:04:05')");

    Table rows = run("SELECT m, d, t FROM typed ORDER BY m").to_dataframe();
    Table means = run("SELECT avg(m) AS m, avg(n) AS n, sum(n) AS s FROM typed").to_dataframe();

    assertThat(rows.types())
        .containsExactly(ColumnType.DOUBLE, ColumnType.LOCAL_DATE, ColumnType.LOCAL_DATE_TIME);
    assertThat(rows.doubleColumn("m").asDoubleArray()).containsExactly(0.1, 0.7, 1234567.89);
    assertThat(means.column("n").type()).isEqualTo(ColumnType.DOUBLE);
    assertThat(means.column("m").type()).isEqualTo(ColumnType.DOUBLE);
    assertThat(means.column("s").type()).isEqualTo(ColumnType.LONG);
  }

  @Test
  void columnsWhoseNamesDifferByWhiteSpaceOrCaseAreAllThere() {
    assertThat(run("SELECT 1 AS a, 2 AS \"A \", 3 AS \" a\"").to_dataframe().columnNames())
        .containsExactly("a", "A_1", "a_2");
  }
}
