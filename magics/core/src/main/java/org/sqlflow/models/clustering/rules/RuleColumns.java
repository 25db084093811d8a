package org.sqlflow.models.clustering.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.sqlflow.columns.Times;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.CategoryIdFeature;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.training.ModelJson;

/**
 * The columns of a query that rules can be about, and where they are among the numbers that a model
 * sees: the two directions between conditions on encoded rows and predicates in SQL. Immutable.
 */
public final class RuleColumns implements CutPoints {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final List<RuleColumn> columns;
  private final List<String> unused;
  private final OnNull onNull;

  /** What the values of a column are. */
  private enum Kind {
    NUMBER,
    /** Encoded as 0 and 1 for each range of numbers. */
    RANGE,
    /** Encoded as 0 and 1 for each date or time. */
    TIME,
    CATEGORY
  }

  /**
   * A column.
   *
   * @param at the place of its first number in a row
   * @param feature that encodes it, with its weight; null for a number that is not encoded
   * @param place which of the feature's numbers it is
   * @param values the names of categories
   */
  private record RuleColumn(
      String column, int at, Kind kind, Feature feature, int place, List<String> values) {
    RuleColumn(String column, int at, Kind kind, Feature feature, List<String> values) {
      this(column, at, kind, feature, 0, values);
    }

    Times times() {
      return Times.of(values).orElseThrow();
    }

    boolean isTruth() {
      return feature != null
          && WeightedFeature.plain(feature) instanceof NumericFeature number
          && number.truth();
    }

    RoundNumbers numbers() {
      return feature == null
          ? new RoundNumbers(number -> (float) number, encoded -> encoded)
          : new RoundNumbers(
              number -> feature.encoded(place, number),
              encoded -> feature.original(place, (float) encoded));
    }

    List<Double> bounds() {
      return ((BucketFeature) WeightedFeature.plain(feature)).bounds();
    }

    /** A bound in the units of the column. */
    double bound(int index) {
      boolean log = ((BucketFeature) WeightedFeature.plain(feature)).log();
      double bound = bounds().get(index);
      return log ? Math.copySign(Math.expm1(Math.abs(bound)), bound) : bound;
    }

    /** How a missing value is encoded where it is replaced. */
    float filling() {
      if (kind == Kind.RANGE) {
        double mean = ((BucketFeature) WeightedFeature.plain(feature)).mean();
        return bounds().stream().filter(bound -> bound <= mean).count();
      }
      return feature == null ? 0 : feature.encoded(place, Double.NaN);
    }
  }

  private RuleColumns(List<RuleColumn> columns, List<String> unused, OnNull onNull) {
    this.columns = List.copyOf(columns);
    this.unused = List.copyOf(unused);
    this.onNull = onNull;
  }

  /** The columns behind the features of a model. */
  public static RuleColumns of(FeatureEncoding encoding) {
    return of(encoding, column -> false);
  }

  /**
   * The same for rules that explain a model: dates are earlier or later than a day, also where the
   * model tells only the training's dates apart.
   *
   * @param isTime whether a column of the query holds dates or times
   */
  public static RuleColumns of(
      FeatureEncoding encoding, java.util.function.Predicate<String> isTime) {
    List<RuleColumn> columns = new ArrayList<>();
    List<String> unused = new ArrayList<>();
    Set<String> numbers = new HashSet<>();
    for (Feature feature : encoding.features()) {
      if (WeightedFeature.plain(feature) instanceof NumericFeature number) {
        numbers.add(number.column().toLowerCase(Locale.ROOT));
      }
    }
    Set<String> taken = new HashSet<>();
    int at = 0;
    for (Feature feature : encoding.features()) {
      List<RuleColumn> found = columns(feature, at);
      if (found.isEmpty()) {
        unused.add(WeightedFeature.plain(feature).text());
      }
      for (RuleColumn one : found) {
        // A column, its logarithm and its ranges can be divided at the same places.
        RuleColumn column = isTime.test(one.column) ? timed(one) : one;
        String key = column.column.toLowerCase(Locale.ROOT);
        boolean isSecond =
            column.kind == Kind.RANGE && numbers.contains(key)
                || column.kind != Kind.CATEGORY && column.kind != Kind.TIME && !taken.add(key);
        if (!isSecond) {
          columns.add(column);
        }
      }
      at += feature.width();
    }
    return new RuleColumns(columns, unused, encoding.onNull());
  }

