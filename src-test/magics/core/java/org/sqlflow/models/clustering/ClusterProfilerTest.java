package org.sqlflow.models.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.ClusterProfile;
import org.sqlflow.models.ClusterProfile.Group;
import org.sqlflow.models.ClusterProfile.GroupMean;
import org.sqlflow.models.CreditCards;
import org.sqlflow.models.Iris;

class ClusterProfilerTest {
  /**
   * pandas: {@code m = d.groupby("label").mean(); (m - d.mean()) / d.std(ddof=0)}, for setosa and
   * virginica.
   */
  @Test
  void pandasGivesTheSameMeansOfIris() {
    ClusterProfile profile = irisProfile();
    Group setosa = profile.groups().get(0);
    assertThat(setosa.size()).isEqualTo(50);
    assertThat(setosa.share()).isCloseTo(1.0 / 3, within(1e-12));
    assertMeans(setosa, 5.006, 3.428, 1.462, 0.246);
    assertDeviations(setosa, -1.014579, 0.853263, -1.304987, -1.254893);
    assertDeviations(profile.groups().get(2), 0.902297, -0.191831, 1.019663, 1.088159);
    assertThat(profile.features().get(0).mean()).isCloseTo(5.843333, within(1e-6));
  }

  @Test
  void whatSetsAFlowerApartIsSaidInWords() {
    assertThat(irisProfile().groups().stream().map(Group::apart))
        .containsExactly(
            "petal_length far below average (1.5 against 3.8), petal_width far below (0.25 against"
                + " 1.20), sepal_length far below (5.01 against 5.84), sepal_width far above (3.43"
                + " against 3.06)",
            "sepal_width below average (2.77 against 3.06), petal_length slightly above (4.26"
                + " against 3.76)",
            "petal_width far above average (2.03 against 1.20), petal_length far above (5.6 against"
                + " 3.8), sepal_length far above (6.59 against 5.84)");
  }

  @Test
  void whatSetsHoldersOfCreditCardsApartIsSaidInWords() {
    CreditCards cards = CreditCards.read();
    ClusterProfiler profiler = new ClusterProfiler(cards.features(), 3);
    profiler.add(cards.rows(), cards.columns(), cards.groups());
    assertThat(profiler.profile().groups().stream().map(Group::apart))
        .containsExactly(
            "cash_advance far above average (3,350 against 979), cash_advance_frequency far above"
                + " (0.36 against 0.14), cash_advance_trx far above (9.7 against 3.2), balance"
                + " above (3,119 against 1,564)",
            "oneoff_purchases_frequency far above average (0.49 against 0.20), purchases far above"
                + " (3,026 against 1,003), purchases_trx far above (37 against 15),"
                + " purchases_frequency far above (0.83 against 0.49), installments_purchases far"
                + " above (1,139 against 411)",
            "cash_advance slightly below average (141 against 979), balance slightly below (814"
                + " against 1,564), payments slightly below (717 against 1,733)");
  }

  /** pandas skips missing values too: {@code c.minimum_payments.mean()} is 864.206542. */
  @Test
  void aMissingValueIsSkippedInItsFeatureAlone() {
    CreditCards cards = CreditCards.read();
    ClusterProfiler profiler = new ClusterProfiler(cards.features(), 3);
    profiler.add(cards.rows(), cards.columns(), cards.groups());
    ClusterProfile profile = profiler.profile();
    int payments = cards.features().indexOf("minimum_payments");
    assertThat(profile.rows()).isEqualTo(8950);
    assertThat(profile.features().get(payments).values()).isEqualTo(8950 - 313);
    assertThat(profile.features().get(payments).mean()).isCloseTo(864.206542, within(1e-6));
    assertThat(profile.groups().get(0).means().get(payments).mean())
        .isCloseTo(1311.583109, within(1e-6));
  }

  @Test
  void blocksGiveWhatOneBlockGives() {
    CreditCards cards = CreditCards.read();
    ClusterProfiler whole = new ClusterProfiler(cards.features(), 3);
    whole.add(cards.rows(), cards.columns(), cards.groups());
    ClusterProfiler parts = new ClusterProfiler(cards.features(), 3);
    for (int from = 0; from < cards.rows(); from += 1000) {
      int start = from;
      int end = Math.min(cards.rows(), from + 1000);
      double[][] block =
          Arrays.stream(cards.columns())
              .map(column -> Arrays.copyOf(Arrays.copyOfRange(column, start, end), 1000))
              .toArray(double[][]::new);
      parts.add(end - from, block, Arrays.copyOfRange(cards.groups(), from, end));
    }
    assertThat(parts.profile()).isEqualTo(whole.profile());
  }

