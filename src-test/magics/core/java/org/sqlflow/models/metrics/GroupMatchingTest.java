package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.metrics.GroupMatching.Fate;
import org.sqlflow.models.metrics.GroupMatching.Kind;

class GroupMatchingTest {
  private static GroupMatching matching(long[]... counts) {
    boolean[] there = new boolean[counts.length];
    Arrays.fill(there, true);
    return GroupMatching.of(counts, there, CancellationCheck.NONE);
  }

  private static List<Kind> kinds(GroupMatching matching) {
    return matching.fates().stream().map(Fate::kind).toList();
  }

  @Test
  void groupsInAnotherOrderKeepTheirNumbers() {
    GroupMatching found =
        matching(new long[] {0, 0, 90}, new long[] {80, 5, 0}, new long[] {0, 70, 10});

    assertThat(found.numbers()).containsExactly(1, 2, 0);
    assertThat(kinds(found)).containsExactly(Kind.SAME, Kind.SAME, Kind.SAME);
    assertThat(found.appeared()).isEmpty();
    assertThat(found.rows()).isEqualTo(255);
    assertThat(found.moved()).isEqualTo(15);
    assertThat(found.byNumber()[1]).containsExactly(0, 80, 5);
    assertThat(found.fates().get(2)).isEqualTo(new Fate(2, Kind.SAME, List.of(2, 0), 0.875));
  }

  /** Greedily the largest cell would come first: 60 and then 0. */
  @Test
  void asManyRowsAsPossibleAreInMatchedGroups() {
    GroupMatching found = matching(new long[] {60, 50}, new long[] {50, 0});

    assertThat(found.numbers()).containsExactly(1, 0);
    assertThat(found.moved()).isEqualTo(60);
  }

  @Test
  void aGroupThatSplitsKeepsItsNumberInTheLargerPart() {
    GroupMatching found = matching(new long[] {100, 0, 0}, new long[] {0, 40, 60});

    assertThat(found.numbers()).containsExactly(0, 2, 1);
    assertThat(kinds(found)).containsExactly(Kind.SAME, Kind.SPLIT);
    assertThat(found.fates().get(1).into()).containsExactly(1, 2);
    assertThat(found.appeared()).isEmpty();
  }

  @Test
  void groupsThatMergeHaveTheNumberOfTheLargerAndTheOtherIsNotGivenAgain() {
    GroupMatching found =
        matching(new long[] {0, 100, 0}, new long[] {90, 0, 0}, new long[] {0, 70, 0});

    assertThat(found.numbers()[1]).isZero();
    assertThat(found.numbers()[0]).isEqualTo(1);
    assertThat(kinds(found)).containsExactly(Kind.MERGED, Kind.SAME, Kind.MERGED);
    assertThat(found.fates().get(2).into()).containsExactly(0);
    assertThat(found.appeared()).as("of no rows").isEmpty();
  }

  @Test
  void aGroupWhoseRowsSpreadVanishesAndANewOneHasANewNumber() {
    GroupMatching found =
        matching(
            new long[] {200, 0, 0, 30},
            new long[] {0, 200, 0, 30},
            new long[] {0, 0, 200, 30},
            new long[] {25, 25, 25, 5});

    assertThat(found.numbers()).containsExactly(0, 1, 2, 4);
    assertThat(kinds(found)).containsExactly(Kind.SAME, Kind.SAME, Kind.SAME, Kind.VANISHED);
    assertThat(found.appeared()).containsExactly(4);
  }

  @Test
  void ofAGroupWithoutRowsNothingIsSaidAndItsNumberIsKept() {
    GroupMatching found = matching(new long[] {50, 0}, new long[] {0, 0}, new long[] {0, 50});

    assertThat(found.numbers()).containsExactly(0, 2);
    assertThat(kinds(found)).containsExactly(Kind.SAME, Kind.UNSEEN, Kind.SAME);
  }

  /** The number 1 is that of a group which vanished earlier: nothing is matched with it. */
  @Test
  void aNumberThatIsNoGroupHasNoFateAndStaysFree() {
    GroupMatching found =
        GroupMatching.of(
            new long[][] {{50, 0, 10}, {0, 0, 0}, {0, 50, 10}},
            new boolean[] {true, false, true},
            CancellationCheck.NONE);

    assertThat(found.numbers()).containsExactly(0, 2, 3);
    assertThat(found.fates()).extracting(Fate::number).containsExactly(0, 2);
    assertThat(found.appeared()).containsExactly(3);
  }

  @Test
  void withoutRowsCentresThatAreNearAreMatched() {
    GroupMatching found =
        GroupMatching.ofDistances(
            new double[][] {{3, 0.1, 2}, {0.2, 4, 3}},
            new boolean[] {true, true},
            CancellationCheck.NONE);

    assertThat(found.numbers()).containsExactly(1, 0, 2);
    assertThat(kinds(found)).containsExactly(Kind.SAME, Kind.SAME);
    assertThat(found.appeared()).containsExactly(2);
    assertThat(found.rows()).isZero();
  }

  @Test
  void centresThatAreFarAreOfOtherGroups() {
    GroupMatching found =
        GroupMatching.ofDistances(
            new double[][] {{0.1, 3}, {3, 0.8}},
            new boolean[] {true, true},
            CancellationCheck.NONE);

    assertThat(found.numbers()).containsExactly(0, 2);
    assertThat(kinds(found)).containsExactly(Kind.SAME, Kind.VANISHED);
  }
}