  /**
   * The column behind a feature, or the numbers of its vector; none if no condition on a column can
   * express the feature.
   */
  private static List<RuleColumn> columns(Feature feature, int at) {
    Feature plain = WeightedFeature.plain(feature);
    if (plain instanceof DenseFeature vector) {
      return IntStream.range(0, vector.size())
          .mapToObj(
              place ->
                  new RuleColumn(
                      vector.names().get(place),
                      at + place,
                      Kind.NUMBER,
                      feature,
                      place,
                      List.of()))
          .toList();
    }
    if (plain instanceof NumericFeature number) {
      return List.of(new RuleColumn(number.column(), at, Kind.NUMBER, feature, List.of()));
    }
    if (plain instanceof BucketFeature bucket) {
      return List.of(new RuleColumn(bucket.column(), at, Kind.RANGE, feature, List.of()));
    }
    if (plain instanceof IndicatorFeature indicator) {
      String[] values = new String[indicator.categories().size()];
      indicator.categories().forEach((value, place) -> values[place] = value);
      Kind kind = indicator.times() ? Kind.TIME : Kind.CATEGORY;
      return List.of(new RuleColumn(indicator.column(), at, kind, feature, Arrays.asList(values)));
    }
    if (plain instanceof CategoryIdFeature ids) {
      List<String> values = IntStream.range(0, ids.size()).mapToObj(Integer::toString).toList();
      return List.of(new RuleColumn(ids.column(), at, Kind.CATEGORY, feature, values));
    }
    return List.of();
  }

  private static RuleColumn timed(RuleColumn column) {
    boolean isTimes = column.kind == Kind.CATEGORY && Times.of(column.values).isPresent();
    return isTimes
        ? new RuleColumn(column.column, column.at, Kind.TIME, column.feature, column.values)
        : column;
  }

  /** Plain numbers, if nothing is known about the columns. */
  public static RuleColumns ofNumbers(List<String> names) {
    List<RuleColumn> columns = new ArrayList<>();
    for (int at = 0; at < names.size(); at++) {
      columns.add(new RuleColumn(names.get(at), at, Kind.NUMBER, null, List.of()));
    }
    return new RuleColumns(columns, List.of(), OnNull.ERROR);
  }

