package org.sqlflow.features;

import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.text.Text;

/**
 * CATEGORY_ID(c, n): whole numbers from 0 to n - 1, each a category.
 *
 * @param size n
 */
public record CategoryIdFeature(String column, int size) implements CategoryFeature {
  private ColumnRead.Numbers read() {
    return new ColumnRead.Numbers(column);
  }

  @Override
  public String text() {
    return "CATEGORY_ID(" + column + ", " + size + ")";
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(read());
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public List<String> names() {
    return IntStream.range(0, size).mapToObj(i -> column + "=" + i).toList();
  }

  @Override
  public UnfitRows unfit(FeatureRows rows) {
    double[] numbers = rows.numbers(read());
    int count = 0;
    int first = 0;
    for (int row = 0; row < rows.rows(); row++) {
      if (Double.isFinite(numbers[row]) && !isId(numbers[row])) {
        first = count++ == 0 ? row : first;
      }
    }
    return count == 0 ? UnfitRows.NONE : new UnfitRows(count, first, complaint(numbers[first]));
  }

  private String complaint(double value) {
    return Text.of(
            "column %s holds %s, and %s takes whole numbers from 0 to %d (CATEGORY_HASH(%s, %d)"
                + " takes",
            column, FeatureRows.text(value), text(), size - 1, column, size)
        + " any value)";
  }

  private boolean isId(double value) {
    return value >= 0 && value < size && value == Math.rint(value);
  }

  @Override
  public Feature learn(TrainingSample sample, Scale scale) {
    return this;
  }

  @Override
  public void categories(FeatureRows rows, int from, int[] categories) {
    double[] numbers = rows.numbers(read());
    for (int i = 0; i < categories.length; i++) {
      double value = numbers[from + i];
      categories[i] = isId(value) ? (int) value : -1;
    }
  }
}
