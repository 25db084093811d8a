package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What TO PREDICT, TO EXPLAIN and TO EVALUATE may replace, and what they refuse to. */
class TargetTablesTest extends CellsTest {
  private static final int ROWS = 300;

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run("DROP VIEW IF EXISTS v");
    for (String table : List.of("child", "c", "other", "p", "r", "s", "sqlflow_models")) {
      run("DROP TABLE IF EXISTS " + table);
    }
    run(
        "CREATE TABLE c AS SELECT i AS cid, i * 7 - 10 * floor(i * 7 / 10) AS spend, i / 3 AS"
            + " visits FROM "
            + database.numbers(ROWS)
            + "; SELECT * FROM c TO TRAIN kmeans WITH n_clusters = 2, train.verbose = 0 COLUMN"
            + " spend INTO m");
  }

  private void assertRefused(String statement, String... parts) {
    assertThatThrownBy(() -> run(statement))
        .isInstanceOf(MagicException.class)
        .hasMessageStartingWith("line 2:")
        .hasMessageContainingAll(parts);
  }

  private void assertRows(String table, int rows) {
    assertThat(value("SELECT count(*) FROM " + table)).hasToString(String.valueOf(rows));
  }

  private Set<String> columns(String table) {
    return Set.copyOf(
        run("SELECT * FROM " + table).to_dataframe().columnNames().stream()
            .map(String::toLowerCase)
            .toList());
  }

  @ParameterizedTest
  @EnumSource
  void theModelsTableIsNoTargetHoweverItIsWritten(Databases database) {
    on(database);
    for (String name :
        List.of(
            "sqlflow_models",
            "SQLFLOW_Models",
            "\"sqlflow_models\"",
            "`SQLFLOW_MODELS`",
            "main.sqlflow_models",
            "memory.main.\"Sqlflow_Models\"",
            "sqlflow_model_pieces")) {
      for (String to :
          List.of(
              "TO PREDICT " + name + ".g USING m WITH predict.replace = true",
              "TO EXPLAIN m INTO " + name,
              "TO DESCRIBE INTO " + name,
              "TO EVALUATE m INTO " + name)) {
        assertRefused("SELECT * FROM c " + to, "the table that holds the models");
      }
    }
    variables.put("sqlflow_models", Table.create(IntColumn.create("i", 1)));
    assertThatThrownBy(
            () -> runWhole(MAGIC + " --persist sqlflow_models SELECT 1", MAGIC.length(), heard))
        .hasMessageContaining("the table that holds the models");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void anotherTableOfTheModelsNameIsSaidToBeOne(Databases database) {
    on(database);
    run("DROP TABLE sqlflow_models; CREATE TABLE sqlflow_models (id INTEGER, note INTEGER)");
    for (String statement :
        List.of(
            "SELECT * FROM c TO TRAIN kmeans WITH n_clusters = 2 INTO m",
            "SELECT * FROM c TO PREDICT p.g USING m",
            "SELECT * FROM c TO EXPLAIN m",
            "SHOW MODELS",
            "DROP MODEL m",
            "DESCRIBE MODEL m")) {
      assertThatThrownBy(() -> run(statement))
          .hasMessageMatching(
              "(?i)table sqlflow_models exists and does not hold SQLFlow's models \\(columns id,"
                  + " note\\): rename it, such as by ALTER TABLE sqlflow_models RENAME TO"
                  + " my_sqlflow_models");
    }
    assertThat(heard.trainings).isOne();
    run("DROP TABLE IF EXISTS my_sqlflow_models");
    run("ALTER TABLE sqlflow_models RENAME TO my_sqlflow_models");
    run("SELECT * FROM c TO TRAIN kmeans WITH n_clusters = 2 INTO m");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
    run("DROP TABLE my_sqlflow_models");
  }

  @ParameterizedTest
  @EnumSource
  void aReportReplacesNothingButAnEarlierReport(Databases database) {
    on(database);
    run("CREATE TABLE other AS SELECT * FROM c; CREATE VIEW v AS SELECT * FROM c");
    assertRefused("SELECT * FROM c TO EXPLAIN m INTO c", "c is the table that the query reads");
    assertRefused(
        "WITH w AS (SELECT * FROM c) SELECT * FROM w TO EVALUATE m INTO c",
        "c is the table that the query reads");
    assertRefused(
        "SELECT * FROM c TO EXPLAIN m INTO other",
        "table other exists and is not an earlier report of TO EXPLAIN",
        "(DROP TABLE other)");
    assertRefused(
        "SELECT * FROM c TO EVALUATE m INTO other", "is not an earlier report of TO EVALUATE");
    assertRefused("SELECT * FROM c TO EXPLAIN m INTO v", "v is a view");
    assertRefused("SELECT * FROM c TO DESCRIBE INTO c", "c is the table that the query reads");
    assertRefused("SELECT * FROM c TO DESCRIBE INTO other", "is not an earlier report");
    assertRows("c", ROWS);
    assertRows("other", ROWS);

    run("SELECT * FROM c TO EXPLAIN m INTO r; SELECT * FROM c TO EXPLAIN m INTO r");
    run("SELECT * FROM c TO EVALUATE m INTO s; SELECT * FROM c TO EVALUATE m INTO s");
    assertRows("r", 2);
    run("SELECT * FROM c TO DESCRIBE INTO p; SELECT * FROM c TO DESCRIBE INTO p");
    assertRows("p", 3);
    assertRefused("SELECT * FROM c TO EVALUATE m INTO r", "is not an earlier report");
    assertRefused("SELECT * FROM c TO PREDICT r.g USING m", "not made by TO PREDICT (2 rows");
  }

  @ParameterizedTest
  @EnumSource
  void predictionsReplacePredictionsAndNothingElse(Databases database) {
    on(database);
    run("CREATE TABLE other AS SELECT cid, spend FROM c; CREATE VIEW v AS SELECT * FROM c");
    assertRefused(
        "SELECT * FROM c TO PREDICT other.g USING m",
        "table other exists and was not made by TO PREDICT (300 rows, columns ",
        "WITH predict.replace = true");
    assertRefused("SELECT * FROM c TO PREDICT v.g USING m", "v is a view");
    assertRows("other", ROWS);

    run("SELECT * FROM c TO PREDICT other.g USING m WITH predict.replace = true");
    assertThat(heard.notes()).contains("It replaced the earlier table other: 300 rows, columns ");
    assertThat(columns("other")).containsExactlyInAnyOrder("cid", "spend", "visits", "g");

    run("SELECT * FROM c TO PREDICT p.g USING m");
    heard.outputs.clear();
    run("SELECT * FROM c TO PREDICT p.g USING m");
    if (database != Databases.H2) { // it has no comments for the generic dialect
      assertThat(heard.notes()).doesNotContain("earlier table");
      run("SELECT cid, spend FROM c WHERE cid < 10 TO PREDICT p.g2 USING m");
      assertRows("p", 10);
      assertThat(columns("p")).containsExactlyInAnyOrder("cid", "spend", "g2");
      assertThat(heard.notes()).contains("It replaced the earlier table p: 300 rows, columns ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTableOfAnEarlierVersionHasThePredictionsColumns(Databases database) {
    on(database);
    run("CREATE TABLE p AS SELECT cid, spend, visits, 7 AS g FROM c WHERE cid < 20");

    run("SELECT * FROM c TO PREDICT p.g USING m");

    assertRows("p", ROWS);
    assertThat(heard.notes()).contains("It replaced the earlier table p: 20 rows");
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatIsReadInPartIsKept(Databases database) {
    on(database);
    assertRefused(
        "SELECT cid, spend FROM c WHERE visits > 5 LIMIT 10 TO PREDICT c.g USING m",
        "has 300 rows, and the query that reads it gives 10 without column ");
    assertRefused("SELECT * FROM c LIMIT 10 TO PREDICT c.g USING m", "300 rows", "gives 10:");
    assertRefused("SELECT * FROM c ORDER BY cid TO PREDICT c.g USING m", "but not unchanged");
    assertRefused("SELECT cid, spend FROM c TO PREDICT c.g USING m", "gives 300 without column");
    assertRefused(
        "SELECT cid, spend / 100 AS spend, visits FROM c TO PREDICT c.g USING m",
        "but not unchanged");
    assertRefused("SELECT *, 1 AS one FROM c TO PREDICT c.g USING m", "but not unchanged");
    assertRefused(
        "SELECT a.* FROM c a JOIN c b ON a.cid = b.cid TO PREDICT c.g USING m",
        "but not unchanged");
    assertThat(columns("c")).containsExactlyInAnyOrder("cid", "spend", "visits");
    assertRows("c", ROWS);

    run("SELECT * FROM c LIMIT 10 TO PREDICT c.g USING m WITH predict.replace = true");
    assertRows("c", 10);
    assertThat(heard.notes()).contains("It replaced the earlier table c: 300 rows");
  }

  @ParameterizedTest
  @EnumSource
  void predictionsAreAddedToTheTableThatIsRead(Databases database) {
    on(database);
    run("SELECT * FROM c TO PREDICT p.g USING m");
    for (String query :
        List.of(
            "SELECT * FROM c",
            "SELECT visits, cid, spend FROM c",
            "SELECT x.* FROM c AS x -- all of them\n")) {
      run(query + " TO PREDICT c.g USING m WITH predict.extra_outputs = [distance]");
      assertRows("c", ROWS);
      assertRows("c JOIN p ON c.cid = p.cid AND c.spend = p.spend", ROWS);
      assertRows("c JOIN p ON c.cid = p.cid AND c.g = p.g", ROWS);
    }
    assertThat(heard.notes()).contains(" were added to c.").contains(" of c were replaced.");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoPredictionIsNotReplacedByOne(Databases database) {
    on(database);
    run("CREATE TABLE other AS SELECT cid, spend, visits, 'mine' AS note FROM c");
    assertRefused(
        "SELECT * FROM c TO PREDICT c.spend USING m", "m was trained on column", "of c: predict");
    assertRefused(
        "SELECT * FROM other TO PREDICT other.note USING m",
        "of other is ",
        "cannot hold predictions of m");

    run("SELECT * FROM other TO PREDICT other.note USING m WITH predict.replace = true");

    assertRows("other WHERE note IN (0, 1)", ROWS);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2")
  void theTableThatIsReadKeepsWhatItHas(Databases database) {
    on(database);
    boolean maria = database == Databases.MARIADB;
    run(
        "CREATE TABLE other (cid INTEGER PRIMARY KEY, spend INTEGER DEFAULT 5 NOT NULL,"
            + " note VARCHAR(20)"
            + (maria ? " COMMENT 'remark'" : "")
            + ", CHECK (spend < 50))"
            + (maria ? " COMMENT = 'mine'" : "")
            + "; CREATE INDEX by_spend ON other (spend);"
            + " INSERT INTO other SELECT cid, spend, 'x' FROM c");
    if (!maria) {
      run(
          "COMMENT ON TABLE other IS 'mine'; COMMENT ON COLUMN other.note IS 'remark';"
              + " CREATE TABLE child (id INTEGER REFERENCES other (cid));"
              + " INSERT INTO child VALUES (7)");
    }

    run("SELECT * FROM other TO PREDICT other.g USING m");
    run("SELECT * FROM other TO PREDICT other.g USING m");

    assertRows("other WHERE g IN (0, 1)", ROWS);
    assertThatThrownBy(() -> run("INSERT INTO other VALUES (7, 1, 'y', 0)"))
        .as("the primary key is kept")
        .isInstanceOf(MagicException.class);
    assertThatThrownBy(() -> run("INSERT INTO other VALUES (1001, 60, 'y', 0)"))
        .as("the check is kept")
        .isInstanceOf(MagicException.class);
    run("INSERT INTO other (cid) VALUES (1000)");
    assertThat(value("SELECT spend FROM other WHERE cid = 1000")).hasToString("5");
    assertThat(kept(database)).isEqualTo("mine remark by_spend");
    if (!maria) {
      assertThatThrownBy(() -> run("INSERT INTO child VALUES (5000)"))
          .as("the foreign key is kept")
          .isInstanceOf(MagicException.class);
    }
    assertRefused("SELECT * FROM c TO PREDICT other.g USING m", "not made by TO PREDICT");
  }

  /** The comments of the table and its column, and its index. */
  private String kept(Databases database) {
    return String.valueOf(
        value(
            switch (database) {
              case DUCKDB ->
                  "SELECT t.comment || ' ' || c.comment || ' ' || i.index_name FROM duckdb_tables()"
                      + " t JOIN duckdb_columns() c USING (table_oid) JOIN duckdb_indexes() i USING"
                      + " (table_oid) WHERE t.table_name = 'other' AND c.column_name = 'note'";
              case POSTGRESQL ->
                  "SELECT obj_description('other'::regclass, 'pg_class') || ' ' ||"
                      + " col_description('other'::regclass, 3) || ' ' || indexname FROM pg_indexes"
                      + " WHERE tablename = 'other' AND indexname = 'by_spend'";
              default ->
                  "SELECT CONCAT(table_comment, ' ', column_comment, ' ', index_name) FROM"
                      + " information_schema.tables JOIN information_schema.columns"
                      + " USING (table_schema, table_name) JOIN information_schema.statistics USING"
                      + " (table_schema, table_name) WHERE table_schema = database() AND table_name"
                      + " = 'other' AND columns.column_name = 'note' AND index_name = 'by_spend'";
            }));
  }

  @Test
  void mariaDbRefusesToLoseForeignKeysAndTriggers() {
    on(Databases.MARIADB);
    run(
        "CREATE TABLE other (cid INTEGER PRIMARY KEY, spend INTEGER); INSERT INTO other SELECT cid,"
            + " spend FROM c; CREATE TABLE child (id INTEGER, FOREIGN KEY (id) REFERENCES other"
            + " (cid)); INSERT INTO child VALUES (7)");

    assertRefused(
        "SELECT * FROM other TO PREDICT other.g USING m",
        "cannot add a column to other without losing its foreign keys");
    run(
        "DROP TABLE child; CREATE TRIGGER seen BEFORE INSERT ON other FOR EACH ROW SET"
            + " NEW.spend = 1");
    assertRefused(
        "SELECT * FROM other TO PREDICT other.g USING m",
        "cannot add a column to other without losing its triggers");
    run("DROP TRIGGER seen; SELECT * FROM other TO PREDICT other.g USING m");
    assertRows("other WHERE g IN (0, 1)", ROWS);
  }

  @Test
  void mariaDbKeepsAKeyOfZeroAndWhatItComputes() {
    on(Databases.MARIADB);
    run(
        "CREATE TABLE other (cid INTEGER AUTO_INCREMENT PRIMARY KEY, spend INTEGER, twice INTEGER"
            + " AS (2 * spend), at TIMESTAMP DEFAULT '2020-01-01' ON UPDATE CURRENT_TIMESTAMP);"
            + " INSERT INTO other (cid, spend) SELECT cid + 1, spend FROM c WHERE cid > 0; UPDATE"
            + " other SET cid = 0, at = '2020-01-01' WHERE cid = 2");
    Object mode = value("SELECT @@sql_mode");

    run("SELECT * FROM other TO PREDICT other.g USING m");

    assertRows("other WHERE cid = 0", 1);
    assertRows("other WHERE twice = 2 * spend AND at = '2020-01-01'", ROWS - 1);
    assertThat(value("SELECT @@sql_mode")).isEqualTo(mode);
  }

  @Test
  void otherDatabasesSayWhatTheyWouldLose() {
    on(Databases.H2);
    run(
        "CREATE TABLE other (cid INTEGER PRIMARY KEY, spend INTEGER DEFAULT 5); INSERT INTO other"
            + " SELECT cid, spend FROM c");

    assertRefused(
        "SELECT * FROM other TO PREDICT other.g USING m",
        "without losing its primary key, its index",
        "its defaults");

    run("SELECT * FROM other TO PREDICT other.g USING m WITH predict.replace = true");
    assertThat(heard.notes()).contains("It lost its primary key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_row", "rowid"})
  void aColumnNamedRowidIsNoNumberOfARow(String name) {
    on(Databases.DUCKDB);
    run("CREATE TABLE other AS SELECT spend, 1 AS " + name + " FROM c");
    String predict = "SELECT * FROM other TO PREDICT other.g USING m";
    if (name.equals("rowid")) {
      assertRefused(predict, "because it has a column named rowid");
    } else {
      run(predict);
      assertRows("other WHERE g IN (0, 1)", ROWS);
    }
  }

  @ParameterizedTest
  @CsvSource({"main.c, c", "memory.main.c, C", "\"C\", main.c", "c, memory.c"})
  void aTableIsItselfUnderEachOfItsNames(String read, String written) {
    on(Databases.DUCKDB);
    run("SELECT * FROM " + read + " TO PREDICT " + written + ".g USING m");
    assertThat(heard.notes()).contains("Column g was added");
    assertRefused("SELECT * FROM " + read + " TO EXPLAIN m INTO " + written, "the query reads");
    assertRefused(
        "SELECT * FROM " + read + " LIMIT 5 TO PREDICT " + written + ".g USING m", "gives 5:");
  }

  @Test
  void aTemporaryTableGetsItsColumnToo() {
    on(Databases.DUCKDB);
    run("CREATE TEMP TABLE other AS SELECT * FROM c");

    run("SELECT * FROM other TO PREDICT other.g USING m");
    assertRefused("SELECT * FROM c TO PREDICT other.g USING m", "other is a temporary table");

    assertRows("temp.other WHERE g IN (0, 1)", ROWS);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL"})
  void addedColumnsBelongToTheUsersTransaction(Databases database) {
    on(database);
    run("BEGIN; SELECT * FROM c TO PREDICT c.g USING m; SELECT * FROM c TO PREDICT p.g USING m");
    run("ROLLBACK");
    assertThat(columns("c")).doesNotContain("g");
    assertThatThrownBy(() -> run("SELECT * FROM p")).isInstanceOf(MagicException.class);
  }
}
