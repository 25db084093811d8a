package org.sqlflow.models.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.CreditCards;
import org.sqlflow.models.Iris;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.models.clusters.ClusterProfile.Kind;

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

  /** Of i % 3 * 1e9 + i % 5 for i below 400; Python sums 268, 267 and 265 of i % 5. */
  @Test
  void aGroupOfSmallValuesBesideHugeOnesHasItsOwnMean() {
    double[] revenue = new double[400];
    int[] groups = new int[400];
    for (int i = 0; i < 400; i++) {
      revenue[i] = i % 3 * 1e9 + i % 5;
      groups[i] = i % 3;
    }
    ClusterProfile profile = profile(List.of("revenue"), new double[][] {revenue}, groups);
    assertThat(profile.groups().stream().map(group -> group.means().get(0).mean()))
        .containsExactly(2.0, 1e9 + 267 / 133.0, 2e9 + 265 / 133.0);
    assertThat(profile.groups().get(0).apart())
        .isEqualTo("revenue far below average (2 against 997,500,002)");
  }

  @Test
  void aSentinelLeavesTheOthersTheirMean() {
    double[] spend = {3, 97, Long.MAX_VALUE, 0.5};
    ClusterProfile profile = profile(List.of("spend"), new double[][] {spend}, 0, 0, 1, 0);
    assertThat(profile.groups().get(0).means().get(0).mean()).isEqualTo(33.5);
    assertThat(profile.groups().get(1).means().get(0).mean()).isEqualTo(0x1p63);
    assertThat(profile.groups().get(1).apart())
        .isEqualTo("spend far above average (9.2e18 against 2.3e18)");
  }

  @Test
  void theLargestDoublesHaveMeansToo() {
    double[] values = {Double.MAX_VALUE, Double.MAX_VALUE, 1, 3};
    ClusterProfile profile = profile(List.of("v"), new double[][] {values}, 0, 0, 1, 1);
    assertThat(profile.groups().get(0).means().get(0).mean()).isEqualTo(Double.MAX_VALUE);
    assertThat(profile.groups().get(1).means().get(0).mean()).isEqualTo(2);
    assertDeviations(profile.groups().get(1), -1);
  }

  private static ClusterProfiler encoded(Feature feature, RowBatch batch, int... groups) {
    FeatureEncoding encoding = new FeatureEncoding(Scale.STANDARD, OnNull.MEAN, List.of(feature));
    ClusterProfiler profiler =
        new ClusterProfiler(encoding, Arrays.stream(groups).max().orElse(0) + 1);
    profiler.add(encoding.encode(batch, 0, batch.rows()).matrix(), groups);
    profiler.addMeasures(encoding, batch, 0, batch.rows(), groups);
    return profiler;
  }

  private static RowBatch numbers(String name, double... values) {
    return new RowBatch(values.length, List.of(name), List.of(new ColumnVector.Doubles(values)));
  }

  /** A group's logarithms are ln 11 twice, and ln 101 twice; both means of all, and inverse. */
  @Test
  void logarithmsAreComparedAsSuchAndShownAsTypicalValues() {
    ClusterProfile profile =
        encoded(
                new NumericFeature("spend", true, 0, 5, 3),
                numbers("spend", 10, 10, 100, 100, Double.NaN),
                0,
                0,
                1,
                1,
                1)
            .profile();
    ClusterProfile.Feature all = profile.features().get(0);
    assertThat(all.name()).isEqualTo("LOG(spend)");
    assertThat(all.kind()).isEqualTo(Kind.LOG);
    assertThat(all.values()).isEqualTo(4);
    assertThat(all.mean()).isCloseTo(Math.sqrt(11 * 101) - 1, within(1e-12));
    assertThat(all.deviation()).isCloseTo(Math.log(101.0 / 11) / 2, within(1e-12));
    assertThat(profile.groups().get(0).means().get(0).mean()).isCloseTo(10, within(1e-12));
    assertThat(profile.groups().get(1).size()).isEqualTo(3);
    assertDeviations(profile.groups().get(0), -1);
    assertDeviations(profile.groups().get(1), 1);
    assertThat(profile.groups().stream().map(Group::apart))
        .containsExactly(
            "LOG(spend) far below average (10 against 32)",
            "LOG(spend) far above average (100 against 32)");
  }

  @Test
  void lossesAreTypicalValuesBelowZero() {
    ClusterProfile profile =
        encoded(new NumericFeature("p", true, 0, 0, 1), numbers("p", -7, -7, 7), 0, 0, 1).profile();
    assertThat(profile.groups().get(0).means().get(0).mean()).isCloseTo(-7, within(1e-12));
    assertThat(profile.features().get(0).mean()).isCloseTo(-1, within(1e-12));
  }

  @Test
  void categoriesAreSharesOfRows() {
    ClusterProfile profile =
        encoded(
                new BucketFeature("age", false, List.of(18.0), 0),
                numbers("age", 3, 20, 30, 40),
                0,
                0,
                1,
                1)
            .profile();
    assertThat(profile.features())
        .containsExactly(
            new ClusterProfile.Feature("age<18", 4, 0.25, Math.sqrt(3) / 4, Kind.SHARE),
            new ClusterProfile.Feature("18<=age", 4, 0.75, Math.sqrt(3) / 4, Kind.SHARE));
    assertThat(profile.groups().get(0).means().get(0).mean()).isEqualTo(0.5);
    assertThat(profile.groups().get(0).apart())
        .isEqualTo("age<18 above average (50 % against 25 %), 18<=age below (50 % against 75 %)");
  }

  @ParameterizedTest
  @CsvSource({
    "built, 1950, 2024, CODE",
    "spend, 950, 2024, NUMBER",
    "spend, 1000.5, 2024, NUMBER",
    "plz, 10115, 99999, CODE",
    "Zip Code, 10115, 99999, CODE",
    "birthYear, 180, 2024, CODE",
    "customer_id, 1, 12345, CODE",
    "paid, 1, 12345, NUMBER",
    "yearly_income, 1, 12345, NUMBER",
    "code, 1.5, 12345, NUMBER",
    "flag, 0, 1, SHARE"
  })
  void whatAColumnIsShowsInItsValuesOrItsName(String name, double low, double high, Kind kind) {
    ClusterProfile profile = profile(List.of(name), new double[][] {{low, high}}, 0, 1);
    assertThat(profile.features().get(0).kind()).isEqualTo(kind);
  }

  @Test
  void yearsHaveNoSeparators() {
    double[] years = {1950, 1952, 2020, 2024};
    ClusterProfile profile = profile(List.of("built"), new double[][] {years}, 0, 0, 1, 1);
    assertThat(profile.groups().get(0).apart())
        .isEqualTo("built far below average (1951 against 1987)");
    double[] revenue = {1950.5, 1952, 2020, 2024};
    profile = profile(List.of("revenue"), new double[][] {revenue}, 0, 0, 1, 1);
    assertThat(profile.groups().get(0).apart())
        .isEqualTo("revenue far below average (1,951 against 1,987)");
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
