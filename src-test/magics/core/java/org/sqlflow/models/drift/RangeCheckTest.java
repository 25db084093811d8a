package org.sqlflow.models.drift;

import static org.assertj.core.api.Assertions.assertThat;

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

class RangeCheckTest {
  /** Amounts of 100 and a deviation of 50, and categories a and others. */
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(
          Scale.STANDARD,
          OnNull.ERROR,
          List.of(
              new NumericFeature("amount", false, 100, 100, 50),
              new IndicatorFeature("kind", Map.of("a", 0))));

  private static final TrainingRange RANGE =
      new TrainingRange(List.of(-2f, 1f, 0f), List.of(2f, 1f, 0f), List.of(0f, 1f, 0f), 2);

  private static List<String> notes(TrainingRange range, float... rows) {
    RangeCheck check = new RangeCheck(ENCODING, range);
    check.add(new Matrix(rows.length / 3, 3, rows), new int[rows.length / 3]);
    return check.notes();
  }

  @Test
  void rowsWithinTheTrainingsRangeAreNotMentioned() {
    assertThat(notes(RANGE, 0, 1, 0, -2.5f, 1, 0, 2.5f, 1, 0)).isEmpty();
  }

  @Test
  void rowsElsewhereAreCountedInTheColumnsOwnUnits() {
    assertThat(notes(RANGE, 0, 1, 0, 198, 1, 0, 0, 0, 1, -9, 1, 0))
        .containsExactly(
            "Unlike the training: 2 of 4 rows lie much farther from their group's centre than any"
                + " row of the training; amount: 1 row far above the training's 200, 1 row far"
                + " below the training's 0; kind: 1 of 4 rows have a value that the training did"
                + " not have.");
  }

  @Test
  void anEarlierModelKnowsNoRangeAndSaysNothing() {
    assertThat(notes(TrainingRange.UNKNOWN, 198, 1, 0)).isEmpty();
  }

  @Test
  void aFreshSampleOfTheSameSourceIsNoAlarm() {
    Random random = new Random(1);
    FeatureEncoding encoding =
        new FeatureEncoding(
            Scale.STANDARD, OnNull.ERROR, List.of(new NumericFeature("x", false, 0, 0, 1)));
    float least = 0;
    float most = 0;
    for (int i = 0; i < 300; i++) {
      float value = (float) Math.exp(random.nextGaussian());
      least = i == 0 ? value : Math.min(least, value);
      most = Math.max(most, value);
    }
    RangeCheck check =
        new RangeCheck(
            encoding, new TrainingRange(List.of(least), List.of(most), List.of(1.6f), most - 1.6));
    float[] fresh = new float[10_000];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = (float) Math.exp(random.nextGaussian());
    }
    check.add(new Matrix(fresh.length, 1, fresh), new int[fresh.length]);

    assertThat(check.notes()).isEmpty();
  }
}
