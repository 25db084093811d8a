package org.sqlflow.report.tables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sqlflow.models.clusters.GroupNames;
import tech.tablesaw.api.Table;

class FlowTableTest {
  @Test
  void aFewRowsThatMoveAreNotNone() {
    long[][] counts = {{2_452, 7}, {1, 9_999}, {50, 50}};

    Table table =
        new FlowTable("m@1", "m", counts, GroupNames.NONE, GroupNames.NONE).output().table();

    assertThat(table.stringColumn("group 0").asList())
        .containsExactly("2,452 (99.7 %)", "1 (under 0.1 %)", "50 (50 %)");
    assertThat(table.stringColumn("group 1").asList())
        .containsExactly("7 (0.3 %)", "9,999 (over 99.9 %)", "50 (50 %)");
  }
}
