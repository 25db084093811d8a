package org.sqlflow.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scale;

class DriftMonitorTest {
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(
          Scale.NONE,
          OnNull.SKIP,
          List.of(
              new NumericFeature("amount", false, 0, 0, 1),
              new IndicatorFeature("channel", Map.of("shop", 0, "web", 1))));

  /** Rows of an amount and of a channel: shop, web or another. */
  private static Matrix rows(int count, double mean, double web, double other, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count * 4];
    for (int row = 0; row < count; row++) {
      values[4 * row] = (float) (mean + random.nextGaussian());
      double channel = random.nextDouble();
      values[4 * row + (channel < other ? 3 : channel < other + web ? 2 : 1)] = 1;
    }
    return new Matrix(count, 4, values);
  }

  private static int[] zeros(Matrix rows) {
    return new int[rows.rows()];
  }

  private static TrainingRange range() {
    return new TrainingRange(
        List.of(-4f, 0f, 0f, 0f), List.of(4f, 1f, 1f, 1f), List.of(0f, 0.5f, 0.5f, 0f), 4);
  }

  private static Baseline baseline(Matrix trained) {
    return Baseline.of(
        ENCODING, trained, zeros(trained), range(), Map.of("amount", 10L), trained.rows() + 10L);
  }

  private static Drift drift(Matrix now, Map<String, Integer> missing, int all) {
    DriftMonitor monitor = new DriftMonitor(ENCODING, baseline(rows(5000, 0, 0.3, 0, 1)), range());
    monitor.add(now, zeros(now), missing, all);
    return monitor.drift();
  }

  private static Drift drift(Matrix now) {
    return drift(now, Map.of(), now.rows());
  }

  private static DriftVerdict verdict(Drift drift) {
    return DriftVerdict.of(drift, DriftVerdict.WATCH, DriftVerdict.RETRAIN);
  }

  @Test
  void theMeanIsThatOfTheRowsThatHaveAValue() {
    Matrix trained = rows(5000, 2, 0.3, 0, 1);
    Matrix now = rows(1000, 3, 0.3, 0, 2);
    for (Matrix rows : List.of(trained, now)) {
      for (int row = 0; row < rows.rows(); row += 10) {
        rows.values()[4 * row] = Float.NaN;
      }
    }
    DriftMonitor monitor = new DriftMonitor(ENCODING, baseline(trained), range());
    monitor.add(now, zeros(now), Map.of("amount", 100), now.rows());
    Drift.Feature amount = monitor.drift().features().get(0);

    assertThat(amount.then()).isCloseTo(2, within(0.1));
    assertThat(amount.now()).isCloseTo(3, within(0.1));
  }

  @Test
  void theBaselineHasTheDecilesAndTheSharesOfCategories() {
    Baseline known = baseline(rows(5000, 0, 0.3, 0, 1));

    assertThat(known.rows()).isEqualTo(5000);
    assertThat(known.features())
        .extracting(Baseline.Distribution::name)
        .containsExactly("amount", "channel");
    assertThat(known.features().get(0).bounds()).hasSize(9).isSorted();
    assertThat(known.features().get(0).shares()).allMatch(share -> Math.abs(share - 0.1) < 0.001);
    assertThat(known.features().get(1).shares()).hasSize(4);
    assertThat(known.features().get(1).shares().get(1)).isCloseTo(0.3, within(0.02));
    assertThat(known.groups()).containsExactly(5000L);
    assertThat(known.missing().get("amount")).isCloseTo(10 / 5010.0, within(1e-9));
    assertThat(known.distances()).hasSize(101).isSorted();
  }

  /** A row without a category is one of "other" to the model, and no new value. */
  @Test
  void missingCategoriesCountOnce() {
    FeatureEncoding filling =
        new FeatureEncoding(ENCODING.scale(), OnNull.MEAN, ENCODING.features());
    Matrix trained = rows(5000, 0, 0.3, 0, 1);
    Matrix later = rows(1000, 0, 0.3, 0, 2);
    for (int row = 0; row < later.rows(); row += 5) {
      Arrays.fill(later.values(), 4 * row + 1, 4 * row + 4, 0);
      later.values()[4 * row + 3] = 1;
    }
    Baseline base =
        Baseline.of(filling, trained, zeros(trained), range(), Map.of(), trained.rows());
    DriftMonitor monitor = new DriftMonitor(filling, base, range());
    monitor.add(later, zeros(later), Map.of("channel", 200), later.rows());
    Drift drift = monitor.drift();

    Drift.Feature channel = drift.features().get(1);
    assertThat(channel.unseenNow()).hasValue(0);
    assertThat(channel.isUnseen()).isFalse();
    assertThat(channel.shift().isReal()).isFalse();
    assertThat(channel.shift().psi()).isLessThan(0.01);
    assertThat(verdict(drift).reasons())
        .extracting(DriftVerdict.Reason::sentence)
        .containsExactly("channel: 20.0 % of the rows have no value, 0.0 % in the training");
  }

  @Test
  void moreRowsOfTheSameKindAreStable() {
    Drift drift = drift(rows(3000, 0, 0.3, 0, 2));

    assertThat(verdict(drift)).isEqualTo(new DriftVerdict(DriftVerdict.Level.STABLE, List.of()));
    assertThat(drift.features()).noneMatch(feature -> feature.shift().isReal());
  }

  /** The index of 40 rows is about 0.23 without any drift, which the usual limits call one. */
  @Test
  void fewRowsDoNotCryWolf() {
    int alarms = 0;
    double sum = 0;
    for (int seed = 0; seed < 200; seed++) {
      Drift drift = drift(rows(40, 0, 0.3, 0, 100 + seed));
      alarms += verdict(drift).level() == DriftVerdict.Level.STABLE ? 0 : 1;
      sum += drift.features().get(0).shift().psi();
    }

    assertThat(alarms).isLessThanOrEqualTo(4);
    assertThat(sum / 200).isBetween(0.15, 0.3);
  }

  @Test
  void aShiftedMeanIsAReasonToRetrain() {
    Drift drift = drift(rows(1000, 1, 0.3, 0, 3));

    assertThat(drift.features().get(0).shift().psi()).isGreaterThan(0.5);
    assertThat(verdict(drift).level()).isEqualTo(DriftVerdict.Level.RETRAIN);
    assertThat(verdict(drift).reasons().get(0).sentence())
        .matches(
            "amount: on average 1\\.0\\d+, -?0\\.\\d+ in the training \\(PSI \\d\\.\\d\\d\\d\\)");
  }

  @Test
  void aSmallShiftIsWatched() {
    Drift drift = drift(rows(3000, 0.4, 0.3, 0, 4));

    assertThat(verdict(drift).level()).isEqualTo(DriftVerdict.Level.WATCH);
  }

  @Test
  void aLargeDriftIsSeenInFewRows() {
    assertThat(verdict(drift(rows(40, 2.5, 0.3, 0, 5))).level())
        .isEqualTo(DriftVerdict.Level.RETRAIN);
  }

  @Test
  void newValuesOfAColumnAreTold() {
    Drift drift = drift(rows(2000, 0, 0.3, 0.04, 6));

    assertThat(drift.features().get(1).isUnseen()).isTrue();
    assertThat(verdict(drift).level()).isEqualTo(DriftVerdict.Level.WATCH);
    assertThat(verdict(drift).reasons()).hasSize(1);
    assertThat(verdict(drift).reasons().get(0).sentence())
        .matches("channel: [34]\\.\\d % of the rows have a value that the training did not have");
  }

  @Test
  void missingValuesAreTold() {
    Matrix now = rows(700, 0, 0.3, 0, 7);
    Drift drift = drift(now, Map.of("amount", 300), 1000);

    assertThat(drift.leftOut()).isEqualTo(300);
    assertThat(verdict(drift).level()).isEqualTo(DriftVerdict.Level.RETRAIN);
    assertThat(verdict(drift).reasons().get(0).sentence())
        .isEqualTo("amount: 30.0 % of the rows have no value, 0.2 % in the training");
  }

  @Test
  void rowsFarFromTheirGroupAreTold() {
    Matrix now = rows(1000, 0, 0.3, 0, 8);
    for (int row = 0; row < 100; row++) {
      now.values()[4 * row] = row % 2 == 0 ? 9 : -9;
    }
    Drift drift = drift(now);

    assertThat(drift.beyond()).isBetween(0.1, 0.13);
    assertThat(drift.beyondAny()).isCloseTo(0.1, within(0.001));
    assertThat(drift.isBeyond()).isTrue();
    assertThat(verdict(drift).level()).isEqualTo(DriftVerdict.Level.RETRAIN);
  }

  @Test
  void theLimitsCanBeOthers() {
    Drift drift = drift(rows(3000, 0.4, 0.3, 0, 4));

    assertThat(DriftVerdict.of(drift, 0.5, 1).reasons())
        .noneMatch(reason -> reason.sentence().contains("PSI"));
    assertThat(DriftVerdict.of(drift, 0.05, 0.1).level()).isEqualTo(DriftVerdict.Level.RETRAIN);
  }

  @Test
  void aConstantColumnDoesNotDrift() {
    float[] same = new float[4000];
    for (int row = 0; row < 1000; row++) {
      same[4 * row + 1] = 1;
    }
    Matrix constant = new Matrix(1000, 4, same);
    DriftMonitor monitor = new DriftMonitor(ENCODING, baseline(constant), range());
    monitor.add(constant, zeros(constant), Map.of(), 1000);

    assertThat(verdict(monitor.drift()).level()).isEqualTo(DriftVerdict.Level.STABLE);
    assertThat(Arrays.asList(monitor.drift().features().get(0).shift().psi())).containsExactly(0.0);
  }
}
