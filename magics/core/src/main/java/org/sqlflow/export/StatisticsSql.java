package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.features.Feature;

/** SELECTs of what features learn from all rows of a query. Immutable. */
public final class StatisticsSql {
  /** The most numbers in one SELECT; each has a few aggregates. */
  private static final int MOST_NUMBERS = 100;

  private final String query;
  private final ExpressionText sql;
  private final List<RawFeatures.Raw> features;
  private final String complete;
  private final boolean skips;

  private StatisticsSql(
      String query, ExpressionText sql, List<RawFeatures.Raw> features, boolean skips) {
    this.query = query;
    this.sql = sql;
    this.features = features;
    this.skips = skips;
    this.complete =
        features.stream()
            .map(RawFeatures.Raw::present)
            .distinct()
            .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /**
   * SELECTs of features that are not fitted yet.
   *
   * @param skips whether rows that lack a value of any feature do not count
   * @param literal writes a text as SQL
   * @throws ExportException if SQL cannot express one of the features
   */
  public static StatisticsSql of(
      List<Feature> features,
      boolean skips,
      Schema schema,
      String query,
      ExpressionText sql,
      UnaryOperator<String> literal) {
    RawFeatures raw = new RawFeatures(schema, sql, literal);
    return new StatisticsSql(
        query, sql, features.stream().map(feature -> feature.accept(raw)).toList(), skips);
  }

  /** How many numbers a feature has. */
  public int numbers(int feature) {
    return features.get(feature).numbers().size();
  }

  /** Whether a feature learns categories. */
  public boolean isCategory(int feature) {
    return features.get(feature).category().isPresent();
  }

  /** The features from one up to the first that does not fit into a SELECT with those before. */
  public int end(int from) {
    int numbers = 0;
    int end = from;
    do {
      numbers += 1 + numbers(end);
      end++;
    } while (end < features.size() && numbers + 1 + numbers(end) <= MOST_NUMBERS);
    return end;
  }

  /**
   * A SELECT with a row for each part of the rows: its number, its rows, those that lack nothing;
   * for each feature the rows that have a value; and for each number of each feature the count, the
   * mean, the variance, the least, the greatest, and how many are not whole.
   *
   * @param from the first feature
   * @param to the end, exclusive
   */
  public String moments(int from, int to) {
    List<String> present = new ArrayList<>();
    List<String> aggregates = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String name = "has_" + i;
      present.add("CASE WHEN " + features.get(i).present() + " THEN 1 ELSE 0 END AS " + name);
      aggregates.add("sum(" + name + ")");
    }
    for (int i = from; i < to; i++) {
      for (int place = 0; place < numbers(i); place++) {
        String name = "v_" + i + "_" + place;
        values.add(features.get(i).numbers().get(place) + " AS " + name);
        String value = counted(name);
        aggregates.add("count(" + value + ")");
        aggregates.add("avg(" + value + ")");
        aggregates.add("var_pop(" + value + ")");
        aggregates.add("min(" + value + ")");
        aggregates.add("max(" + value + ")");
        aggregates.add("sum(CASE WHEN " + name + " <> floor(" + name + ") THEN 1 ELSE 0 END)");
      }
    }
    List<String> inner = new ArrayList<>();
    inner.add(sql.partition().orElse("0") + " AS p");
    inner.add("CASE WHEN " + complete + " THEN 1 ELSE 0 END AS c");
    inner.addAll(present);
    inner.addAll(values);
    return "SELECT p, count(*), sum(c), "
        + String.join(", ", aggregates)
        + "\nFROM ("
        + select(inner)
        + ") AS raw GROUP BY p";
  }

  private String select(List<String> columns) {
    return "SELECT " + String.join(", ", columns) + "\nFROM (\n" + query + "\n) AS source";
  }

  private String counted(String name) {
    return skips ? "CASE WHEN c = 1 THEN " + name + " END" : name;
  }

  /** A SELECT of one row: for each number of a feature its quantiles, as a text. */
  public String quantiles(int feature, int count) {
    List<Double> shares = IntStream.range(0, count).mapToObj(i -> i / (count - 1.0)).toList();
    List<String> inner = new ArrayList<>();
    inner.add("CASE WHEN " + complete + " THEN 1 ELSE 0 END AS c");
    List<String> aggregates = new ArrayList<>();
    for (int place = 0; place < numbers(feature); place++) {
      inner.add(features.get(feature).numbers().get(place) + " AS v_" + place);
      aggregates.add(sql.quantiles(counted("v_" + place), shares));
    }
    return "SELECT " + String.join(", ", aggregates) + "\nFROM (" + select(inner) + ") AS raw";
  }

  /**
   * A SELECT of the categories of a feature and how often each occurs.
   *
   * @param most rows of the result
   */
  public String categories(int feature, int most) {
    Optional<String> category = features.get(feature).category();
    return "SELECT v, count(*)\nFROM ("
        + select(
            List.of(
                "CASE WHEN " + complete + " THEN 1 ELSE 0 END AS c",
                category.orElseThrow() + " AS v"))
        + ") AS raw\nWHERE v IS NOT NULL"
        + (skips ? " AND c = 1" : "")
        + " GROUP BY v LIMIT "
        + most;
  }

  /** A SELECT of how many different numbers a feature has. */
  public String distinct(int feature) {
    return "SELECT count(DISTINCT v)\nFROM ("
        + select(List.of(features.get(feature).numbers().get(0) + " AS v"))
        + ") AS raw";
  }
}
