package org.sqlflow.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Repeated measurements of one thing, in seconds. */
public record Samples(double[] seconds) {
  static Samples of(List<Double> seconds) {
    return new Samples(seconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Measures something several times.
   *
   * @param warm runs before those that count
   */
  public static Samples of(int warm, int count, Runnable run) {
    double[] seconds = new double[count];
    for (int i = -warm; i < count; i++) {
      long start = System.nanoTime();
      run.run();
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    return new Samples(seconds);
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double best() {
    return sorted()[0];
  }

  double worst() {
    return sorted()[seconds.length - 1];
  }

  private double[] sorted() {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** The median, and the range from the best to the worst. */
  String told() {
    return String.format(
        Locale.ROOT, "%s (%s to %s)", number(median()), number(best()), number(worst()));
  }

  /** As a rate of so many millions a second. */
  String millions(long things) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f to %.1f)",
        things / median() / 1e6,
        things / worst() / 1e6,
        things / best() / 1e6);
  }

  static String number(double value) {
    String form = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, form, value);
  }
}
