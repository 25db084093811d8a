package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContingencyTest {
  @Test
  void pairsByHand() {
    int[] groups = {2, -1, 2, 0, 2, 0, 5};
    int[] labels = {7, 1, 7, 1, 1, -1, -2};
    Contingency table = Contingency.of(groups, labels);
    assertThat(table.pairGroups()).containsExactly(0, 1, 2, 2);
    assertThat(table.pairLabels()).containsExactly(0, 0, 0, 1);
    assertThat(table.pairCounts()).containsExactly(1, 1, 1, 2);
    assertThat(table.groupSizes()).containsExactly(1, 1, 3);
    assertThat(table.labelSizes()).containsExactly(3, 2);
    assertThat(table.rows()).isEqualTo(5);
  }

  @Test
  void numbersFarApartGiveTheSameTable() {
    Random random = new Random(1);
    int[] groups = random.ints(500, -1, 6).toArray();
    int[] labels = random.ints(500, -1, 4).toArray();
    int[] farGroups = IntStream.of(groups).map(group -> group * 300_000_000).toArray();
    int[] farLabels = IntStream.of(labels).map(label -> label * 500_000_000).toArray();
    assertThat(Contingency.of(farGroups, farLabels))
        .usingRecursiveComparison()
        .isEqualTo(Contingency.of(groups, labels));
  }

  @Test
  void withoutLabelsThereAreNoPairs() {
    Contingency table = Contingency.of(new int[] {0, 1}, new int[] {-1, -1});
    assertThat(table.rows()).isZero();
    assertThat(table.pairCounts()).isEmpty();
    assertThat(table.groupSizes()).isEmpty();
  }
}
