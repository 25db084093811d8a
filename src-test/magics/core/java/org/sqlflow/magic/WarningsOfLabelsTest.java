package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key is no label, and says so. */
class WarningsOfLabelsTest extends CellsTest {
  @BeforeEach
  void make() {
    makePoints();
  }

  @Test
  void aKeyThatGroupsAreComparedWithIsTold() {
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3 COLUMN m1, m2 INTO m");
    heard.outputs.clear();
    run("SELECT * FROM points TO EVALUATE m LABEL point_id");
    assertThat(heard.notes())
        .contains(
            "point_id has 130 values in 130 rows, like a key, so ARI, NMI and accuracy say"
                + " nothing: name a column after LABEL whose values repeat.");

    heard.outputs.clear();
    run("SELECT * FROM points TO EVALUATE m LABEL kind");
    assertThat(heard.notes()).doesNotContain("like a key");
  }

  @Test
  void aGroupThatVanishedIsNotDescribed() {
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3 COLUMN m1, m2 INTO m");
    run("SELECT * FROM points WHERE kind <> 1 TO RETRAIN m WITH n_clusters = 2");

    assertThat(run("DESCRIBE MODEL m").to_dataframe().printAll())
        .contains("group 0: 60; group 2: 30");
  }
}
