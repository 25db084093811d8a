package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * BUCKET(c, [b1, b2, …]): the range that a number lies in, of one more than there are bounds. A
 * bound belongs to the range above it.
 *
 * @param log whether the bounds are of sign(c)·log(1+|c|)
 * @param bounds strictly ascending
 * @param mean of the training's values; stands in for NULL where asked
 */
public record BucketFeature(String column, boolean log, List<Double> bounds, double mean)
    implements CategoryFeature {
  private NumericFeature number() {
    return NumericFeature.of(column, log);
  }

  @Override
  public String text() {
    return "BUCKET("
        + number().text()
        + bounds.stream().map(FeatureRows::text).collect(Collectors.joining(", ", ", [", "])"));
  }

  @Override
  public List<ColumnRead> reads() {
    return number().reads();
  }

  @Override
  public int width() {
    return bounds.size() + 1;
  }

  @Override
  public List<String> names() {
    String name = number().text();
    List<String> names = new ArrayList<>();
    String lower = "";
    for (double bound : bounds) {
      String upper = FeatureRows.text(bound);
      names.add(lower + name + "<" + upper);
      lower = upper + "<=";
    }
    names.add(lower + name);
    return names;
  }

  @Override
  public Feature learn(TrainingSample sample, Scale scale) {
    return new BucketFeature(column, log, bounds, number().meanOf(sample));
  }

  @Override
  public void categories(FeatureRows rows, int from, int[] categories) {
    double[] ascending = bounds.stream().mapToDouble(Double::doubleValue).toArray();
    NumericFeature number = number();
    double[] numbers = rows.numbers(number.read());
    for (int i = 0; i < categories.length; i++) {
      double value = numbers[from + i];
      categories[i] = range(Double.isFinite(value) ? number.value(value) : mean, ascending);
    }
  }

  private static int range(double value, double[] bounds) {
    int range = 0;
    while (range < bounds.length && bounds[range] <= value) {
      range++;
    }
    return range;
  }
}
