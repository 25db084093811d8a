package org.sqlflow.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivationTest {
  @Test
  void reluKeepsWhatIsAboveZeroAndHasASlopeOfOneThere() {
    Random random = new Random(1);
    float[] sums = new float[1000];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (float) random.nextGaussian();
    }
    float[] values = sums.clone();
    float[] slopes = new float[sums.length];

    Activation.RELU.apply(values, values.length, slopes, 0);

    for (int i = 0; i < sums.length; i++) {
      assertThat(values[i]).isEqualTo(Math.max(sums[i], 0));
      assertThat(slopes[i]).isEqualTo(sums[i] > 0 ? 1 : 0);
    }
  }

  @Test
  void reluOfUnusualNumbers() {
    float[] values = {
      0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_NORMAL
    };
    float[] slopes = new float[values.length];

    Activation.RELU.apply(values, values.length, slopes, 0);

    assertThat(values)
        .containsExactly(0f, 0f, Float.POSITIVE_INFINITY, 0f, Float.MAX_VALUE, Float.MIN_NORMAL);
    assertThat(slopes).containsExactly(0f, 0f, 1f, 0f, 1f, 1f);
  }

  /** A training that diverges is noticed by it, whichever NaN the processor makes. */
  @Test
  void reluKeepsNan() {
    float[] values = {Float.NaN, Float.intBitsToFloat(0xffc00000)};

    Activation.RELU.apply(values, values.length, new float[2], 0);

    assertThat(values[0]).isNaN();
    assertThat(values[1]).isNaN();
  }
}
