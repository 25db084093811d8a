package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** SQLFlow's clustering tutorial: its names and attributes, on days of three made shapes. */
class SqlflowTutorialTest extends CellsTest {
  private static final String HALF_HOURS =
      IntStream.rangeClosed(1, 48).mapToObj(i -> "m" + i).collect(Collectors.joining(","));

  @BeforeEach
  void makeDays() {
    String values =
        IntStream.rangeClosed(1, 48)
            .mapToObj(
                i ->
                    "0.3 * kind + 0.2 * sin(%d * (kind + 1) / 8.0) + 0.01 * (day * %d %% 11) AS m%d"
                        .formatted(i, i + 3, i))
            .collect(Collectors.joining(", "));
    run(
        "CREATE SCHEMA activepower; CREATE TABLE activepower.train AS SELECT '1/' || day AS dates, "
            + values
            + ", kind AS class FROM (SELECT range AS day, CASE WHEN range < 90 THEN 0 WHEN range <"
            + " 150 THEN 1 ELSE 2 END AS kind FROM range(181))");
  }

  @Test
  void theTutorialRunsFromTrainingToTheAverages() {
    run(
        "SELECT * FROM activepower.train\n"
            + "TO TRAIN sqlflow_models.DeepEmbeddingClusterModel\n"
            + "WITH\n  model.n_clusters=3,\n  model.pretrain_epochs=10,\n"
            + "  model.train_max_iters=800,\n  model.train_lr=0.01,\n  model.pretrain_lr=1,\n"
            + "  train.batch_size=256\n"
            + "COLUMN "
            + HALF_HOURS
            + "\nINTO sqlflow_models.my_customized_model;");
    run(
        "SELECT *\nFROM activepower.train\nTO PREDICT activepower.predict.class\n"
            + "USING sqlflow_models.my_customized_model;");

    Table counts =
        run("select class, count(*) as count\nfrom activepower.predict\ngroup by class order by 1;")
            .to_dataframe();
    assertThat(counts.longColumn("count").asList()).containsExactly(90L, 60L, 31L);
    Table averages =
        run("select\nclass\n,avg(m1) as clock0\n,avg(m46) as clock23\nfrom activepower.predict\n"
                + "group by class;")
            .to_dataframe();
    assertThat(averages.rowCount()).isEqualTo(3);
    assertThat(heard.notes()).contains("Pre-training did not converge at model.pretrain_lr = 1");
  }
}
