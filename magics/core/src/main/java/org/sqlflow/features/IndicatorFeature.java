package org.sqlflow.features;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlflow.text.Text;

/**
 * INDICATOR(c): the values that the training had, each a category, and one more for all others that
 * may come: {@code other}. Where the mean is to stand in for NULL, NULL is one of these.
 *
 * @param categories for each value its place from 0; empty before they are learnt
 */
public record IndicatorFeature(String column, Map<String, Integer> categories)
    implements CategoryFeature {
  /** The most categories to learn: more would be a text of its own in each row, or a measure. */
  static final int MOST_LEARNT = 1000;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?");

  /** Categories that are yet to be learnt. */
  static IndicatorFeature of(String column) {
    return new IndicatorFeature(column, Map.of());
  }

  private ColumnRead.Texts read() {
    return new ColumnRead.Texts(column);
  }

  @Override
  public String text() {
    return "INDICATOR(" + column + ")";
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(read());
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

  @Override
  public Feature learn(TrainingSample sample, Scale scale) {
    Set<String> values = sample.texts(read(), MOST_LEARNT);
    if (values.size() > MOST_LEARNT) {
      throw new FeatureException(
          Text.of(
              "%s would learn more than %,d categories from %,d rows: hash them with"
                  + " CATEGORY_HASH(%s, %d), or put numbers into ranges with BUCKET",
              text(), MOST_LEARNT, sample.rows(), column, MOST_LEARNT));
    }
    List<String> inOrder = new ArrayList<>(values);
    if (values.stream().allMatch(value -> NUMBER.matcher(value).matches())) {
      inOrder.sort(Comparator.comparing(BigDecimal::new));
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    inOrder.forEach(value -> places.put(value, places.size()));
    return new IndicatorFeature(column, places);
  }

  @Override
  public void categories(FeatureRows rows, int from, int[] places) {
    String[] texts = rows.texts(read());
    for (int i = 0; i < places.length; i++) {
      String text = texts[from + i];
      places[i] =
          text == null ? categories.size() : categories.getOrDefault(text, categories.size());
    }
  }
}
