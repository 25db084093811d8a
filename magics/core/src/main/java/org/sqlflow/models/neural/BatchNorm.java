package org.sqlflow.models.neural;

import org.sqlflow.math.NativeFloats;
import org.sqlflow.models.formula.Formula;

/**
 * Batch normalization (Ioffe and Szegedy 2015) of a layer's outputs, over the rows of a piece: each
 * unit gets mean 0 and deviation 1, then a learned factor and offset. The moments of all rows are
 * running means over the batches. The moments of a piece instead of the whole batch work as well
 * (Hoffer et al. 2017), and the pieces can be computed separately.
 */
final class BatchNorm {
  private static final float EPSILON = 1e-5f;

  private final int units;
  private final NativeFloats factors;
  private final NativeFloats offsets;
  private final NativeFloats factorGradients;
  private final NativeFloats offsetGradients;
  private final float[] standardized;
  private final float[] roots;
  private final float[] means;
  private final float[] variances;

  /**
   * A normalization of at most {@code most} rows at a time.
   *
   * @param parameters factors, then offsets
   * @param gradient laid out as the parameters, written by {@link #backward}
   */
  BatchNorm(int units, int most, NativeFloats parameters, NativeFloats gradient) {
    this.units = units;
    this.factors = parameters.slice(0, units);
    this.offsets = parameters.slice(units, units);
    this.factorGradients = gradient.slice(0, units);
    this.offsetGradients = gradient.slice(units, units);
    this.standardized = new float[units * most];
    this.roots = new float[units];
    this.means = new float[units];
    this.variances = new float[units];
  }

  /** Normalizes {@code count x units} values in place. */
  void forward(float[] values, int count) {
    for (int unit = 0; unit < units; unit++) {
      double mean = 0;
      for (int row = 0; row < count; row++) {
        mean += values[row * units + unit];
      }
      mean /= count;
      double variance = 0;
      for (int row = 0; row < count; row++) {
        double off = values[row * units + unit] - mean;
        variance += off * off;
      }
      variance /= count;
      means[unit] = (float) mean;
      variances[unit] = (float) variance;
      roots[unit] = (float) (1 / Math.sqrt(variance + EPSILON));
      float factor = factors.buffer().get(unit);
      float offset = offsets.buffer().get(unit);
      for (int row = 0; row < count; row++) {
        int at = row * units + unit;
        standardized[at] = (float) (values[at] - mean) * roots[unit];
        values[at] = standardized[at] * factor + offset;
      }
    }
  }

  /** Turns the gradient by the outputs into that by the inputs, in place. */
  void backward(float[] deltas, int count) {
    for (int unit = 0; unit < units; unit++) {
      double sum = 0;
      double products = 0;
      for (int row = 0; row < count; row++) {
        int at = row * units + unit;
        sum += deltas[at];
        products += deltas[at] * standardized[at];
      }
      factorGradients.buffer().put(unit, (float) products);
      offsetGradients.buffer().put(unit, (float) sum);
      float scale = factors.buffer().get(unit) * roots[unit];
      for (int row = 0; row < count; row++) {
        int at = row * units + unit;
        deltas[at] =
            (float) (scale * (deltas[at] - sum / count - standardized[at] * products / count));
      }
    }
  }

  /** The means of the last piece. */
  float[] means() {
    return means;
  }

  /** The variances of the last piece. */
  float[] variances() {
    return variances;
  }

  /** What normalizing by the moments of all rows does to each unit. */
  @SuppressWarnings("ArrayRecordComponent")
  record Affine(float[] scales, float[] shifts) {
    /** Of a layer that is not normalized. */
    static final Affine NONE = new Affine(new float[0], new float[0]);

    /**
     * That of a trained layer.
     *
     * @param parameters its factors, then its offsets, from {@code at}
     * @param moments its means, then its variances, from {@code moment}
     */
    static Affine of(int units, float[] parameters, int at, float[] moments, int moment) {
      float[] scales = new float[units];
      float[] shifts = new float[units];
      for (int unit = 0; unit < units; unit++) {
        double root = Math.sqrt(moments[moment + units + unit] + EPSILON);
        scales[unit] = (float) (parameters[at + unit] / root);
        shifts[unit] = parameters[at + units + unit] - moments[moment + unit] * scales[unit];
      }
      return new Affine(scales, shifts);
    }

    /** Normalizes {@code count x units} values in place. */
    void apply(float[] values, int count) {
      for (int unit = 0; unit < scales.length; unit++) {
        for (int row = 0; row < count; row++) {
          int at = row * scales.length + unit;
          values[at] = values[at] * scales[unit] + shifts[unit];
        }
      }
    }

    /** The layer above, for values that are not normalized. */
    Formula.Layer followedBy(Formula.Layer above) {
      if (scales.length == 0) {
        return above;
      }
      float[] weights = above.weights().clone();
      float[] biases = above.biases().clone();
      for (int unit = 0; unit < biases.length; unit++) {
        double bias = biases[unit];
        for (int i = 0; i < scales.length; i++) {
          bias += (double) weights[unit * scales.length + i] * shifts[i];
          weights[unit * scales.length + i] *= scales[i];
        }
        biases[unit] = (float) bias;
      }
      return new Formula.Layer(weights, biases, above.activation());
    }
  }
}