  @Test
  void smallDifferencesOfLargeValuesSurvive() {
    double[] times = {1e15 + 1, 1e15 + 2, 1e15 + 5, 1e15 + 6};
    ClusterProfile profile = profile(List.of("time"), new double[][] {times}, 0, 0, 1, 1);
    assertThat(profile.features().get(0).deviation()).isCloseTo(Math.sqrt(4.25), within(1e-9));
    assertDeviations(profile.groups().get(0), -2 / Math.sqrt(4.25));
  }

  @Test
  void aFeatureThatNeverVariesSetsNobodyApart() {
    ClusterProfile profile = profile(List.of("c"), new double[][] {{.1, .1, .1}}, 0, 1, 1);
    assertDeviations(profile.groups().get(0), 0);
    assertThat(profile.groups().get(0).apart()).isEqualTo("close to the average in every feature");
  }

  @Test
  void anEmptyGroupHasNoMeans() {
    ClusterProfile profile = profile(List.of("c"), new double[][] {{1, 2}}, 0, 2);
    Group empty = profile.groups().get(1);
    assertThat(empty.size()).isZero();
    assertThat(empty.share()).isZero();
    assertThat(empty.means().get(0).mean()).isNaN();
    assertThat(empty.means().get(0).deviations()).isNaN();
    assertThat(empty.apart()).isEqualTo("no rows");
  }

  @Test
  void aGroupWithoutValuesInAFeatureSaysNothingOfIt() {
    double[][] columns = {{Double.NaN, Double.NEGATIVE_INFINITY, 3, 5}, {1, 1, 9, 9}};
    ClusterProfile profile = profile(List.of("a", "b"), columns, 0, 0, 1, 1);
    assertThat(profile.groups().get(0).means().get(0).mean()).isNaN();
    assertThat(profile.groups().get(0).apart()).isEqualTo("b far below average (1.0 against 5.0)");
    assertThat(profile.features().get(0).mean()).isEqualTo(4);
  }

  @Test
  void aFeatureWithoutAnyValueHasNoMean() {
    ClusterProfile profile = profile(List.of("a"), new double[][] {{Double.NaN}}, 0);
    assertThat(profile.features().get(0).mean()).isNaN();
    assertThat(profile.groups().get(0).apart()).isEqualTo("close to the average in every feature");
  }

  @Test
  void rowsWithoutAGroupAreLeftOut() {
    ClusterProfile profile = profile(List.of("a"), new double[][] {{1, 100, 3}}, 0, -1, 1);
    assertThat(profile.rows()).isEqualTo(2);
    assertThat(profile.features().get(0).mean()).isEqualTo(2);
  }

  @Test
  void noRowsGiveAProfileOfEmptyGroups() {
    ClusterProfile profile = new ClusterProfiler(List.of("a"), 2).profile();
    assertThat(profile.rows()).isZero();
    assertThat(profile.groups()).hasSize(2).allMatch(group -> group.share() == 0);
  }

  @Test
  void aBlockOfOtherWidthIsRefused() {
    ClusterProfiler profiler = new ClusterProfiler(List.of("a"), 2);
    assertThatThrownBy(() -> profiler.add(1, new double[2][1], new int[1]))
        .hasMessage("2 columns for 1 features");
  }

  private static ClusterProfile irisProfile() {
    double[][] columns = new double[4][150];
    for (int row = 0; row < 150; row++) {
      for (int c = 0; c < 4; c++) {
        columns[c][row] = Iris.raw().at(row, c);
      }
    }
    return profile(Iris.FEATURES, columns, Iris.species());
  }

  private static ClusterProfile profile(List<String> names, double[][] columns, int... groups) {
    ClusterProfiler profiler =
        new ClusterProfiler(names, Arrays.stream(groups).max().orElse(0) + 1);
    profiler.add(groups.length, columns, groups);
    return profiler.profile();
  }

  private static void assertMeans(Group group, double... expected) {
    assertThat(group.means().stream().mapToDouble(GroupMean::mean).toArray())
        .containsExactly(expected, within(1e-6));
  }

  private static void assertDeviations(Group group, double... expected) {
    assertThat(group.means().stream().mapToDouble(GroupMean::deviations).toArray())
        .containsExactly(expected, within(1e-6));
  }
}
