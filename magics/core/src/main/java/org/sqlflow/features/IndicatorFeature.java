package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlflow.columns.Times;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * INDICATOR(c): the values of the training, each a category, and one more, {@code other}, for all
 * other values. Where {@link OnNull#MEAN} applies, NULL is one of the others.
 *
 * @param categories the place of each value, from 0; empty until it is fitted
 * @param weight what a 1 becomes, so that all categories together vary as much as one number
 * @param times whether the categories are dates or times, and another time is the one on the same
 *     side of each border that rules can have ({@link Times})
 */
public record IndicatorFeature(
    String column,
    Map<String, Integer> categories,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = One.class) double weight,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean times)
    implements CategoryFeature {
  /** Equals the weight that is not stored. */
  static final class One {
    @Override
    public boolean equals(Object other) {
      return other instanceof Double weight && weight == 1;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /**
   * The least variance of the 0 and 1 to scale by, about that of two categories of 15 % and 85 %. A
   * column that nearly always has one value is not scaled up to vary as much as a number: its few
   * other rows would be far away from all others.
   */
  private static final double LEAST_VARIANCE = 0.25;

  /** Models that were stored without a weight have 0 and 1. */
  public IndicatorFeature {
    weight = weight > 0 ? weight : 1;
  }

  /** Categories in no order. */
  public IndicatorFeature(String column, Map<String, Integer> categories, double weight) {
    this(column, categories, weight, false);
  }

  /** Categories of 0 and 1. */
  public IndicatorFeature(String column, Map<String, Integer> categories) {
    this(column, categories, 1);
  }

  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "INDICATOR",
          1,
          1,
          "a column or a category",
          "INDICATOR(month)",
          Optional.of(IndicatorFeature.class),
          IndicatorFeature::read);

  /** The most categories: a column with more is a measure, or has a different text in each row. */
  static final int MOST_CATEGORIES = 1000;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?");

  /** Categories that are not fitted yet. */
  public static IndicatorFeature of(String column) {
    return new IndicatorFeature(column, Map.of());
  }

  /** The same, not fitted yet, for a column of dates or times that rules compare. */
  public IndicatorFeature ofTimes() {
    return new IndicatorFeature(column, categories, weight, true);
  }

  /** The dates or times, in the order of their places; empty if the categories are others. */
  public Optional<Times> knownTimes() {
    return times ? times(categories) : Optional.empty();
  }

  private static Optional<Times> times(Map<String, Integer> categories) {
    String[] texts = new String[categories.size()];
    categories.forEach((text, place) -> texts[place] = text);
    return Times.of(Arrays.asList(texts));
  }

  private static List<Feature> read(Call call) {
    if (call.nested(0).isPresent()) {
      List<Feature> features = call.features(0);
      boolean isSparse = features.stream().allMatch(SparseFeature.class::isInstance);
      return isSparse ? features : List.copyOf(call.categories(0));
    }
    return call.columns(0).stream().<Feature>map(column -> of(column.name())).toList();
  }

  @Override
  public String kind() {
    return "INDICATOR";
  }

  @Override
  public String text() {
    return "INDICATOR(" + column + ")";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.indicator(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(ColumnRead.texts(column));
  }

  @Override
  public int width() {
    return categories.size() + 1;
  }

  @Override
  public List<String> names() {
    String[] names = new String[width()];
    categories.forEach((value, place) -> names[place] = column + "=" + shown(value));
    names[categories.size()] =
        column + "=" + (categories.containsKey("other") ? "(other)" : "other");
    return Arrays.asList(names);
  }

  private static String shown(String value) {
    return value.isBlank() ? "'" + value + "'" : value;
  }

  /** The different values, up to one more than are allowed. */
  private final class Values implements FeatureStatistics {
    private final Map<String, long[]> values = new HashMap<>();
    private long rows;

    @Override
    public void add(RowPart part, boolean[] skip) {
      rows += part.rows();
      String[] texts = part.texts(column);
      String last = null;
      long[] count = null;
      for (int i = 0; i < part.rows() && values.size() <= MOST_CATEGORIES; i++) {
        String text = texts[part.from() + i];
        if (text != null && (skip == null || !skip[i])) {
          if (!text.equals(last)) {
            count = values.computeIfAbsent(text, unseen -> new long[1]);
            last = text;
          }
          count[0]++;
        }
      }
    }

    @Override
    public void add(ColumnAggregates aggregates) {
      aggregates
          .categories()
          .forEach(
              (value, count) -> {
                rows += count;
                values.computeIfAbsent(value, unseen -> new long[1])[0] += count;
              });
    }

    @Override
    public void merge(FeatureStatistics other) {
      Values theirs = (Values) other;
      rows += theirs.rows;
      theirs.values.forEach(
          (value, count) -> {
            if (values.size() <= MOST_CATEGORIES) {
              values.computeIfAbsent(value, unseen -> new long[1])[0] += count[0];
            }
          });
    }

    @Override
    public Optional<String> warning() {
      return SingleValues.warning(
          IndicatorFeature.this,
          values.size(),
          values.values().stream().filter(count -> count[0] == 1).count(),
          values.values().stream().mapToLong(count -> count[0]).sum());
    }

    @Override
    public boolean hasTooMany() {
      return values.size() > MOST_CATEGORIES;
    }

    /** {@code 1 - sum p²} is the sum of the variances of the 0 and 1. */
    @Override
    public Feature balanced(Feature fitted, double variance) {
      double rowsWithValue = values.values().stream().mapToLong(count -> count[0]).sum();
      double own = 1;
      for (long[] count : values.values()) {
        own -= count[0] / rowsWithValue * (count[0] / rowsWithValue);
      }
      return new IndicatorFeature(
          column,
          ((IndicatorFeature) fitted).categories(),
          Math.sqrt(variance / Math.max(LEAST_VARIANCE, own)),
          ((IndicatorFeature) fitted).times);
    }

    @Override
    public Feature fitted() {
      if (values.isEmpty()) {
        throw NumberStatistics.noValues(column);
      }
      if (hasTooMany()) {
        throw new FeatureException(
            Text.of(
                "%s has more than %,d categories in %,d rows: use CATEGORY_HASH(%s, %d), or BUCKET"
                    + " for ranges of numbers",
                text(), MOST_CATEGORIES, rows, SqlNames.inClause(column), MOST_CATEGORIES),
            List.of(column));
      }
      List<String> inOrder = new ArrayList<>(values.keySet());
      inOrder.sort(Comparator.naturalOrder());
      if (inOrder.stream().allMatch(value -> NUMBER.matcher(value).matches())) {
        inOrder.sort(Comparator.comparing(BigDecimal::new));
      }
      Map<String, Integer> places = new LinkedHashMap<>();
      inOrder.forEach(value -> places.put(value, places.size()));
      return new IndicatorFeature(column, places, 1, times && times(places).isPresent());
    }
  }

  @Override
  public String filling() {
    return "the category " + names().get(categories.size());
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new Values();
  }

  @Override
  public void categories(RowPart part, int[] places) {
    String[] texts = part.texts(column);
    Optional<Times> known = Optional.empty();
    for (int i = 0; i < places.length; i++) {
      String text = texts[part.from() + i];
      Integer place = text == null ? null : categories.get(text);
      if (place == null && text != null && times) {
        known = known.or(this::knownTimes);
        place = known.flatMap(all -> all.place(text)).orElse(null);
      }
      places[i] = place == null ? categories.size() : place;
    }
  }
}
