package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;

/**
 * EMBEDDING(category, d): a category for which a network learns d numbers. The matrix has the
 * number of the category, or -1 where a row has none; of a {@link SparseFeature}, whose rows have
 * several, it has the vector.
 *
 * @param category a {@link CategoryFeature} or a {@link SparseFeature}
 * @param dimension d
 * @param combiner how the numbers of several categories of a row become d numbers
 */
public record EmbeddingFeature(Feature category, int dimension, String combiner)
    implements Feature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "EMBEDDING",
          1,
          4,
          "a column or a category, and how many numbers a network learns for each, or a trained"
              + " model that turns rows into numbers",
          "EMBEDDING(CATEGORY_HASH(city, 100), 8)",
          Optional.of(EmbeddingFeature.class),
          EmbeddingFeature::read);

  /** What the numbers of several categories become. */
  public static final List<String> COMBINERS = List.of("mean", "sum", "sqrtn");

  private static final int MOST = 4096;

  private static List<Feature> read(Call call) {
    if (call.size() == 1) {
      return ModelNumbersFeature.embedding(call);
    }
    int dimension = call.whole(1, 1, MOST);
    String combiner = call.size() > 2 ? call.word(2).toLowerCase(Locale.ROOT) : COMBINERS.get(0);
    if (!COMBINERS.contains(combiner)) {
      throw call.wrong(2, "expected mean, sum or sqrtn");
    }
    List<Feature> categories = new ArrayList<>();
    if (call.nested(0).isPresent()) {
      categories.addAll(call.features(0));
    } else {
      call.columns(0).forEach(column -> categories.add(IndicatorFeature.of(column.name())));
    }
    List<Feature> features = new ArrayList<>();
    for (Feature category : categories) {
      if (!(category instanceof CategoryFeature) && !(category instanceof SparseFeature)) {
        throw call.wrong(0);
      }
      features.add(new EmbeddingFeature(category, dimension, combiner));
    }
    return features;
  }

  /** Whether a row can have several categories, whose vector the matrix has. */
  public boolean hasSeveral() {
    return category instanceof SparseFeature;
  }

  /** How many categories there are. */
  public int size() {
    return category.width();
  }

  @Override
  public String kind() {
    return "EMBEDDING";
  }

  @Override
  public String text() {
    return "EMBEDDING("
        + category.text()
        + ", "
        + dimension
        + (combiner.equals(COMBINERS.get(0)) ? "" : ", " + combiner)
        + ")";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.other(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return category.reads();
  }

  @Override
  public int width() {
    return hasSeveral() ? category.width() : 1;
  }

  @Override
  public List<String> names() {
    if (hasSeveral()) {
      return category.names();
    }
    List<ColumnRead> reads = category.reads();
    return List.of(reads.size() == 1 ? reads.get(0).column() : category.text());
  }

  @Override
  public long bytes(ColumnRead read) {
    return category.bytes(read);
  }

  @Override
  public Optional<String> lacking(ColumnRead read, Column column) {
    return category.lacking(read, column);
  }

  @Override
  public int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    return category.markMissing(read, part, missing);
  }

  @Override
  public String filling() {
    return category.filling();
  }

  @Override
  public RowPart.Unfit unfit(RowPart part) {
    return category.unfit(part);
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new OfCategory(category.statistics(scale), dimension, combiner);
  }

  /** The statistics of the category. */
  private record OfCategory(FeatureStatistics plain, int dimension, String combiner)
      implements FeatureStatistics {
    @Override
    public void add(RowPart part, boolean[] skip) {
      plain.add(part, skip);
    }

    @Override
    public void merge(FeatureStatistics other) {
      plain.merge(((OfCategory) other).plain);
    }

    @Override
    public Feature fitted() {
      return new EmbeddingFeature(plain.fitted(), dimension, combiner);
    }

    @Override
    public Optional<String> warning() {
      return plain.warning();
    }
  }

  @Override
  public void encode(RowPart part, Target target, int at) {
    if (!(category instanceof CategoryFeature single)) {
      category.encode(part, target, at);
      return;
    }
    int[] categories = new int[part.rows()];
    single.categories(part, categories);
    for (int row = 0; row < categories.length; row++) {
      if (target.starts()[row] >= 0) {
        target.values()[target.starts()[row] + at] = categories[row];
      }
    }
  }
}
