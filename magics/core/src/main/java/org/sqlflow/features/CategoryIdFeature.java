package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * CATEGORY_ID(c, n): whole numbers from 0 to n - 1, each a category.
 *
 * @param size n
 */
public record CategoryIdFeature(String column, int size) implements CategoryFeature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "CATEGORY_ID",
          2,
          3,
          "a column of whole numbers from 0 and how many there are",
          "CATEGORY_ID(region, 10)",
          Optional.of(CategoryIdFeature.class),
          CategoryIdFeature::read);

  private static List<Feature> read(Call call) {
    int size = call.whole(1, 1, MOST);
    List<Feature> features = new ArrayList<>();
    if (call.size() == 3) {
      String delimiter = call.delimiter(2, DenseFeature.DELIMITERS);
      return new ArrayList<>(SparseFeature.of(call, size, delimiter, ":"));
    }
    if (call.nested(0).isPresent()) {
      for (Feature feature : call.features(0)) {
        if (!(feature instanceof SparseFeature sparse)) {
          throw call.wrong(0);
        }
        features.add(sparse.sized(size));
      }
      return features;
    }
    for (Column column : call.columns(0)) {
      call.requireNumber(column, 0);
      features.add(new CategoryIdFeature(column.name(), size));
    }
    return features;
  }

  @Override
  public String kind() {
    return "CATEGORY_ID";
  }

  @Override
  public String text() {
    return "CATEGORY_ID(" + column + ", " + size + ")";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.ids(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(ColumnRead.numbers(column));
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
  public RowPart.Unfit unfit(RowPart part) {
    double[] numbers = part.doubles(column);
    int count = 0;
    int first = 0;
    for (int i = 0; i < part.rows(); i++) {
      double number = numbers[part.from() + i];
      if (Double.isFinite(number) && !isId(number)) {
        first = count++ == 0 ? i : first;
      }
    }
    return count == 0
        ? RowPart.Unfit.NONE
        : new RowPart.Unfit(count, first, complaint(numbers[part.from() + first]));
  }

  private String complaint(double value) {
    return Text.of(
        "column %1$s contains %2$s, but %3$s takes whole numbers from 0 to %4$d"
            + " (CATEGORY_HASH(%6$s, %5$d) takes any value)",
        column, RowBatch.text(value), text(), size - 1, size, SqlNames.inClause(column));
  }

  private boolean isId(double value) {
    return value >= 0 && value < size && value == Math.rint(value);
  }

  /** How often each category occurs, for the warning; the feature itself learns nothing. */
  private final class Ids implements FeatureStatistics {
    private final int[] counts = new int[size];

    @Override
    public void add(RowPart part, boolean[] skip) {
      int[] categories = new int[part.rows()];
      categories(part, categories);
      for (int i = 0; i < categories.length; i++) {
        if (categories[i] >= 0 && (skip == null || !skip[i])) {
          counts[categories[i]]++;
        }
      }
    }

    @Override
    public void merge(FeatureStatistics other) {
      Arrays.setAll(counts, i -> counts[i] + ((Ids) other).counts[i]);
    }

    @Override
    public Feature fitted() {
      return CategoryIdFeature.this;
    }

    @Override
    public Optional<String> warning() {
      return SingleValues.warning(
          CategoryIdFeature.this,
          Arrays.stream(counts).filter(count -> count > 0).count(),
          Arrays.stream(counts).filter(count -> count == 1).count(),
          Arrays.stream(counts).asLongStream().sum());
    }
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new Ids();
  }

  @Override
  public void categories(RowPart part, int[] categories) {
    double[] numbers = part.doubles(column);
    for (int i = 0; i < categories.length; i++) {
      double value = numbers[part.from() + i];
      categories[i] = isId(value) ? (int) value : -1;
    }
  }
}
