package org.sqlflow.models.clustering.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.centres.PlainKMeans;

class PlainGroupsTest {
  private static Matrix random(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[4 * rows];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble() + at / 4 % 3;
    }
    return new Matrix(rows, 4, values);
  }

  @Test
  void areTheSameBesideATrainingAndAfterIt() {
    Matrix rows = random(700);
    try (PlainGroups beside = PlainGroups.beside(rows, 3, 42);
        PlainGroups later = PlainGroups.later(rows, 3, 42)) {
      int[] expected = PlainKMeans.groups(rows, 3, 42, CancellationCheck.NONE);

      assertThat(beside.groups(CancellationCheck.NONE).orElseThrow()).isEqualTo(expected);
      assertThat(later.groups(CancellationCheck.NONE).orElseThrow()).isEqualTo(expected);
      assertThat(beside.scores(CancellationCheck.NONE).silhouettes())
          .isEqualTo(later.scores(CancellationCheck.NONE).silhouettes());
      assertThat(beside.reference(CancellationCheck.NONE))
          .isEqualTo(later.reference(CancellationCheck.NONE));
    }
  }

  @Test
  void areUsedForTheSameSearchAlone() {
    Matrix rows = random(300);
    try (PlainGroups plain = PlainGroups.later(rows, 3, 42)) {
      int[] known = plain.groups(CancellationCheck.NONE).orElseThrow();

      assertThat(plain.groups(rows, 20, 42, CancellationCheck.NONE)).isSameAs(known);
      assertThat(plain.groups(rows, 1, 42, CancellationCheck.NONE))
          .isEqualTo(PlainKMeans.groups(rows, 3, 1, 42, CancellationCheck.NONE));
      assertThat(plain.groups(rows, 20, 43, CancellationCheck.NONE))
          .isEqualTo(PlainKMeans.groups(rows, 3, 43, CancellationCheck.NONE));
      assertThat(plain.groups(random(200), 20, 42, CancellationCheck.NONE)).hasSize(200);
    }
  }

  @Test
  void areNoneForFewerDifferentRowsThanGroups() {
    Matrix rows = new Matrix(3, 1, new float[] {1, 1, 1});
    try (PlainGroups plain = PlainGroups.beside(rows, 2, 42)) {
      assertThat(plain.groups(CancellationCheck.NONE)).isEmpty();
    }
  }

  /** A user who interrupts the scores may keep the model; its scores are then asked for again. */
  @Test
  void canBeAskedForAgainAfterAnInterrupt() {
    Matrix rows = random(300);
    try (PlainGroups plain = PlainGroups.later(rows, 3, 42)) {
      assertThatThrownBy(() -> plain.groups(PlainGroupsTest::stop))
          .isInstanceOf(CancellationException.class);

      assertThat(plain.groups(CancellationCheck.NONE)).isPresent();
    }
  }

  private static void stop() {
    throw new CancellationException("stopped");
  }
}
