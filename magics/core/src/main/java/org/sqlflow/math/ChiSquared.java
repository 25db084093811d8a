package org.sqlflow.math;

/**
 * The chi-squared distribution, by the incomplete gamma function: its series for small arguments,
 * its continued fraction by Lentz's method for large ones (Press et al., Numerical Recipes, section
 * 6.2).
 */
public final class ChiSquared {
  private static final int MOST_TERMS = 10_000;
  private static final double ENOUGH = 1e-15;
  private static final double TINY = 1e-300;

  /** Lanczos's coefficients for g = 607/128, n = 15 (Godfrey 2001). */
  private static final double[] LANCZOS = {
    0.99999999999999709182,
    57.156235665862923517,
    -59.597960355475491248,
    14.136097974741747174,
    -0.49191381609762019978,
    .33994649984811888699e-4,
    .46523628927048575665e-4,
    -.98374475304879564677e-4,
    .15808870322491248884e-3,
    -.21026444172410488319e-3,
    .21743961811521264320e-3,
    -.16431810653676389022e-3,
    .84418223983852743293e-4,
    -.26190838401581408670e-4,
    .36899182659531622704e-5
  };

  private ChiSquared() {}

  /**
   * The probability of a value at least this large.
   *
   * @param value from 0
   * @param degrees of freedom, above 0
   */
  public static double survival(double value, double degrees) {
    double a = degrees / 2;
    double x = value / 2;
    if (!(x > 0)) {
      return 1;
    }
    double front = Math.exp(a * Math.log(x) - x - logGamma(a));
    return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < MOST_TERMS && term > sum * ENOUGH; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double result = d;
    for (int n = 1; n < MOST_TERMS; n++) {
      double factor = -n * (n - a);
      b += 2;
      d = factor * d + b;
      d = Math.abs(d) < TINY ? TINY : d;
      c = b + factor / c;
      c = Math.abs(c) < TINY ? TINY : c;
      d = 1 / d;
      double change = d * c;
      result *= change;
      if (Math.abs(change - 1) < ENOUGH) {
        break;
      }
    }
    return result;
  }

  private static double logGamma(double x) {
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x + i);
    }
    double t = x + 607.0 / 128 + 0.5;
    return (x + 0.5) * Math.log(t) - t + 0.5 * Math.log(2 * Math.PI) + Math.log(sum / x);
  }
}
