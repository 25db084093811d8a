package org.sqlflow.executor;

import java.util.Arrays;

/**
 * Activation functions, as DL4J defines them, in plain loops: calling ND4J's operations takes
 * longer on the layers of a table, and their rounding depends on the number of threads. Safe for
 * use by several threads.
 */
public enum Activation {
  /** Linear. */
  IDENTITY {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      Arrays.fill(slopes, at, at + count, 1);
    }
  },
  RELU {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      // Without a branch, which would be mispredicted, and without Math.max, which takes six times
      // as long as this in a process whose code is not optimized yet.
      for (int i = 0; i < count; i++) {
        int bits = Float.floatToRawIntBits(values[i]);
        int isAbove = (-bits & ~bits) >> 31;
        int isNan = INFINITY - (bits & Integer.MAX_VALUE) >> 31;
        values[i] = Float.intBitsToFloat(bits & (isAbove | isNan));
        slopes[at + i] = Float.intBitsToFloat(ONE & (isAbove | isNan));
      }
    }
  },
  LEAKYRELU {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      for (int i = 0; i < count; i++) {
        slopes[at + i] = values[i] > 0 ? 1 : LEAK;
        values[i] *= slopes[at + i];
      }
    }
  },
  ELU {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      for (int i = 0; i < count; i++) {
        double below = Math.exp(Math.min(values[i], 0));
        slopes[at + i] = values[i] > 0 ? 1 : (float) below;
        values[i] = values[i] > 0 ? values[i] : (float) (below - 1);
      }
    }
  },
  SELU {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      for (int i = 0; i < count; i++) {
        double below = SELU_SCALE * SELU_ALPHA * Math.exp(Math.min(values[i], 0));
        slopes[at + i] = (float) (values[i] > 0 ? SELU_SCALE : below);
        values[i] =
            (float) (values[i] > 0 ? SELU_SCALE * values[i] : below - SELU_SCALE * SELU_ALPHA);
      }
    }
  },
  GELU {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      gate(values, count, slopes, at, GELU_GATE);
    }
  },
  SWISH {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      gate(values, count, slopes, at, 1);
    }
  },
  TANH {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) Math.tanh(values[i]);
        slopes[at + i] = 1 - values[i] * values[i];
      }
    }
  },
  SIGMOID {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) sigmoid(values[i]);
        slopes[at + i] = values[i] * (1 - values[i]);
      }
    }
  },
  SOFTPLUS {
    @Override
    public void apply(float[] values, int count, float[] slopes, int at) {
      for (int i = 0; i < count; i++) {
        double sum = values[i];
        slopes[at + i] = (float) sigmoid(sum);
        values[i] = (float) (Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))));
      }
    }
  };

  private static final int ONE = Float.floatToRawIntBits(1);
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  /** The slope of {@link #LEAKYRELU} below 0: Maas, Hannun and Ng 2013. */
  public static final float LEAK = 0.01f;

  /** Klambauer et al. 2017. */
  public static final double SELU_ALPHA = 1.6732632423543772;

  /** Klambauer et al. 2017. */
  public static final double SELU_SCALE = 1.0507009873554805;

  /** Hendrycks and Gimpel 2016: gelu is nearly {@code x sigmoid(1.702 x)}. */
  public static final double GELU_GATE = 1.702;

  /**
   * Turns sums into activations.
   *
   * @param values {@code count} sums, replaced
   * @param slopes written from {@code at}: the derivatives at the sums
   */
  public abstract void apply(float[] values, int count, float[] slopes, int at);

  /** {@code x sigmoid(steepness x)}. */
  private static void gate(float[] values, int count, float[] slopes, int at, double steepness) {
    for (int i = 0; i < count; i++) {
      double sum = values[i];
      double open = sigmoid(steepness * sum);
      slopes[at + i] = (float) (open + steepness * sum * open * (1 - open));
      values[i] = (float) (sum * open);
    }
  }

  private static double sigmoid(double sum) {
    return 1 / (1 + Math.exp(-sum));
  }
}
