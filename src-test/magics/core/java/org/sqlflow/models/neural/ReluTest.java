package org.sqlflow.models.neural;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sqlflow.executor.Activation;
import org.sqlflow.math.NativeFloats;

class ReluTest {
  private static final int PIECE = 64;

  @Test
  void valuesAndSlopesAreThoseOfTheActivation() {
    Random random = new Random(4);
    float[] sums = new float[10 * PIECE];
    float[] gradient = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (float) random.nextGaussian();
      gradient[i] = (float) random.nextGaussian();
    }
    float[] unusual = {
      0f,
      -0f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.NaN,
      Float.intBitsToFloat(0xffc00000)
    };
    System.arraycopy(unusual, 0, sums, PIECE, unusual.length);
    float[] expected = sums.clone();
    float[] slopes = new float[sums.length];
    Activation.RELU.apply(expected, expected.length, slopes, 0);

    try (NativeFloats outputs = NativeFloats.allocate(sums.length);
        NativeFloats deltas = NativeFloats.allocate(sums.length)) {
      outputs.buffer().put(0, sums);
      deltas.buffer().put(0, gradient);
      Relu relu = new Relu(outputs, PIECE, sums.length);
      for (int at = 0; at < sums.length; at += PIECE) {
        relu.apply(at, PIECE);
      }
      float[] values = values(outputs);
      outputs.fill(1); // as a dropout changes outputs before the slopes are needed
      for (int at = 0; at < sums.length; at += PIECE) {
        relu.multiplySlopes(deltas.bits(), at, PIECE);
      }

      assertThat(values).containsExactly(expected);
      for (int i = 0; i < sums.length; i++) {
        // 0 and -0 are equal here.
        assertThat(deltas.buffer().get(i) == gradient[i] * slopes[i]).as("at %s", i).isTrue();
      }
    }
  }

  @Test
  void withoutTrainingNothingIsKept() {
    try (NativeFloats outputs = NativeFloats.allocate(3)) {
      outputs.buffer().put(0, new float[] {-1, 2, -3});

      new Relu(outputs, 3, 0).apply(0, 3);

      assertThat(values(outputs)).containsExactly(0, 2, 0);
    }
  }

  private static float[] values(NativeFloats floats) {
    float[] values = new float[floats.length()];
    floats.buffer().get(0, values);
    return values;
  }
}
