package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KMeansCellsTest extends CellsTest {
  private static final String TRAIN =
      """
      SELECT * FROM points TO TRAIN KMeans
      WITH center_count = 3 COLUMN m1, m2, m3 INTO plain
      """;

  @Test
  void plainKMeansTrainsAndPredictsLikeAnyModel() {
    makePoints();
    run(TRAIN);

    run(
        """
        SELECT * FROM points TO PREDICT p.g
        WITH predict.extra_outputs = [distance, confidence] USING plain
        """);

    assertThat(value("SELECT string_agg(n, ' ') FROM (SELECT count(*) n FROM p GROUP BY g)"))
        .asString()
        .contains("60", "40", "30");
    assertThat(run("SELECT * FROM p").to_dataframe().columnNames())
        .endsWith("name", "g", "distance", "confidence");
    assertThat(value("SELECT count(*) FROM p WHERE distance < 0 OR confidence < 1 / 3"))
        .isEqualTo(0L);
    assertThat(heard.notes()).contains("plain (kmeans) is trained").contains("silhouette");
  }

  @Test
  void usingIsRefused() {
    makePoints();
    run(TRAIN);

    assertThatThrownBy(() -> run(TRAIN.replace("INTO", "USING plain INTO")))
        .hasMessageContaining("leave out USING");
  }

  @Test
  void attributesOfAnotherPlatformAreUnknown() {
    makePoints();

    assertThatThrownBy(() -> run(TRAIN.replace("= 3", "= 3, excluded_columns = kind")))
        .hasMessageContaining("excluded_columns");
  }
}
