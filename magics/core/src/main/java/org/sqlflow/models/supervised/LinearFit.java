package org.sqlflow.models.supervised;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.ColumnSpread;
import org.sqlflow.math.Lbfgs;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Target;
import org.sqlflow.models.formula.Formula;

/**
 * A linear model: least squares or logistic regression (of two classes by one sum, of more by one
 * sum for each, Hastie et al. 2009, 4.4), with penalties on the weights but not on the constants.
 * What is minimized is that of scikit-learn's {@code LogisticRegression} with {@code C = 1 / l2}
 * and {@code Ridge} with {@code alpha = l2}: the sum of the rows' losses plus half of {@code l2}
 * times the sum of squared weights plus {@code l1} times that of absolute ones. Rows are added up
 * in a fixed number of parts, so that the result does not depend on the number of threads.
 * Immutable.
 *
 * @param weights {@code outputs x features}, row-major, then the constants
 * @param means of the training's features: what a feature contributes is measured from its mean
 * @param losses the mean of the rows' losses with penalties, after each iteration
 * @param converged whether the solver came to an end
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinearFit(
    int features,
    int outputs,
    double[] weights,
    double[] means,
    List<Double> losses,
    boolean converged) {
  private static final int PARTS = 16;

  /**
   * The sums as a formula.
   *
   * @param factor each sum is multiplied by
   * @param constant is added to each
   */
  public Formula.Linear formula(double factor, double constant) {
    double[] factors = new double[outputs * features];
    Arrays.setAll(factors, i -> weights[i] * factor);
    double[] constants = new double[outputs];
    Arrays.setAll(constants, i -> weights[outputs * features + i] * factor + constant);
    return new Formula.Linear(features, factors, constants);
  }

  /** The precision of the mean loss of a row: two more digits than reports show. */
  private static final double TOLERANCE = 1e-7;

  /**
   * What to minimize.
   *
   * @param l1 penalty of absolute weights
   * @param l2 penalty of squared weights
   * @param iterations the most
   */
  public record Settings(double l1, double l2, int iterations) {
    /** As scikit-learn has it by default. */
    public static final Settings DEFAULT = new Settings(0, 1, 1000);
  }

  /**
   * Fits to classes.
   *
   * @param classWeights by class, how much a row of it counts
   */
  public static LinearFit classes(
      Matrix rows,
      Target.Classes target,
      double[] classWeights,
      Settings settings,
      CancellationCheck cancellation) {
    int classes = target.names().size();
    int outputs = classes == 2 ? 1 : classes;
    int[] codes = target.codes();
    double[] constants = new double[outputs];
    long[] sizes = target.sizes();
    for (int output = 0; output < outputs; output++) {
      constants[output] =
          outputs == 1
              ? Math.log(
                  Math.max(1e-9, sizes[1] * classWeights[1])
                      / Math.max(1e-9, sizes[0] * classWeights[0]))
              : Math.log(Math.max(1e-9, sizes[output] * classWeights[output]));
    }
    RowLoss loss =
        outputs == 1
            ? (row, sums) -> logistic(sums, codes[row] == 1, classWeights[codes[row]])
            : (row, sums) -> softmax(sums, codes[row], classWeights[codes[row]]);
    return fit(rows, outputs, constants, loss, settings, cancellation);
  }

  /** Fits to numbers, which should be near 0 and 1 in size. */
  public static LinearFit numbers(
      Matrix rows, double[] values, Settings settings, CancellationCheck cancellation) {
    double[] constants = {Arrays.stream(values).average().orElse(0)};
    return fit(
        rows,
        1,
        constants,
        (row, sums) -> {
          double error = sums[0] - values[row];
          sums[0] = error;
          return error * error / 2;
        },
        settings,
        cancellation);
  }

  /** The loss of a row by its sums, which are replaced by the slopes. */
  @FunctionalInterface
  private interface RowLoss {
    double of(int row, double[] sums);
  }

  private static double logistic(double[] sums, boolean positive, double weight) {
    double sum = positive ? -sums[0] : sums[0];
    double loss = Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum)));
    double slope = 1 / (1 + Math.exp(-sum));
    sums[0] = weight * (positive ? -slope : slope);
    return weight * loss;
  }

  private static double softmax(double[] sums, int code, double weight) {
    double own = sums[code];
    double most = largest(sums);
    double sum = exponentials(sums, most);
    for (int output = 0; output < sums.length; output++) {
      sums[output] = weight * (sums[output] / sum - (output == code ? 1 : 0));
    }
    return weight * (most + Math.log(sum) - own);
  }

  /** A loop, since with hundreds of classes a stream for each row takes most of the time. */
  private static double largest(double[] sums) {
    double most = Double.NEGATIVE_INFINITY;
    for (double one : sums) {
      most = Math.max(most, one);
    }
    return most;
  }

  /** Makes sums their exponentials, of which the largest is 1; returns the sum of these. */
  private static double exponentials(double[] sums, double most) {
    double all = 0;
    for (int output = 0; output < sums.length; output++) {
      sums[output] = Math.exp(sums[output] - most);
      all += sums[output];
    }
    return all;
  }

  private static LinearFit fit(
      Matrix rows,
      int outputs,
      double[] constants,
      RowLoss loss,
      Settings settings,
      CancellationCheck cancellation) {
    int features = rows.columns();
    int penalized = outputs * features;
    double count = rows.rows();
    // Solved for features of deviation 1, whatever the scale: the path is short, the end the same.
    ColumnSpread spread = ColumnSpread.of(rows);
    double[] means = spread.means();
    double[] deviations = deviations(spread, rows.rows());
    double[] start = new double[penalized + outputs];
    System.arraycopy(constants, 0, start, penalized, outputs);
    boolean scaled = settings.l1() == 0;
    if (!scaled) {
      Arrays.fill(deviations, 1);
    }
    Lbfgs.Minimum minimum =
        Lbfgs.minimize(
            (point, gradient) -> {
              cancellation.checkCancelled();
              double[] weights = unscaled(point, deviations, outputs);
              double value = sums(rows, outputs, weights, loss, gradient);
              for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= count;
                if (i < penalized) {
                  gradient[i] += settings.l2() * weights[i] / count;
                  gradient[i] /= deviations[i % features];
                  value += settings.l2() * weights[i] * weights[i] / 2;
                }
              }
              return value / count;
            },
            start,
            new Lbfgs.Settings(settings.l1() / count, penalized, settings.iterations(), TOLERANCE),
            (number, value) -> {});
    return new LinearFit(
        features,
        outputs,
        unscaled(minimum.point(), deviations, outputs),
        means,
        minimum.values(),
        minimum.converged());
  }

  private static double[] unscaled(double[] point, double[] deviations, int outputs) {
    double[] weights = point.clone();
    for (int i = 0; i < outputs * deviations.length; i++) {
      weights[i] /= deviations[i % deviations.length];
    }
    return weights;
  }

  /** The deviations, 1 where there is none. */
  private static double[] deviations(ColumnSpread spread, int rows) {
    return Arrays.stream(spread.squares())
        .map(square -> Math.sqrt(square / rows))
        .map(deviation -> deviation > 0 ? deviation : 1)
        .toArray();
  }

  /** The sum of the losses; writes the sum of the gradients. */
  private static double sums(
      Matrix rows, int outputs, double[] weights, RowLoss loss, double[] gradient) {
    int features = rows.columns();
    double[][] gradients = new double[PARTS][];
    double[] losses = new double[PARTS];
    Parallel.run(
        4L * rows.rows() * weights.length,
        PARTS,
        part -> {
          int from = (int) ((long) rows.rows() * part / PARTS);
          int to = (int) ((long) rows.rows() * (part + 1) / PARTS);
          double[] own = new double[weights.length];
          double[] sums = new double[outputs];
          for (int row = from; row < to; row++) {
            outputs(rows.values(), row * features, features, weights, sums);
            losses[part] += loss.of(row, sums);
            for (int output = 0; output < outputs; output++) {
              double slope = sums[output];
              int at = row * features;
              int into = output * features;
              for (int c = 0; c < features; c++) {
                own[into + c] += slope * rows.values()[at + c];
              }
              own[outputs * features + output] += slope;
            }
          }
          gradients[part] = own;
        });
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      sum += losses[part];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += gradients[part][i];
      }
    }
    return sum;
  }

  private static void outputs(
      float[] values, int at, int features, double[] weights, double[] sums) {
    for (int output = 0; output < sums.length; output++) {
      double sum = weights[sums.length * features + output];
      int from = output * features;
      for (int c = 0; c < features; c++) {
        sum += weights[from + c] * values[at + c];
      }
      sums[output] = sum;
    }
  }

  /** The sums of each row, {@code rows x outputs}, row-major. */
  public double[] sums(Matrix rows) {
    double[] all = new double[Math.multiplyExact(rows.rows(), outputs)];
    int parts = Math.min(PARTS, Math.max(1, rows.rows()));
    Parallel.run(
        2L * all.length * features,
        parts,
        part -> {
          double[] sums = new double[outputs];
          int to = (int) ((long) rows.rows() * (part + 1) / parts);
          for (int row = (int) ((long) rows.rows() * part / parts); row < to; row++) {
            outputs(rows.values(), row * features, features, weights, sums);
            System.arraycopy(sums, 0, all, row * outputs, outputs);
          }
        });
    return all;
  }

  /**
   * What each feature adds to the sum of a row, compared with the training's mean: exact Shapley
   * values of a linear model (Lundberg and Lee 2017, corollary 1).
   *
   * @param outputOf of each row the sum that is explained
   * @param signOf of each row 1, or -1 for the opposite of the sum
   * @return for each row a value for each feature, then the base value
   */
  public double[][] contributions(Matrix rows, IntUnaryOperator outputOf, IntUnaryOperator signOf) {
    double[][] all = new double[rows.rows()][features + 1];
    for (int row = 0; row < all.length; row++) {
      int output = outputOf.applyAsInt(row);
      int sign = signOf.applyAsInt(row);
      double base = weights[outputs * features + output];
      for (int c = 0; c < features; c++) {
        double weight = weights[output * features + c];
        all[row][c] = sign * weight * (rows.at(row, c) - means[c]);
        base += weight * means[c];
      }
      all[row][features] = sign * base;
    }
    return all;
  }

  /** The probability of each class, {@code rows x classes}: only of a fit to classes. */
  public Matrix probabilities(Matrix rows) {
    double[] sums = sums(rows);
    int classes = outputs == 1 ? 2 : outputs;
    float[] values = new float[Math.multiplyExact(rows.rows(), classes)];
    double[] own = new double[outputs];
    for (int row = 0; row < rows.rows(); row++) {
      System.arraycopy(sums, row * outputs, own, 0, outputs);
      if (outputs == 1) {
        double second = 1 / (1 + Math.exp(-own[0]));
        values[2 * row] = (float) (1 - second);
        values[2 * row + 1] = (float) second;
      } else {
        double sum = exponentials(own, largest(own));
        for (int c = 0; c < classes; c++) {
          values[row * classes + c] = (float) (own[c] / sum);
        }
      }
    }
    return new Matrix(rows.rows(), classes, values);
  }
}
