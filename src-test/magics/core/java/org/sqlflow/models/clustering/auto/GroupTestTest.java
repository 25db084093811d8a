package org.sqlflow.models.clustering.auto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;
import org.sqlflow.models.TrainingContext;

class GroupTestTest {
  private static final double HEIGHT = 2 * Math.sqrt(3);

  private final Random random = new Random(5);

  /** 4 deviations apart in two of the columns, each column divided by its range. */
  @ParameterizedTest
  @CsvSource({"2", "18", "20"})
  void blobsInTwoOfManyColumnsAreGroups(int width) {
    GroupTest test =
        of(
            width,
            at -> {
              int blob = at / width % 3;
              return switch (at % width) {
                case 0 -> 2 * blob;
                case 1 -> blob == 1 ? HEIGHT : 0;
                default -> 0;
              };
            });

    assertThat(test.hasGroups()).isTrue();
  }

  @Test
  void blobsInALineAlongOneOfTwentyColumnsAreGroups() {
    GroupTest test = of(20, at -> at % 20 == 7 ? 4 * (at / 20 % 3) : 0);

    assertThat(test.hasGroups()).isTrue();
    assertThat(ChoiceWords.groups(test)).contains(" along one column; as many ");
    assertThat(test.statistic().score()).isEqualTo("silhouette on one column");
    assertThat(test.statistic().method()).isEqualTo("kmeans");
  }

  @ParameterizedTest
  @CsvSource({"3", "19"})
  void oneNormalCrowdHasNoGroups(int width) {
    assertThat(of(width, at -> 0).hasGroups()).isFalse();
  }

  /** K-means takes the tail of the flattest column for blobs. */
  @Test
  void longTailsAreNoGroups() {
    float[] values = new float[400 * 5];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) -Math.log(1 - random.nextDouble());
    }

    assertThat(of(new Matrix(400, 5, values)).hasGroups()).isFalse();
  }

  /** Clumps in a long tail are chance: other rows would have them elsewhere. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5", "10"})
  void clumpsInTheTailOfLognormalColumnsAreNoGroups(int width) {
    for (int draw = 0; draw < 2; draw++) {
      float[] values = new float[200 * width];
      for (int at = 0; at < values.length; at++) {
        values[at] = (float) Math.exp(random.nextGaussian());
      }

      assertThat(of(Iris.standardised(new Matrix(200, width, values))).hasGroups()).isFalse();
    }
  }

  @Test
  void equalColumnsAreNoGroups() {
    Matrix rows = new Matrix(60, 3, new float[180]);

    assertThat(of(rows).hasGroups()).isFalse();
  }

  /** 400 normal rows around centres, each column divided by its range. */
  private GroupTest of(int width, IntToDoubleFunction centre) {
    float[] values = new float[400 * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) (centre.applyAsDouble(at) + random.nextGaussian());
    }
    for (int c = 0; c < width; c++) {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (int at = c; at < values.length; at += width) {
        least = Math.min(least, values[at]);
        most = Math.max(most, values[at]);
      }
      for (int at = c; at < values.length; at += width) {
        values[at] = (values[at] - least) / (most - least);
      }
    }
    return of(new Matrix(400, width, values));
  }

  private static GroupTest of(Matrix rows) {
    return GroupTest.of(rows, 42, weight -> {}, () -> {}, TrainingContext.unattended());
  }
}
