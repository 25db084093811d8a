package org.sqlflow.models.clustering.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.DoubleFunction;

/**
 * Numbers of as few digits as possible. An encoding turns a number of the query into the float that
 * a model sees: it is monotonic, and many numbers become the same float.
 *
 * @param encoding of the query's numbers
 * @param original a number with this encoding
 */
record RoundNumbers(DoubleFunction<Float> encoding, DoubleFunction<Double> original) {
  /** Digits that distinguish any two doubles. */
  private static final int MOST_DIGITS = 17;

  /** Digits that a float holds. */
  private static final int FLOAT_DIGITS = 7;

  /** A round number closer to one of the values than this part of the gap is not used. */
  private static final double EDGE = 0.1;

  /** The shortest number that is encoded as this one. */
  double shortest(float encoded) {
    double near = original.apply(encoded);
    // Scaling back and forth leaves 0 slightly off.
    for (double whole : new double[] {0, Math.rint(near)}) {
      if (encoding.apply(whole) == encoded) {
        return whole;
      }
    }
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      double rounded = rounded(near, digits);
      if (encoding.apply(rounded) == encoded) {
        return rounded;
      }
    }
    return near;
  }

  /** A short number between two neighbours, encoded; see {@link CutPoints#between}. */
  float between(float below, float above) {
    double low = shortest(below);
    double high = shortest(above);
    double middle = low / 2 + high / 2;
    if (isWhole(low) && isWhole(high)) {
      // Whole numbers are divided by a whole number: below 4, rather than below 3.5.
      middle = Math.ceil(middle);
    }
    double edge = EDGE * (high - low);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      double rounded = rounded(middle, digits);
      float encoded = encoding.apply(rounded);
      boolean isInside = rounded == middle || rounded >= low + edge && rounded <= high - edge;
      if (isInside && encoded > below && encoded <= above) {
        return encoded;
      }
    }
    return CutPoints.middle(below, above);
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) < Math.pow(10, FLOAT_DIGITS);
  }

  private static double rounded(double number, int digits) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_UP)).doubleValue()
        : number;
  }
}
