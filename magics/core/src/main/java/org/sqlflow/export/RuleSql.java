package org.sqlflow.export;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.clustering.rules.Predicate;
import org.sqlflow.models.clustering.rules.Rule;
import org.sqlflow.text.Text;

/**
 * Rules in the SQL of a database, on the columns of a query. Names are quoted and texts escaped; a
 * number is written so that it is compared as the double that it is.
 *
 * @param infinite whether the SQL is short, for people to read: numbers that are not finite are
 *     compared as they are, and numbers in texts are read in a short way; else both are read
 *     exactly as a model reads them
 * @param elements the expressions of the numbers of vectors, by what rules call them
 * @param texts the expressions of the numbers in texts, by their columns in lower case
 */
public record RuleSql(
    Database database,
    Schema schema,
    boolean infinite,
    Map<String, String> elements,
    Map<String, String> texts) {
  /** The most characters of a line of CASE, if it can be divided. */
  private static final int WIDE = 96;

  private static final String LARGEST = "1.7976931348623157e308";

  /** Digits of a decimal that reads back as the same double in every database. */
  private static final int EXACT_DIGITS = 15;

  private static final double LARGE = 1e15;
  private static final double SMALL = 1e-6;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern TRUE = Pattern.compile("(?i)t|true|1");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(?:[.][0-9]+)?(?:[eE][-+]?[0-9]+)?");

  /**
   * Rules on a query.
   *
   * @param encoding whose features the rules are about
   */
  public static RuleSql of(
      Database database, Schema schema, boolean infinite, FeatureEncoding encoding) {
    FeatureSql sql =
        new FeatureSql(schema, encoding.onNull(), database.expressions(), database::literal);
    Map<String, String> elements = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    for (Feature feature : encoding.features()) {
      if (WeightedFeature.plain(feature) instanceof DenseFeature vector
          && schema.find(vector.column()).isPresent()) {
        List<String> names = vector.names();
        for (int i = 0; i < names.size(); i++) {
          elements.put(names.get(i), sql.element(vector, i));
        }
      }
      if (WeightedFeature.plain(feature) instanceof NumericFeature number
          && schema.find(number.column()).isPresent()
          && sql.isText(number)) {
        String read = infinite ? sql.shortNumberIn(number) : "(" + sql.numberIn(number) + ")";
        texts.put(number.column().toLowerCase(Locale.ROOT), read);
      }
    }
    return new RuleSql(database, schema, infinite, elements, texts);
  }

  /** Whether the database has truth values in a column. */
  public boolean isTruth(String column) {
    return type(column) == ColumnType.BOOLEAN;
  }

  /** Whether the database has dates or times in a column. */
  public boolean isTime(String column) {
    return type(column) == ColumnType.TIME;
  }

  private ColumnType type(String column) {
    return schema.find(column).map(Column::type).orElse(ColumnType.OTHER);
  }

  private String name(String column) {
    if (elements.containsKey(column) && schema.find(column).isEmpty()) {
      String element = elements.get(column);
      return infinite
          ? element
          : Text.of("(CASE WHEN abs(%1$s) <= %2$s THEN %1$s END)", element, LARGEST);
    }
    String name = database.names().inSql(schema.find(column).map(Column::name).orElse(column));
    return infinite || type(column) != ColumnType.REAL
        ? name
        : Text.of("(CASE WHEN abs(%1$s) <= %2$s THEN %1$s END)", name, LARGEST);
  }

  /** The condition that a row fulfils if the rule holds for it. */
  public String condition(Rule rule) {
    return rule.predicates().isEmpty()
        ? "TRUE"
        : rule.predicates().stream().map(this::condition).collect(Collectors.joining(" AND "));
  }

  /**
   * A CASE that gives each row something of the first rule that it fulfils, and NULL where it
   * fulfils none.
   *
   * @param value by the place of the rule
   */
  public String cases(List<Rule> rules, IntFunction<String> value) {
    StringBuilder text = new StringBuilder("CASE");
    for (int place = 0; place < rules.size(); place++) {
      List<String> words = new ArrayList<>();
      for (Predicate predicate : rules.get(place).predicates()) {
        words.add((words.isEmpty() ? "" : "AND ") + condition(predicate));
      }
      if (words.isEmpty()) {
        words.add(condition(rules.get(place)));
      }
      int last = words.size() - 1;
      words.set(last, words.get(last) + " THEN " + value.apply(place));
      text.append("\n").append(lines("  WHEN", words));
    }
    return text.append("\nEND").toString();
  }

  /** The words behind a first one, in lines that fit on a page; the others are indented. */
  private static String lines(String first, List<String> words) {
    StringBuilder text = new StringBuilder(first);
    int begin = 0;
    for (int i = 0; i < words.size(); i++) {
      if (i > 0 && text.length() - begin + words.get(i).length() >= WIDE) {
        begin = text.append("\n   ").length() - 3;
      }
      text.append(' ').append(words.get(i));
    }
    return text.toString();
  }

  private String condition(Predicate predicate) {
    List<String> parts = new ArrayList<>();
    String name =
        predicate instanceof Predicate.Range range ? number(range) : name(predicate.column());
    if (predicate instanceof Predicate.Range range) {
      bound(range.least()).forEach(bound -> parts.add(name + " >= " + bound));
      bound(range.below()).forEach(bound -> parts.add(name + " < " + bound));
    } else if (predicate instanceof Predicate.Period period) {
      period.least().ifPresent(least -> parts.add(name + " >= " + time(period, least)));
      period.below().ifPresent(below -> parts.add(name + " < " + time(period, below)));
      if (parts.isEmpty()) {
        return name + (period.orMissing() ? " IS NULL" : " IS NOT NULL");
      }
    } else if (predicate instanceof Predicate.Truth truth) {
      // A column of truth values in the training may be one of numbers in this query.
      parts.add(
          isTruth(truth.column())
              ? (truth.isTrue() ? name : "NOT " + name)
              : name + (truth.isTrue() ? " >= 1" : " < 1"));
    } else {
      parts.add(oneOf((Predicate.OneOf) predicate, name));
    }
    String all = String.join(" AND ", parts);
    return predicate.orMissing()
        ? "(" + (parts.size() > 1 ? "(" + all + ")" : all) + " OR " + name + " IS NULL)"
        : all;
  }

  private String number(Predicate.Range range) {
    String column = range.column();
    return texts.getOrDefault(column.toLowerCase(Locale.ROOT), name(column));
  }

  private String time(Predicate.Period period, String time) {
    // Dates in texts have the order of their letters.
    return type(period.column()) == ColumnType.TEXT
        ? database.literal(time)
        : period.type() + " " + database.literal(time);
  }

  private static List<String> bound(OptionalDouble bound) {
    return bound.isPresent() ? List.of(number(bound.getAsDouble())) : List.of();
  }

  /** A decimal where that is exact; else with an exponent, which makes it a double everywhere. */
  static String number(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    double size = Math.abs(value);
    boolean isShort =
        exact.precision() <= EXACT_DIGITS && (size == 0 || size >= SMALL) && size < LARGE;
    if (isShort) {
      return exact.signum() == 0 ? "0" : exact.toPlainString();
    }
    String text = Double.toString(value).toLowerCase(Locale.ROOT);
    return text.contains("e") ? text : text + "e0";
  }

  private String oneOf(Predicate.OneOf oneOf, String name) {
    if (oneOf.values().isEmpty()) {
      return oneOf.isIn() ? "FALSE" : name + " IS NOT NULL";
    }
    List<String> values = oneOf.values().stream().map(value -> value(oneOf, value)).toList();
    String tested = type(oneOf.column()) == ColumnType.TEXT ? text(oneOf, name) : name;
    if (values.size() == 1) {
      return tested + (oneOf.isIn() ? " = " : " <> ") + values.get(0);
    }
    return tested + (oneOf.isIn() ? " IN (" : " NOT IN (") + String.join(", ", values) + ")";
  }

  /**
   * The column's texts; compared letter by letter where a database could mistake one value for
   * another.
   */
  private String text(Predicate.OneOf oneOf, String name) {
    Set<String> folded = new HashSet<>();
    boolean differ = oneOf.known().stream().allMatch(value -> folded.add(folded(value)));
    return differ ? name : database.expressions().exact(name);
  }

  private static String folded(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).stripTrailing();
  }

  private String value(Predicate.OneOf oneOf, String value) {
    ColumnType type = type(oneOf.column());
    if (type == ColumnType.BOOLEAN) {
      return TRUE.matcher(value).matches() ? "TRUE" : "FALSE";
    }
    boolean isNumber = type == ColumnType.INTEGER || type == ColumnType.REAL;
    return isNumber && NUMBER.matcher(value).matches() ? value : database.literal(value);
  }
}
