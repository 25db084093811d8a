package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** Who is in the groups, on each database. (Names in H2 are in capitals.) */
class GroupsOnDatabasesTest extends CellsTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
  void groupsHaveNamesReasonsColumnsAndExamples(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    for (String table : List.of("buyers", "buyers_out", "shown", "sqlflow_models")) {
      run("DROP TABLE IF EXISTS " + table);
    }
    run(
        "CREATE TABLE buyers (id INTEGER, m DOUBLE PRECISION, n DOUBLE PRECISION, vip BOOLEAN, born"
            + " DATE, seen TIMESTAMP, amount DECIMAL(10, 2), town "
            + database.text()
            + ")");
    run(
        IntStream.range(0, 120)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "(%d, %d.%d, %d, %s, DATE '2024-0%d-1%d', TIMESTAMP '2024-01-01 1%d:00:00',"
                            + " %d.25, %s)",
                        i,
                        i % 3,
                        i % 7,
                        i % 2,
                        i % 3 == 0,
                        1 + i % 3,
                        i % 9,
                        i % 5,
                        100 * (i % 3),
                        i % 11 == 0 ? "NULL" : "'O''Brien " + i % 2 + "'"))
            .collect(Collectors.joining(", ", "INSERT INTO buyers VALUES ", "")));
    run("SELECT * FROM buyers TO TRAIN kmeans WITH n_clusters = 3 COLUMN m, n INTO g");
    run("ALTER MODEL g NAME GROUPS (0 = 'It''s \"one\"', 2 = 'Zwölf; DROP TABLE buyers')");
    for (int time = 0; time < 2; time++) {
      run(
          "SELECT * FROM buyers TO PREDICT buyers_out.group_id WITH predict.names = true,"
              + " predict.extra_outputs = [second_group, margin, anomaly, reason],"
              + " predict.anomaly_threshold = 0.9 USING g");
    }
    Table out = run("SELECT * FROM buyers_out WHERE group_id = 0").to_dataframe();
    assertThat(out.stringColumn("group_name").unique().asList()).containsExactly("It's \"one\"");
    assertThat(out.stringColumn("reason").asList())
        .allMatch(reason -> reason.startsWith("n 0: It's \"one\" (0) has 0, "));
    assertThat(out.column("is_anomaly").countMissing()).isZero();
    assertThat(count("SELECT count(*) FROM buyers_out WHERE is_anomaly AND anomaly < 0.9"))
        .isZero();

    run("SELECT * FROM buyers TO PREDICT buyers.g WITH predict.anomaly_threshold = 0.9 USING g");
    run("SELECT * FROM buyers TO PREDICT buyers.g WITH predict.anomaly_threshold = 0.8 USING g");
    assertThat(count("SELECT count(*) FROM buyers WHERE is_anomaly")).isBetween(12L, 40L);

    Table shown =
        run("SELECT * FROM buyers TO EXPLAIN g COLUMN vip, born, seen, amount, town INTO shown")
            .to_dataframe();
    assertThat(shown.stringColumn("category").unique().asList())
        .contains("true", "false", "O'Brien 1");
    assertThat(shown.where(shown.stringColumn("column").isEqualTo("born")).stringColumn("shown"))
        .anyMatch(text -> text.startsWith("2024-0"));
    assertThat(shown.where(shown.stringColumn("column").isEqualTo("seen")).stringColumn("shown"))
        .anyMatch(text -> text.startsWith("2024-01-01 1"));

    Table examples =
        run("SELECT id, m, n, vip, born, town FROM buyers TO EXPLAIN g USING examples WITH"
                + " examples.rows = 2 INTO shown")
            .to_dataframe();
    assertThat(examples.column("born").type()).isEqualTo(ColumnType.LOCAL_DATE);
    assertThat(examples.column("vip").type()).isEqualTo(ColumnType.BOOLEAN);
    assertThat(count("SELECT count(*) FROM shown")).isEqualTo(12L);
  }

  private long count(String sql) {
    return ((Number) value(sql)).longValue();
  }
}