  /** Writes what {@link #restore} needs. */
  void write(ObjectNode json) {
    json.put("on_null", onNull.word());
    ArrayNode all = json.putArray("columns");
    Feature last = null;
    for (RuleColumn column : columns) {
      ObjectNode one = all.addObject().put("at", column.at);
      if (column.feature == null) {
        one.put("name", column.column);
      } else if (column.place > 0) {
        one.put("place", column.place);
      }
      // The numbers of a vector share a feature.
      if (column.feature != null && !column.feature.equals(last)) {
        one.set("feature", JSON.valueToTree(column.feature));
        last = column.feature;
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param width how many numbers a row has
   */
  static RuleColumns restore(JsonNode json, int width) {
    List<RuleColumn> columns = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    OnNull onNull = OnNull.of(json.path("on_null").asText());
    for (JsonNode one : json.path("columns")) {
      int at = one.path("at").asInt(-1);
      int place = one.path("place").asInt(0);
      if (one.has("feature")) {
        features.add(feature(one.path("feature")));
      }
      if (!one.has("name")) {
        List<RuleColumn> found =
            features.isEmpty() ? List.of() : columns(features.get(features.size() - 1), at - place);
        if (place < 0 || place >= found.size()) {
          throw ModelJson.corrupt("a wrong column");
        }
        columns.add(found.get(place));
      } else {
        columns.add(new RuleColumn(one.path("name").asText(), at, Kind.NUMBER, null, List.of()));
      }
      RuleColumn last = columns.get(columns.size() - 1);
      int numbers = last.kind == Kind.NUMBER ? 1 : last.feature.width();
      if (at < 0 || at + numbers > width) {
        throw ModelJson.corrupt("a column out of place");
      }
    }
    if (!features.isEmpty()) {
      new FeatureEncoding(Scale.NONE, onNull, features).check();
    }
    return new RuleColumns(columns, List.of(), onNull);
  }

  private static Feature feature(JsonNode json) {
    try {
      return JSON.treeToValue(json, Feature.class);
    } catch (JsonProcessingException broken) {
      throw ModelJson.corrupt("a column that cannot be read");
    }
  }

  /** Whether there is any column. */
  public boolean isEmpty() {
    return columns.isEmpty();
  }

  /** The features that rules cannot use, as COLUMN has them. */
  public List<String> unused() {
    return unused;
  }

  /** Rows as a model sees them, {@code rows x features}, for rules. */
  public RuleRows rows(Matrix matrix) {
    return new RuleRows(
        matrix.rows(), columns.stream().map(column -> values(column, matrix)).toList());
  }

  private static RuleRows.Values values(RuleColumn column, Matrix matrix) {
    if (column.kind == Kind.NUMBER) {
      float[] values = new float[matrix.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] = matrix.at(row, column.at);
      }
      return new RuleRows.Values.Numbers(values);
    }
    int size = column.kind == Kind.RANGE ? column.feature.width() : column.values.size();
    int[] codes = new int[matrix.rows()];
    for (int row = 0; row < codes.length; row++) {
      int code = 0;
      while (code < size && matrix.at(row, column.at + code) == 0) {
        code++;
      }
      codes[row] = code;
    }
    if (column.kind == Kind.CATEGORY) {
      return new RuleRows.Values.Categories(codes, size);
    }
    float[] places = new float[codes.length];
    for (int row = 0; row < places.length; row++) {
      places[row] = codes[row];
    }
    return new RuleRows.Values.Numbers(places);
  }

  @Override
  public float between(int column, float below, float above) {
    RuleColumn own = columns.get(column);
    return switch (own.kind) {
      case RANGE -> (float) Math.floor(below) + 1;
      case TIME -> own.times().between(Math.round(below), Math.round(above));
      default -> own.numbers().between(below, above);
    };
  }

  /** What {@link Condition.Below} compares with, in the column's units. */
  double value(int column, float threshold) {
    RuleColumn own = columns.get(column);
    return own.kind == Kind.RANGE
        ? own.bound(Math.round(threshold) - 1)
        : own.numbers().shortest(threshold);
  }

  /** Whether a condition is one that these columns can have. */
  boolean allows(Condition condition) {
    if (condition.column() < 0 || condition.column() >= columns.size()) {
      return false;
    }
    RuleColumn own = columns.get(condition.column());
    if (condition instanceof Condition.Below below) {
      int bounds =
          switch (own.kind) {
            case RANGE -> own.bounds().size();
            // The last divides all times from what is missing.
            case TIME -> own.values.size();
            default -> 0;
          };
      boolean isBound = below.threshold() >= 1 && below.threshold() <= bounds;
      return Float.isFinite(below.threshold()) && (own.kind == Kind.NUMBER || isBound);
    }
    return own.kind == Kind.CATEGORY
        && ((Condition.Among) condition)
            .codes().stream().allMatch(code -> code >= 0 && code < own.values.size());
  }

  /** The rule of each leaf of a tree, in the order of its paths. */
  public List<Rule> rules(RuleTree tree) {
    return tree.paths().stream().map(path -> rule(path.steps(), path.group())).toList();
  }

  /** The rule of some steps, in the columns' own values: a predicate for each column. */
  public Rule rule(List<RuleTree.Step> steps, int group) {
    Map<Integer, List<RuleTree.Step>> byColumn = new LinkedHashMap<>();
    for (RuleTree.Step step : steps) {
      byColumn.computeIfAbsent(step.condition().column(), c -> new ArrayList<>()).add(step);
    }
    List<Predicate> predicates = new ArrayList<>();
    byColumn.forEach(
        (column, own) ->
            predicates.add(
                switch (columns.get(column).kind) {
                  case CATEGORY -> oneOf(column, own);
                  case TIME -> period(column, own);
                  default -> range(column, own);
                }));
    return new Rule(group, predicates);
  }

  /** The range of a column's numbers that some steps leave. */
  private record Left(float least, float below) {
    static Left of(List<RuleTree.Step> steps) {
      float least = Float.NEGATIVE_INFINITY;
      float below = Float.POSITIVE_INFINITY;
      for (RuleTree.Step step : steps) {
        float threshold = ((Condition.Below) step.condition()).threshold();
        below = step.holds() ? Math.min(below, threshold) : below;
        least = step.holds() ? least : Math.max(least, threshold);
      }
      return new Left(least, below);
    }

    boolean hasLeast() {
      return least != Float.NEGATIVE_INFINITY;
    }

    boolean hasBelow() {
      return below != Float.POSITIVE_INFINITY;
    }
  }

  private Predicate range(int column, List<RuleTree.Step> steps) {
    Left left = Left.of(steps);
    RuleColumn own = columns.get(column);
    float filling = own.filling();
    boolean orMissing = onNull == OnNull.MEAN && filling >= left.least && filling < left.below;
    if (own.isTruth() && left.hasLeast() != left.hasBelow()) {
      return new Predicate.Truth(own.column, left.hasLeast(), orMissing);
    }
    return new Predicate.Range(
        own.column,
        left.hasLeast() ? OptionalDouble.of(value(column, left.least)) : OptionalDouble.empty(),
        left.hasBelow() ? OptionalDouble.of(value(column, left.below)) : OptionalDouble.empty(),
        orMissing);
  }

  /** A range of places among the times; a missing value has the place after the last. */
  private Predicate period(int column, List<RuleTree.Step> steps) {
    Left left = Left.of(steps);
    RuleColumn own = columns.get(column);
    Times times = own.times();
    int size = own.values.size();
    boolean isNone = left.least == size;
    Optional<Comparable<?>> least =
        left.hasLeast() && !isNone
            ? Optional.of(times.border(Math.round(left.least)))
            : Optional.empty();
    Optional<Comparable<?>> below =
        left.hasBelow() && left.below < size
            ? Optional.of(times.border(Math.round(left.below)))
            : Optional.empty();
    return new Predicate.Period(
        own.column,
        least.map(Times::text),
        below.map(Times::text),
        Times.type(times.values().get(0)),
        isNone || onNull == OnNull.MEAN && !left.hasBelow());
  }

  private Predicate oneOf(int column, List<RuleTree.Step> steps) {
    Set<Integer> in = null;
    Set<Integer> out = new TreeSet<>();
    for (RuleTree.Step step : steps) {
      List<Integer> codes = ((Condition.Among) step.condition()).codes();
      if (!step.holds()) {
        out.addAll(codes);
      } else if (in == null) {
        in = new TreeSet<>(codes);
      } else {
        in.retainAll(codes);
      }
    }
    RuleColumn own = columns.get(column);
    if (in != null) {
      in.removeAll(out);
    }
    return new Predicate.OneOf(
        own.column,
        (in == null ? out : in).stream().map(own.values::get).toList(),
        in != null,
        // A missing value is none of the categories.
        onNull == OnNull.MEAN && in == null,
        own.values);
  }
}
