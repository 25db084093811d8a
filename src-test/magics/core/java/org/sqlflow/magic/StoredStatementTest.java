package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept and shown of the environment's values that a cell inserts. */
class StoredStatementTest {
  private static final String VALUE = "hush-hush";

  private final SqlflowMagic magic =
      new SqlflowMagic(
          Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:", "TOKEN", VALUE, "ROWS", "20"),
          Path.of(""));

  @AfterEach
  void close() {
    magic.close();
  }

  @Test
  void aStatementIsStoredWithTheNameOfAVariableAndNotItsValue() {
    String train =
        "-- rows of ${TOKEN}\n"
            + "SELECT range AS a, range % 3 AS b FROM range(${ROWS}) WHERE '${TOKEN}' <> ''\n"
            + "TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN a, b INTO m";
    ChildJvm.run(magic, "SELECT 1;\n" + train + ";\nSELECT '${TOKEN}'");

    assertThat(shown("SHOW TRAIN m")).isEqualTo(train);
    assertThat(ChildJvm.run(magic, "SELECT history FROM sqlflow_models").to_dataframe().toString())
        .doesNotContain(VALUE);
    ChildJvm.run(magic, shown("SHOW TRAIN m")); // it can be run again
  }

  @Test
  void aComparisonWithAPasswordIsStoredAsItIs() {
    String train =
        "SELECT * FROM (SELECT range AS a, range % 3 AS b, true AS has_password FROM range(20))"
            + " WHERE has_password = true TO TRAIN kmeans WITH model.n_clusters = 3"
            + " COLUMN a, b INTO m";
    ChildJvm.run(magic, train);

    assertThat(shown("SHOW TRAIN m")).isEqualTo(train);
  }

  @Test
  void theDatabasesErrorsShowTheNameToo() {
    assertThatThrownBy(() -> ChildJvm.run(magic, "SELECT '${TOKEN}'::INTEGER"))
        .hasMessageNotContaining(VALUE)
        .hasMessageContaining("${TOKEN}");
    assertThatThrownBy(
            () -> ChildJvm.run(magic, "SELECT '${TOKEN}'::INTEGER AS a TO TRAIN kmeans INTO m"))
        .hasMessageNotContaining(VALUE);
  }

  private String shown(String statement) {
    return ChildJvm.run(magic, statement).to_dataframe().stringColumn(1).get(0);
  }
}
