package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.CreditCards;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Stop;

/**
 * The expected scores are scikit-learn 1.2.1's (accuracy: and SciPy's), made by
 *
 * <pre>
 * d = pandas.read_csv("iris.csv"); y = d.label
 * c = pandas.read_csv("credit_card_customers.csv.gz").dropna()
 * g = where(c.cash_advance > 1000, 0, where(c.purchases > 1000, 1, 2))
 * for a, b in (y, minimum(4, d.petal_length.astype(int))), (y, arange(150) % 4), (c.tenure, g):
 *     w = contingency_matrix(a, b); i, j = linear_sum_assignment(-w)
 *     adjusted_rand_score(a, b), normalized_mutual_info_score(a, b), w[i, j].sum() / len(a)
 * </pre>
 */
class LabelAgreementTest {
  @Test
  void scikitLearnGivesTheSameOnIrisByLengthOfPetals() {
    int[] petals =
        IntStream.range(0, 150).map(row -> Math.min(4, (int) Iris.raw().at(row, 2))).toArray();
    Contingency table = Contingency.of(petals, Iris.species());
    assertThat(rand(table)).isCloseTo(0.5637661201298102, within(1e-12));
    assertThat(information(table)).isCloseTo(0.7038049920406222, within(1e-12));
    assertThat(accuracy(table)).isCloseTo(0.74, within(1e-12));
  }

  @Test
  void scikitLearnGivesTheSameOnGroupsWithoutSense() {
    int[] nonsense = IntStream.range(0, 150).map(row -> row % 4).toArray();
    Contingency table = Contingency.of(nonsense, Iris.species());
    assertThat(rand(table)).isCloseTo(-0.015791319430802385, within(1e-12));
    assertThat(information(table)).isCloseTo(0.0005725345006061592, within(1e-12));
    assertThat(accuracy(table)).isCloseTo(0.26, within(1e-12));
  }

  @Test
  void scikitLearnGivesTheSameOnCreditCardsByTenure() {
    CreditCards cards = CreditCards.complete();
    Contingency table = Contingency.of(cards.groups(), cards.tenure());
    assertThat(rand(table)).isCloseTo(-0.002346394426950746, within(1e-12));
    assertThat(information(table)).isCloseTo(0.01156076703153977, within(1e-12));
    assertThat(accuracy(table)).isCloseTo(0.444187123668365, within(1e-12));
  }

  @Test
  void groupsThatAreTheLabelsByOtherNumbersAgree() {
    int[] renamed = IntStream.of(Iris.species()).map(species -> 7 - 2 * species).toArray();
    Contingency table = Contingency.of(renamed, Iris.species());
    assertThat(rand(table)).isEqualTo(1);
    assertThat(information(table)).isCloseTo(1, within(1e-12));
    assertThat(accuracy(table)).isEqualTo(1);
  }

  @Test
  void groupsAcrossTheLabelsAgreeLessThanByChance() {
    Contingency table = Contingency.of(new int[] {0, 1, 0, 1}, new int[] {0, 0, 1, 1});
    assertThat(rand(table)).isCloseTo(-0.5, within(1e-12));
    assertThat(information(table)).isZero();
    assertThat(accuracy(table)).isEqualTo(0.5);
  }

  @Test
  void oneGroupTellsNothingOfLabels() {
    Contingency table = Contingency.of(new int[4], new int[] {0, 0, 1, 1});
    assertThat(rand(table)).isZero();
    assertThat(information(table)).isZero();
    assertThat(accuracy(table)).isEqualTo(0.5);
  }

  @Test
  void oneGroupAndOneLabelAgree() {
    Contingency table = Contingency.of(new int[4], new int[4]);
    assertThat(rand(table)).isEqualTo(1);
    assertThat(information(table)).isEqualTo(1);
    assertThat(accuracy(table)).isEqualTo(1);
  }

  @Test
  void moreGroupsThanLabelsLeaveSomeWithout() {
    Contingency table = Contingency.of(new int[] {0, 0, 1, 2, 2, 2}, new int[] {0, 0, 0, 1, 1, 1});
    assertThat(accuracy(table)).isCloseTo(5.0 / 6, within(1e-12));
  }

  @Test
  void theBestMatchingIsNotTheGreedyOne() {
    int[] groups = {0, 0, 0, 0, 0, 1, 1, 1, 1};
    int[] labels = {0, 0, 0, 1, 1, 0, 0, 0, 0};
    assertThat(accuracy(Contingency.of(groups, labels))).isCloseTo(6.0 / 9, within(1e-12));
    assertThat(BestMatching.of(new long[][] {{10, 9}, {9, 1}}, CancellationCheck.NONE))
        .containsExactly(1, 0);
  }

  @Test
  void rowsWithoutALabelAreLeftOut() {
    Contingency table = Contingency.of(new int[] {0, 1, 0, 1, 1}, new int[] {5, -1, 5, 9, 9});
    assertThat(table.rows()).isEqualTo(4);
    assertThat(rand(table)).isEqualTo(1);
  }

  @Test
  void noLabelledRowHasNoScore() {
    Contingency table = Contingency.of(new int[] {0, 1}, new int[] {-1, -1});
    assertThat(LabelAgreement.adjustedRand(table)).isEmpty();
    assertThat(LabelAgreement.normalizedMutualInformation(table)).isEmpty();
    assertThat(LabelAgreement.accuracy(table, CancellationCheck.NONE)).isEmpty();
  }

  @Test
  void aKeyAsLabelIsNotMatchedWithThousandsOfGroups() {
    int[] each = IntStream.range(0, 1001).toArray();
    Contingency table = Contingency.of(each, each);
    assertThat(LabelAgreement.accuracy(table, CancellationCheck.NONE)).isEmpty();
    assertThat(rand(table)).isEqualTo(1);
  }

  @Test
  void noPermutationBeatsTheBestMatching() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      int rows = 1 + random.nextInt(5);
      int columns = rows + random.nextInt(3);
      int most = trial % 2 == 0 ? 4 : 1000;
      long[][] gains = new long[rows][columns];
      for (long[] row : gains) {
        java.util.Arrays.setAll(row, column -> random.nextInt(most));
      }
      int[] matched = BestMatching.of(gains, CancellationCheck.NONE);
      assertThat(matched).doesNotHaveDuplicates();
      long sum = IntStream.range(0, rows).mapToLong(row -> gains[row][matched[row]]).sum();
      assertThat(sum).isEqualTo(mostByTrying(gains, 0, new boolean[columns]));
    }
  }

  @Test
  void matchingStopsWhenAsked() {
    Contingency table = Contingency.of(new int[] {0, 1}, new int[] {0, 1});
    assertThatThrownBy(() -> LabelAgreement.accuracy(table, new Stop()))
        .isInstanceOf(CancellationException.class);
  }

  private static long mostByTrying(long[][] gains, int row, boolean[] taken) {
    long most = row == gains.length ? 0 : Long.MIN_VALUE;
    for (int column = 0; row < gains.length && column < taken.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        most = Math.max(most, gains[row][column] + mostByTrying(gains, row + 1, taken));
        taken[column] = false;
      }
    }
    return most;
  }

  private static double rand(Contingency table) {
    return LabelAgreement.adjustedRand(table).orElseThrow();
  }

  private static double information(Contingency table) {
    return LabelAgreement.normalizedMutualInformation(table).orElseThrow();
  }

  private static double accuracy(Contingency table) {
    return LabelAgreement.accuracy(table, CancellationCheck.NONE).orElseThrow();
  }
}
