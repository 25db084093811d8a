package org.sqlflow.models.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.sqlflow.models.metrics.CalibrationBin;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.text.Text;

/**
 * How well numbers were predicted, next to "always the mean" of the same rows.
 *
 * @param scores in the order to show them
 * @param notes sentences for the user: rows without a label, or with the label 0
 * @param calibration the mean label of rows with similar predictions
 */
public record RegressionScores(
    List<Score> scores, List<String> notes, List<CalibrationBin> calibration) {
  /** The name of the baseline in tables. */
  public static final String BASELINE = "always the mean";

  /**
   * Compares predictions with labels.
   *
   * @param actual NaN where there is no label
   */
  public static RegressionScores of(double[] actual, double[] predicted) {
    long rows = 0;
    double mean = 0;
    double squares = 0;
    double absolute = 0;
    for (int row = 0; row < actual.length; row++) {
      if (Double.isFinite(actual[row])) {
        rows++;
        mean += (actual[row] - mean) / rows;
        double error = predicted[row] - actual[row];
        squares += error * error;
        absolute += Math.abs(error);
      }
    }
    double meanSquares = 0;
    double meanAbsolute = 0;
    for (double value : actual) {
      if (Double.isFinite(value)) {
        meanSquares += (value - mean) * (value - mean);
        meanAbsolute += Math.abs(value - mean);
      }
    }
    List<String> notes = new ArrayList<>();
    if (rows < actual.length) {
      notes.add(
          Text.of(
              "%,d of %,d rows have no label and are ignored.",
              actual.length - rows, actual.length));
    }
    long zeros = Arrays.stream(actual).filter(value -> value == 0).count();
    if (zeros > 0) {
      notes.add(
          Text.of(
              "The label is 0 in %,d of %,d rows, where a share of it is not defined: MAPE divides"
                  + " by 2.2e-16 there, as scikit-learn does, and says little; look at MAE.",
              zeros, rows));
    }
    boolean any = rows > 0;
    boolean varies = meanSquares > 0;
    if (rows > 1 && !varies) {
      notes.add("The label is the same in all rows: there is no variance for R2 to explain.");
    }
    return new RegressionScores(
        List.of(
            Score.inUnit(
                "RMSE",
                value(any, Math.sqrt(squares / rows)),
                value(any, Math.sqrt(meanSquares / rows)),
                "from 0, lower is better; root of the mean squared error, in the label's unit"),
            Score.inUnit(
                "MAE",
                value(any, absolute / rows),
                value(any, meanAbsolute / rows),
                "from 0, lower is better; mean absolute error, in the label's unit"),
            new Score(
                "R2",
                value(varies, 1 - squares / meanSquares),
                value(varies, 0),
                true,
                "up to 1; share of the label's variance that is explained, 0: none"),
            new Score(
                "MAPE",
                value(any, NumberMetric.MAPE.of(actual, predicted)),
                value(any, NumberMetric.MAPE.of(actual, constant(actual.length, mean))),
                false,
                "from 0, lower is better; mean absolute error as a share of the label")),
        List.copyOf(notes),
        CalibrationBin.ofNumbers(predicted, actual));
  }

  /** The same with fewer scores. */
  public RegressionScores only(List<Score> chosen) {
    return new RegressionScores(chosen, notes, calibration);
  }

  private static double[] constant(int rows, double value) {
    double[] constant = new double[rows];
    Arrays.fill(constant, value);
    return constant;
  }

  private static OptionalDouble value(boolean defined, double value) {
    return defined ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
