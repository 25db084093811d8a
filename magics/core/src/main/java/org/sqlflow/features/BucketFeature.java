package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;

/**
 * BUCKET(c, [b1, b2, …]): the range that a number lies in; there is one more range than bounds. A
 * bound belongs to the range above it.
 *
 * @param log whether the bounds are of sign(c)·log(1+|c|)
 * @param bounds strictly ascending
 * @param mean of the training's values; replaces missing ones where {@link OnNull#MEAN} applies
 */
public record BucketFeature(String column, boolean log, List<Double> bounds, double mean)
    implements CategoryFeature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "BUCKET",
          2,
          2,
          "a column of numbers and a list of bounds",
          "BUCKET(age, [18, 65])",
          Optional.of(BucketFeature.class),
          BucketFeature::read);

  private static List<Feature> read(Call call) {
    List<Double> bounds = call.bounds(1);
    List<Feature> features = new ArrayList<>();
    for (NumericFeature number : call.numbers(0)) {
      features.add(new BucketFeature(number.column(), number.log(), bounds, 0));
    }
    return features;
  }

  private NumericFeature number() {
    return NumericFeature.of(column, log);
  }

  @Override
  public String kind() {
    return "BUCKET";
  }

  @Override
  public String text() {
    return "BUCKET("
        + number().text()
        + bounds.stream().map(RowBatch::text).collect(Collectors.joining(", ", ", [", "])"));
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.bucket(this);
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
      String upper = RowBatch.text(bound);
      names.add(lower + name + "<" + upper);
      lower = upper + "<=";
    }
    names.add(lower + name);
    return names;
  }

  @Override
  public String filling() {
    return "the range of the mean, " + RowBatch.text(mean);
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    NumericFeature number = number();
    return new NumberStatistics(
        column,
        Scale.NONE,
        1,
        (part, place, first, count, into) -> number.values(part, first, count, into),
        fitted -> new BucketFeature(column, log, bounds, fitted.get(0).mean()));
  }

  @Override
  public void categories(RowPart part, int[] categories) {
    double[] ascending = bounds.stream().mapToDouble(Double::doubleValue).toArray();
    NumericFeature number = number();
    double[] numbers = part.doubles(column);
    for (int i = 0; i < categories.length; i++) {
      double value = numbers[part.from() + i];
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
