package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

/** Types that not every database has, through SELECT, TRAIN and PREDICT. */
class DatabaseTypesTest extends CellsTest {
  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run("DROP TABLE IF EXISTS typed; DROP TABLE IF EXISTS p; DROP TABLE IF EXISTS sqlflow_models");
  }

  /** Twelve rows of three kinds with arrays. */
  private void makeArrays(Databases database) {
    on(database);
    String array = database == Databases.H2 ? " ARRAY" : "[]";
    run(
        "CREATE TABLE typed (amount DOUBLE PRECISION, reals DOUBLE PRECISION{}, wholes INTEGER{},"
                .replace("{}", array)
            + " longs BIGINT{}, decimals NUMERIC(10, 2){}, texts VARCHAR(9){})"
                .replace("{}", array));
    run(
        IntStream.range(0, 12)
            .mapToObj(
                row ->
                    "(K, ARRAY[K, K.5], ARRAY[7, K], ARRAY[5000000000, K], ARRAY[K.25, 1],"
                            .replace("K", String.valueOf(row % 3))
                        + " ARRAY['a', 'b'])")
            .collect(Collectors.joining(", ", "INSERT INTO typed VALUES ", "")));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MARIADB")
  void anArrayIsAFeatureByDense(Databases database) {
    makeArrays(database);

    run(
        "SELECT * FROM typed TO TRAIN kmeans WITH n_clusters = 3 COLUMN DENSE(reals, 2),"
            + " DENSE(wholes, 2), DENSE(longs, 2), DENSE(decimals, 2) INTO m;"
            + " SELECT * FROM typed TO PREDICT p.g USING m");

    Table groups =
        run("SELECT DISTINCT amount, g, reals, decimals, texts FROM p ORDER BY amount")
            .to_dataframe();
    assertThat(groups.rowCount()).isEqualTo(3);
    assertThat(groups.getString(1, 2).replaceAll("[^0-9.,]", "")).matches("1(\\.0)?,1\\.5");
    assertThat(groups.getString(1, 3)).contains("1.25");
    assertThat(groups.getString(1, 4)).contains("a").contains("b");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MARIADB")
  void anArrayThatIsNoFeatureSaysHowItCanBeOne(Databases database) {
    makeArrays(database);

    run("SELECT * FROM typed TO TRAIN kmeans WITH n_clusters = 3 INTO m");
    assertThat(heard.notes()).containsIgnoringCase("use DENSE(reals, n) in COLUMN");
    refused("COLUMN reals", "use dense(reals, n)");
    refused("COLUMN DENSE(texts, 2)", "but dense takes lists of numbers");
    refused(
        "COLUMN DENSE(reals, 3)",
        "dense(reals, 3) takes 3 numbers; 12 of 12 rows have such values");
    run("UPDATE typed SET reals = ARRAY[1, NULL] WHERE amount = 1");
    refused("COLUMN DENSE(reals, 2)", "null, nan or infinity in reals (4 of 12 rows)");
  }

  private void refused(String column, String words) {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM typed TO TRAIN kmeans WITH n_clusters = 3 "
                        + column
                        + " INTO m"))
        .isInstanceOf(MagicException.class)
        .message()
        .containsIgnoringCase(words);
  }

  @Test
  void aListOfListsIsRefusedWherePostgresTellsItsTypeAsThatOfAList() {
    on(Databases.POSTGRESQL);
    run(
        "CREATE TABLE typed AS SELECT i, ARRAY[ARRAY[1, i]] AS nested FROM generate_series(1, 9)"
            + " s(i)");

    refused("COLUMN DENSE(nested, 2)", "column nested has lists of lists");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "DUCKDB, `[0.25, 1]::DECIMAL(10, 2)[]`, `[0.25, 1.00]`",
        "DUCKDB, 170141183460469231731687303715884105727::HUGEINT,"
            + " 170141183460469231731687303715884105727",
        "POSTGRESQL, `1e25::NUMERIC(30, 0)`, 10000000000000000000000000",
        "POSTGRESQL, `'{{1,2},{3,4}}'::INTEGER[]`, `{{1,2},{3,4}}`",
        "MARIADB, CAST(18446744073709551615 AS UNSIGNED), 18446744073709551615",
        "H2, CAST(1.5 AS DECFLOAT), 1.5",
        "H2, CAST('7f337815-daa5-4570-a077-4cb3b26c5c4c' AS UUID),"
            + " 7f337815-daa5-4570-a077-4cb3b26c5c4c",
      })
  void aValueIsShownAsItIs(Databases database, String expression, String shown) {
    on(database);

    assertThat(value("SELECT " + expression + " AS v")).hasToString(shown);
  }

  @Test
  void aWholeNumberMayBeNotANumber() {
    on(Databases.POSTGRESQL);

    Table back = run("SELECT 'NaN'::NUMERIC(10, 0) AS v UNION ALL SELECT 5").to_dataframe();

    assertThat(back.doubleColumn("v").countMissing()).isEqualTo(1);
    assertThat(back.doubleColumn("v").max()).isEqualTo(5);
  }

  @Test
  void bitsAndYearsOfMariaDbAreNumbers() {
    on(Databases.MARIADB);
    run("CREATE TABLE typed (flag BIT(1), bits BIT(3), year YEAR, tiny TINYINT(1))");
    run("INSERT INTO typed VALUES (b'1', b'101', 2001, 1), (b'0', b'1', 1999, 0), (NULL, 2, 0, 1)");
    run("INSERT INTO typed SELECT * FROM typed");

    Table row = run("SELECT * FROM typed WHERE flag").to_dataframe();
    assertThat(row.get(0, 0)).isEqualTo(true);
    assertThat(row.get(0, 1)).isEqualTo(5L);
    assertThat(((Number) row.get(0, 2)).intValue()).isEqualTo(2001);
    run(
        "SELECT * FROM typed TO TRAIN kmeans WITH n_clusters = 2 train.on_null = skip INTO m;"
            + " SELECT * FROM typed TO PREDICT p.g USING m");
    assertThat(value("SELECT count(g) FROM p")).hasToString("4");
  }
}
