package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDrawTest {
  /** Draws from rows 0, 1, 2, … in blocks. */
  private static List<Integer> drawn(int wanted, int rows, int block, long seed) {
    RowDraw draw = new RowDraw(wanted, rows, seed);
    List<Integer> all = new ArrayList<>();
    for (int from = 0; from < rows; from += block) {
      int count = Math.min(block, rows - from);
      for (int place : draw.next(count)) {
        all.add(from + place);
      }
    }
    return all;
  }

  @Test
  void asManyRowsAreSampledAsAreWantedEachOnceAndInTheirOrder() {
    for (int wanted : new int[] {1, 7, 99, 100}) {
      assertThat(drawn(wanted, 100, 8, 3)).hasSize(wanted).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void theSampleDependsOnTheSeedAndNotOnTheBatches() {
    assertThat(drawn(10, 1000, 64, 1)).isEqualTo(drawn(10, 1000, 1000, 1));
    assertThat(drawn(10, 1000, 64, 1)).isNotEqualTo(drawn(10, 1000, 64, 2));
  }

  @Test
  void eachRowHasTheSameChance() {
    int[] times = new int[10];
    for (int seed = 0; seed < 20_000; seed++) {
      drawn(3, 10, 4, seed).forEach(row -> times[row]++);
    }
    for (int count : times) {
      // Three in ten; one deviation is 65.
      assertThat(count).isCloseTo(6000, within(350));
    }
  }

  @Test
  void moreRowsThanWereCountedAreLeftOut() {
    RowDraw draw = new RowDraw(2, 4, 5);

    assertThat(draw.next(9)).hasSize(2);
    assertThat(draw.next(9)).isEmpty();
  }

  @Test
  void whereAllRowsAreWantedMoreThanWereCountedAreTakenToo() {
    assertThat(new RowDraw(4, 4, 5).next(6)).containsExactly(0, 1, 2, 3, 4, 5);
  }
}
