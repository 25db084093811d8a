package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/** Rules on each database, with names and texts that want to be quoted. */
class RulesOnDatabasesTest extends CellsTest {
  private static final List<String> TEXTS =
      List.of("it''s", "Nov", "nov", "n\u00e9", "ne", "a ", "a", "50%", "$x");

  private Databases database;

  private void on(Databases one) {
    database = one;
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    for (String table : List.of("sales", "predicted", "rules", "sqlflow_models")) {
      run("DROP TABLE IF EXISTS " + table);
    }
  }

  private String quoted(String name) {
    return database == Databases.MARIADB ? '`' + name + '`' : '"' + name + '"';
  }

  /** Rows whose groups depend on numbers, truths, dates and texts that differ little. */
  private void makeSales(int rows) {
    run(
        "CREATE TABLE sales ("
            + quoted("net \u20ac")
            + " DECIMAL(12, 2), "
            + quoted("order")
            + " DOUBLE PRECISION, vip BOOLEAN, shop "
            + database.text()
            + ", born DATE, n BIGINT)");
    SplittableRandom random = new SplittableRandom(7);
    List<String> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int kind = random.nextInt(3);
      String shop = "'" + TEXTS.get(3 * kind + random.nextInt(3)) + "'";
      values.add(
          "("
              + (random.nextInt(20) == 0 ? "NULL" : kind * 100 + random.nextInt(5000) / 100.0)
              + ", "
              + (kind * 0.3 + random.nextInt(1000) / 3000.0)
              + ", "
              + (random.nextInt(10) == 0 ? "NULL" : kind == 1)
              + ", "
              + (random.nextInt(20) == 0 ? "NULL" : shop)
              + ", DATE '2020-0"
              + (1 + kind)
              + "-1"
              + random.nextInt(9)
              + "', "
              + (9_000_000_000L + kind)
              + ")");
    }
    run("INSERT INTO sales VALUES " + String.join(", ", values));
  }

  private static final String COLUMNS =
      " COLUMN \"net \u20ac\", \"order\", vip, INDICATOR(shop), INDICATOR(born), n";

  private Output.Code expression() {
    return heard.outputs.stream()
        .filter(Output.Code.class::isInstance)
        .map(Output.Code.class::cast)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private long count(String query) {
    return ((Number) value(query)).longValue();
  }

  /** The CASE as anybody would use it, on the table that TO PREDICT wrote. */
  private long same() {
    return count(
        "SELECT count(*) FROM (SELECT group_id, "
            + expression().text()
            + " AS ruled FROM predicted) AS p WHERE group_id = ruled OR group_id IS NULL AND ruled"
            + " IS NULL");
  }

  @ParameterizedTest
  @EnumSource
  void theDatabaseGivesTheFidelityThatIsPrinted(Databases one) {
    on(one);
    makeSales(900);
    String with = " WITH model.n_clusters = 3, train.on_null = mean, train.verbose = 0";
    run("SELECT * FROM sales TO TRAIN kmeans" + with + COLUMNS + " INTO seg");
    run("SELECT * FROM sales TO PREDICT predicted.group_id USING seg");
    heard.outputs.clear();

    run("SELECT * FROM sales -- all of them\nTO EXPLAIN seg USING rules INTO rules");

    long same = same();
    assertThat(same).isGreaterThan(850);
    assertThat(heard.notes())
        .contains(
            String.format(java.util.Locale.ROOT, "%,d of 900 rows the group that seg gives", same));
    Table rules = run("SELECT * FROM rules").to_dataframe();
    int rows = 0;
    for (int rule = 0; rule < rules.rowCount(); rule++) {
      long found = count("SELECT count(*) FROM sales WHERE " + rules.getString(rule, "condition"));
      assertThat(found).isEqualTo(((Number) rules.column("rows").get(rule)).longValue());
      rows += (int) found;
    }
    assertThat(rows).isEqualTo(900);
  }

  /** The groups depend on a category that no rule can be about, and dates go with it. */
  @ParameterizedTest
  @EnumSource
  void datesAndTimesAreComparedWithARoundOne(Databases one) {
    on(one);
    run("CREATE TABLE sales (born DATE, seen TIMESTAMP, kind " + database.text() + ")");
    List<String> values = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      String born = "DATE '2020-0" + (1 + row % 3) + "-1" + row % 9 + "'";
      String seen = "TIMESTAMP '2020-01-01 1" + row % 3 + ":" + (10 + row % 40) + ":30'";
      boolean isMissing = row % 30 == 6;
      values.add(
          "(" + (isMissing ? "NULL, NULL" : born + ", " + seen) + ", 'kind " + row % 3 + "')");
    }
    run("INSERT INTO sales VALUES " + String.join(", ", values));
    String hash = "COLUMN WEIGHT(CATEGORY_HASH(kind, 64), 9), INDICATOR(";
    String with = " TO TRAIN kmeans WITH model.n_clusters = 3, train.on_null = mean ";
    for (String column : List.of("born", "seen")) {
      run("SELECT * FROM sales" + with + hash + column + ") INTO seg");
      heard.outputs.clear();

      run("SELECT * FROM sales TO EXPLAIN seg USING rules");

      assertThat(heard.notes()).contains("300 of 300 rows", "(100 %)");
      assertThat(expression().text().toLowerCase(Locale.ROOT))
          .contains(
              column.equals("born")
                  ? "born >= date '2020-02-01' and born < date '2020-03-01'"
                  : "seen >= timestamp '2020-01-01 11:00:00' and seen < timestamp '2020-01-01"
                      + " 12:00:00'",
              column + " is null");
      assertThat(heard.notes())
          .containsIgnoringCase(
              column.equals("born")
                  ? "born is from 2020-02-01 to before 2020-03-01"
                  : "seen is from 2020-01-01 11:00 to before 2020-01-01 12:00")
          .containsIgnoringCase(column + " is missing");
    }
  }

  /** Of days and times that the training did not have, rules and the model say the same. */
  @ParameterizedTest
  @EnumSource
  void groupsThatAreRulesCompareDatesOfAnyDay(Databases one) throws IOException {
    on(one);
    String columns = " (row_no INTEGER, due DATE, seen TIMESTAMP, spent DOUBLE PRECISION)";
    run("CREATE TABLE sales" + columns + "; CREATE TABLE later" + columns);
    List<String> known = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      int kind = row % 3;
      known.add(
          Text.of(
              "(%d, %s, TIMESTAMP '2024-01-01 1%d:%d:30', %d.5)",
              row,
              row % 30 == 6 ? "NULL" : "DATE '2024-0" + (1 + kind) + "-1" + row % 9 + "'",
              kind,
              10 + row % 40,
              kind));
      others.add(
          Text.of(
              "(%d, %s, TIMESTAMP '2024-01-01 %02d:%02d:00', %d.5)",
              row,
              row % 50 == 0 ? "NULL" : "DATE '" + LocalDate.of(2023, 12, 1).plusDays(row / 2) + "'",
              9 + row / 60,
              row % 60,
              row % 4));
    }
    run("INSERT INTO sales VALUES " + String.join(", ", known));
    run("INSERT INTO later VALUES " + String.join(", ", others));
    String with = " TO TRAIN kmeans WITH n_clusters = 3, model.rules = 6, train.on_null = mean ";
    for (String features : List.of("INDICATOR(due)", "3 * INDICATOR(seen), spent")) {
      run("DROP VIEW IF EXISTS seen_through");
      run("SELECT * FROM sales" + with + "COLUMN " + features + " INTO seg");
      assertThat(heard.notes())
          .containsIgnoringCase(
              features.contains("due") ? "due is before 20" : "seen is before 20");
      run("SELECT * FROM later TO PREDICT predicted.group_id USING seg");
      run("SELECT * FROM later TO PREDICT seen_through.g WITH predict.view = true USING seg");
      heard.outputs.clear();
      run("SELECT * FROM later TO EXPLAIN seg USING rules");
      run("EXPORT MODEL seg TO 'seg.sql'");

      assertThat(heard.notes()).contains("300 of 300 rows the group that seg gives them (100 %)");
      assertThat(same()).isEqualTo(300);
      assertThat(count("SELECT count(DISTINCT group_id) FROM predicted")).isGreaterThan(1);
      String exported =
          Files.readString(folder.resolve("seg.sql")).replace("sales", "later").replace(";", "");
      for (String source :
          List.of(
              "(SELECT row_no, g FROM seen_through)",
              "(SELECT row_no, " + quoted("group_id") + " AS g FROM (" + exported + ") e)")) {
        String joined = " FROM predicted p JOIN " + source + " v ON p.row_no = v.row_no";
        assertThat(count("SELECT count(*)" + joined + " WHERE p.group_id = v.g")).isEqualTo(300);
      }
    }
    run("DROP VIEW seen_through; DROP TABLE later");
  }

  @ParameterizedTest
  @EnumSource
  void textsThatDifferLittleStayApart(Databases one) {
    on(one);
    makeSales(900);
    run(
        "SELECT * FROM sales WHERE shop IS NOT NULL TO TRAIN kmeans WITH model.n_clusters = 9,"
            + " train.verbose = 0 COLUMN INDICATOR(shop) INTO seg");
    heard.outputs.clear();

    run("SELECT * FROM sales WHERE shop IS NOT NULL TO EXPLAIN seg USING rules");

    assertThat(heard.notes()).contains("(100 %)");
    assertThat(expression().text()).contains("'it''s'");
  }

  @ParameterizedTest
  @EnumSource
  void groupsThatAreRulesAreTheCaseItself(Databases one) {
    on(one);
    makeSales(900);
    String with = " WITH model.rules = 6, model.n_clusters = 3, train.on_null = mean";
    run("SELECT * FROM sales TO TRAIN kmeans" + with + COLUMNS + " INTO seg");
    run("SELECT * FROM sales TO PREDICT predicted.group_id USING seg");
    heard.outputs.clear();

    run("SELECT * FROM sales TO EXPLAIN seg USING rules");

    assertThat(same()).isEqualTo(900);
    assertThat(heard.notes()).contains("900 of 900 rows the group that seg gives them (100 %)");
  }

  @ParameterizedTest
  @EnumSource
  void rowsInNoGroupAreAGroupOfTheirOwn(Databases one) {
    on(one);
    makeSales(900);
    run("INSERT INTO sales (" + quoted("order") + ", n) VALUES (500, 1), (-700, 2), (900, 3)");
    String query = "SELECT * FROM sales";
    run(query + " TO TRAIN density WITH model.min_cluster_size = 100 COLUMN \"order\" INTO seg");
    run(query + " TO PREDICT predicted.group_id USING seg");
    heard.outputs.clear();

    run(query + " TO EXPLAIN seg USING rules");

    assertThat(heard.notes()).contains("No group (");
    long same = same();
    assertThat(heard.notes()).contains(same + " of 903 rows");
    assertThat(count("SELECT count(*) FROM predicted WHERE group_id IS NULL")).isPositive();
  }
}
