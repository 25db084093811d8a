package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class ExplainExamplesTest extends CellsTest {
  @BeforeEach
  void train() {
    makePoints();
    run(
        "CREATE TABLE days AS SELECT *, DATE '2024-01-01' + point_id::INT AS day, TIMESTAMP"
            + " '2024-01-01 10:00:00' AS at, NULL::INT AS nothing FROM points");
    run("SELECT * FROM days TO TRAIN kmeans WITH n_clusters = 3 COLUMN m1, m2 INTO m");
    heard.outputs.clear();
  }

  @Test
  void theyAreTheNearestAndTheMostAmbiguousRowsOfEachGroup() {
    run("SELECT * FROM days TO EXPLAIN m USING examples WITH examples.rows = 3 INTO e");
    run(
        "SELECT * FROM days TO PREDICT o.group_id WITH predict.extra_outputs = [distance, margin]"
            + " USING m");

    for (String way : new String[] {"typical ORDER BY distance", "borderline ORDER BY margin"}) {
      String kind = way.substring(0, way.indexOf(' '));
      assertThat(
              value(
                  "SELECT count(*) FROM e WHERE example = '"
                      + kind
                      + "' AND point_id NOT IN (SELECT point_id FROM (SELECT point_id, rank() OVER"
                      + " (PARTITION BY group_id "
                      + way.substring(way.indexOf(' ') + 1)
                      + ") AS place FROM o) WHERE place <= 3)"))
          .as(kind)
          .isEqualTo(0L);
      assertThat(value("SELECT count(*) FROM e WHERE example = '" + kind + "'")).isEqualTo(9L);
    }
    assertThat(
            value(
                "SELECT count(*) FROM e JOIN days USING (point_id, kind, m1, m2, m3, name, day,"
                    + " \"at\")"))
        .isEqualTo(18L);
  }

  @Test
  void theTableHasTheTypesOfTheQuery() {
    Table examples = run("SELECT * FROM days TO EXPLAIN m USING examples").to_dataframe();

    assertThat(examples.columnNames())
        .startsWith("group_id", "example", "distance", "second_group", "margin", "point_id");
    assertThat(examples.column("point_id").type()).isEqualTo(ColumnType.LONG);
    assertThat(examples.column("m1").type()).isEqualTo(ColumnType.DOUBLE);
    assertThat(examples.column("m3").type()).isEqualTo(ColumnType.BOOLEAN);
    assertThat(examples.column("day").type()).isEqualTo(ColumnType.LOCAL_DATE);
    assertThat(examples.column("at").type()).isEqualTo(ColumnType.LOCAL_DATE_TIME);
    assertThat(examples.column("nothing").countMissing()).isEqualTo(examples.rowCount());
    assertThat(examples.rowCount()).isEqualTo(30);
  }

  @Test
  void aRowOfASmallGroupIsShownOnce() {
    run("INSERT INTO days (point_id, m1, m2) VALUES (500, 300, 300)");
    run("SELECT * FROM days TO TRAIN kmeans WITH n_clusters = 4 COLUMN m1, m2 INTO small");
    run("SELECT * FROM days TO EXPLAIN small USING examples WITH examples.rows = 2 INTO e");

    assertThat(value("SELECT count(*) FROM e WHERE group_id = 3")).isEqualTo(1L);
    assertThat(value("SELECT example FROM e WHERE group_id = 3")).isEqualTo("typical");
    assertThat(value("SELECT count(*) FROM e")).isEqualTo(13L);
    assertThat(value("SELECT count(*) FROM (SELECT DISTINCT group_id, point_id FROM e)"))
        .isEqualTo(13L);
  }

  @Test
  void theOrderOfTheRowsDoesNotMatterAndEqualOnesCountOnce() {
    run("SELECT m1, m2 FROM days ORDER BY point_id TO EXPLAIN m USING examples INTO a");
    run(
        "(SELECT m1, m2 FROM days UNION ALL SELECT m1, m2 FROM days) ORDER BY random() TO EXPLAIN m"
            + " USING examples INTO b");

    assertThat(value("SELECT count(*) FROM (FROM a EXCEPT ALL FROM b)")).isEqualTo(0L);
    assertThat(value("SELECT count(*) FROM b")).isEqualTo(value("SELECT count(*) FROM a"));
  }

  @Test
  void namesStandThereAndColumnsOfTheSameNameKeepApart() {
    run("ALTER MODEL m NAME GROUPS (0 = 'Regulars')");
    Table examples =
        run("SELECT *, 7 AS group_id FROM days TO EXPLAIN m USING examples INTO e").to_dataframe();

    assertThat(examples.getString(0, "group_name")).isEqualTo("Regulars");
    assertThat(examples.columnNames()).contains("group_id of the query");
    // Any report of TO EXPLAIN takes the place of another.
    run("SELECT * FROM days TO EXPLAIN m INTO e");
    run("SELECT * FROM days TO EXPLAIN m USING examples INTO e");
  }

  @Test
  void attributesBelongToOneExplainer() {
    assertThatThrownBy(() -> run("SELECT * FROM days TO EXPLAIN m WITH examples.rows = 2"))
        .hasMessageStartingWith(
            "line 2:38: examples.rows is an attribute of the explainer examples: write USING"
                + " examples, or leave the attribute out");
    assertThatThrownBy(
            () -> run("SELECT * FROM days TO EXPLAIN m USING examples WITH examples.row = 2"))
        .hasMessageStartingWith(
            "line 2:53: unknown attribute examples.row; did you mean examples.rows?");
    assertThatThrownBy(
            () -> run("SELECT * FROM days TO EXPLAIN m USING examples WITH examples.rows = 0"))
        .hasMessageStartingWith("line 2:53: examples.rows must be a whole number from 1 to 1000");
    assertThatThrownBy(() -> run("SELECT * FROM days WHERE m1 > 1e9 TO EXPLAIN m USING examples"))
        .hasMessageContaining("the query returns no rows to explain m with");
  }
}
