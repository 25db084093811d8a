package org.sqlflow.models.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows with similar predictions, and their actual values: if a model is calibrated, both agree.
 *
 * @param predicted the mean prediction: a probability or a number
 * @param actual the share of the rows for which the prediction came true, or their mean number
 * @param rows how many
 */
public record CalibrationBin(double predicted, double actual, long rows) {
  private static final int BINS = 10;

  /**
   * Probabilities in ten ranges of equal width, as scikit-learn's {@code calibration_curve} has
   * them; ranges without rows are left out.
   *
   * @param probabilities from 0 to 1
   * @param isSo whether the predicted event came true
   */
  public static List<CalibrationBin> ofProbabilities(double[] probabilities, boolean[] isSo) {
    double[] sums = new double[BINS];
    double[] so = new double[BINS];
    long[] rows = new long[BINS];
    for (int row = 0; row < probabilities.length; row++) {
      // A bound belongs to the range below it.
      int bin = Math.max(0, (int) Math.ceil(probabilities[row] * BINS - 1e-12) - 1);
      sums[bin] += probabilities[row];
      so[bin] += isSo[row] ? 1 : 0;
      rows[bin]++;
    }
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (rows[bin] > 0) {
        bins.add(new CalibrationBin(sums[bin] / rows[bin], so[bin] / rows[bin], rows[bin]));
      }
    }
    return List.copyOf(bins);
  }

  /** Numbers in ten parts with as many rows each, by the prediction. */
  public static List<CalibrationBin> ofNumbers(double[] predicted, double[] actual) {
    int[] order =
        IntStream.range(0, predicted.length)
            .filter(row -> Double.isFinite(actual[row]))
            .boxed()
            .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<CalibrationBin> bins = new ArrayList<>();
    int count = Math.min(BINS, order.length);
    for (int bin = 0; bin < count; bin++) {
      int[] own =
          Arrays.copyOfRange(
              order,
              (int) ((long) order.length * bin / count),
              (int) ((long) order.length * (bin + 1) / count));
      bins.add(
          new CalibrationBin(
              Arrays.stream(own).mapToDouble(row -> predicted[row]).average().orElse(0),
              Arrays.stream(own).mapToDouble(row -> actual[row]).average().orElse(0),
              own.length));
    }
    return List.copyOf(bins);
  }
}
