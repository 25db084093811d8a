package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.CategoryHashFeature;
import org.sqlflow.features.CategoryIdFeature;
import org.sqlflow.features.CrossFeature;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureVisitor;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.scale.Scaling;
import org.sqlflow.text.Text;

/**
 * The encoded numbers of features, as expressions on a row's columns. A value that is missing is
 * filled in or makes {@link #complete} false, as in {@link
 * org.sqlflow.features.encoding.FeatureEncoding#encode}.
 */
final class FeatureSql implements FeatureVisitor<List<Encoded>> {
  /** The most combinations of crossed categories that are written out. */
  private static final int MOST_CROSSED = 2_000;

  private static final String LARGEST = SqlNumbers.of(Double.MAX_VALUE);

  private final Schema schema;
  private final OnNull onNull;
  private final ExpressionText sql;
  private final UnaryOperator<String> literal;
  private final List<String> complete = new ArrayList<>();

  /**
   * Features of a query.
   *
   * @param literal writes a text as SQL
   */
  FeatureSql(Schema schema, OnNull onNull, ExpressionText sql, UnaryOperator<String> literal) {
    this.schema = schema;
    this.onNull = onNull;
    this.sql = sql;
    this.literal = literal;
  }

  /** The conditions under which a row has all values that the features visited so far need. */
  List<String> complete() {
    return complete.stream().distinct().toList();
  }

  /** Whether a row without a value has a prediction. */
  private boolean takesMissing() {
    return onNull == OnNull.MEAN || onNull == OnNull.KEEP;
  }

  Column column(String name) {
    return schema.find(name).orElseThrow();
  }

  String name(Column column) {
    return sql.quote(column.name());
  }

  private String asDouble(String expression) {
    return "CAST(" + expression + " AS " + sql.doubleType() + ")";
  }

  private static String finite(String number) {
    return "CASE WHEN abs(" + number + ") <= " + LARGEST + " THEN " + number + " END";
  }

  /** A column's number; NULL where it is missing. */
  String number(String of) {
    Column column = column(of);
    String name = name(column);
    return switch (column.type()) {
      case BOOLEAN -> truth(name, "1E0", "0E0");
      case INTEGER -> asDouble(name);
      default -> finite(asDouble(name));
    };
  }

  private static String truth(String name, String yes, String no) {
    return "CASE WHEN " + name + " THEN " + yes + " WHEN NOT " + name + " THEN " + no + " END";
  }

  boolean isReal(String of) {
    return column(of).type() == ColumnType.REAL;
  }

  /** Adds the condition that a column has a value, unless missing values are taken. */
  private void require(String of) {
    if (!takesMissing()) {
      String present = isReal(of) ? number(of) : name(column(of));
      complete.add((isReal(of) ? "(" + present + ")" : present) + " IS NOT NULL");
    }
  }

  private String filled(String number, double mean) {
    return onNull == OnNull.MEAN ? "coalesce(" + number + ", " + SqlNumbers.of(mean) + ")" : number;
  }

  static String logarithm(String number) {
    return "sign(" + number + ") * ln(1E0 + abs(" + number + "))";
  }

  private String scaled(String number, Scaling scaling, boolean isSmall) {
    if (scaling.center() == 0 && scaling.spread() == 1) {
      return isSmall ? number : single(number);
    }
    return "("
        + number
        + " - "
        + SqlNumbers.of(scaling.center())
        + ") / "
        + SqlNumbers.of(scaling.spread());
  }

  /** Numbers that are not scaled can be large, and models see them in single precision. */
  private String single(String number) {
    return "CASE WHEN abs("
        + number
        + ") BETWEEN 1E-37 AND 3E38 THEN "
        + asDouble("CAST(" + number + " AS " + sql.singleType() + ")")
        + " ELSE "
        + number
        + " END";
  }

  @Override
  public List<Encoded> number(NumericFeature feature) {
    boolean isText = isText(feature);
    String number = isText ? numberIn(feature) : number(feature.column());
    String value = feature.log() ? logarithm(number) : number;
    if (!isText) {
      require(feature.column());
    } else if (!takesMissing()) {
      complete.add("(" + number + ") IS NOT NULL");
    }
    Scaling scaling = new Scaling(feature.mean(), feature.center(), feature.spread());
    return List.of(
        new Encoded.Number(scaled(filled(value, feature.mean()), scaling, feature.log())));
  }

  /** Whether a feature reads numbers out of texts, in the query as in the training. */
  boolean isText(NumericFeature feature) {
    return !feature.format().isEmpty() && !column(feature.column()).type().isNumeric();
  }

  /** The number that a text holds; NULL where it holds none. */
  String numberIn(NumericFeature feature) {
    NumberFormat format = NumberFormat.valueOf(feature.format());
    NumberFormat.Expressions known = format.expressions();
    String text = name(column(feature.column()));
    String digits = text;
    for (String around : known.around()) {
      digits = sql.without(digits, literal.apply(around));
    }
    digits = sql.without(digits, literal.apply(known.separators()));
    if (format.decimal() != '.') {
      digits = "replace(" + digits + ", " + literal.apply(",") + ", '.')";
    }
    return Text.of(
        "CASE WHEN %s AND NOT %s THEN CASE WHEN %s THEN -1E0 ELSE 1E0 END * %s END",
        sql.matches(text, literal.apply(known.whole())),
        sql.matches(text, literal.apply(known.unbalanced())),
        sql.matches(text, literal.apply(known.negative())),
        sql.number(digits));
  }

  /**
   * The number in a short form for people to read: all but digits, minus signs and the decimal sign
   * is dropped, so that exponents and points of units are misread.
   */
  String shortNumberIn(NumericFeature feature) {
    boolean hasPoint = NumberFormat.valueOf(feature.format()).decimal() == '.';
    String text = "replace(" + name(column(feature.column())) + ", '(', '-')";
    String digits = sql.without(text, literal.apply(hasPoint ? "[^-0-9.]" : "[^-0-9,]"));
    return sql.number(hasPoint ? digits : "replace(" + digits + ", ',', '.')");
  }

  /** Refuses to read numbers out of texts. */
  void refuseFormat(String column, String format) {
    if (!format.isEmpty() && !column(column).type().isNumeric()) {
      throw new ExportException(
          Text.of(
              "column %s holds numbers as texts (such as 1,234.50 $), which SQL does not read as"
                  + " SQLFlow does: CAST it to a number in the query, and train on that",
              column));
    }
  }

  @Override
  public List<Encoded> bucket(BucketFeature feature) {
    String number = number(feature.column());
    String value = feature.log() ? logarithm(number) : number;
    require(feature.column());
    String filled = "coalesce(" + value + ", " + SqlNumbers.of(feature.mean()) + ")";
    StringBuilder range = new StringBuilder("CASE");
    for (int i = 0; i < feature.bounds().size(); i++) {
      String bound = SqlNumbers.of(feature.bounds().get(i));
      range.append(" WHEN ").append(filled).append(" < ").append(bound).append(" THEN ").append(i);
    }
    range.append(" ELSE ").append(feature.bounds().size()).append(" END");
    return category(feature, range.toString(), 1);
  }

  private static List<Encoded> category(Feature feature, String expression, double own) {
    return List.of(new Encoded.Category(expression, feature.width(), own));
  }

  @Override
  public List<Encoded> ids(CategoryIdFeature feature) {
    String number = number(feature.column());
    String isId =
        Text.of(
            "%1$s >= 0 AND %1$s < %2$d AND %1$s = floor(%1$s)",
            isReal(feature.column()) ? "(" + number + ")" : number, feature.size());
    require(feature.column());
    complete.add(
        takesMissing()
            ? "(" + name(column(feature.column())) + " IS NULL OR (" + isId + "))"
            : "(" + isId + ")");
    return category(
        feature, "CASE WHEN " + isId + " THEN CAST(" + number + " AS INTEGER) ELSE -1 END", 1);
  }

  @Override
  public List<Encoded> indicator(IndicatorFeature feature) {
    Column column = column(feature.column());
    int other = feature.categories().size();
    require(feature.column());
    return category(
        feature,
        switch (column.type()) {
          case BOOLEAN -> truths(name(column), feature.categories(), other);
          case REAL -> numbers(number(feature.column()), feature.categories(), other);
          default -> texts(text(column), feature.categories(), other);
        },
        feature.weight());
  }

  String text(Column column) {
    return sql.exact(sql.cast(name(column), ColumnRead.Form.TEXTS));
  }

  private static String truths(String name, Map<String, Integer> categories, int other) {
    String yes = place(categories, other, "true", "1", "t");
    String no = place(categories, other, "false", "0", "f");
    return "CASE WHEN "
        + name
        + " THEN "
        + yes
        + " WHEN NOT "
        + name
        + " THEN "
        + no
        + " ELSE "
        + other
        + " END";
  }

  private static String place(Map<String, Integer> categories, int other, String... texts) {
    return String.valueOf(
        Stream.of(texts)
            .filter(categories::containsKey)
            .findFirst()
            .map(categories::get)
            .orElse(other));
  }

  /** Compares numbers as numbers, since each database writes them as texts in its own way. */
  private static String numbers(String number, Map<String, Integer> categories, int other) {
    StringBuilder text = new StringBuilder("CASE (").append(number).append(")");
    categories.forEach(
        (value, place) ->
            parsed(value)
                .ifPresent(
                    known ->
                        text.append(" WHEN ")
                            .append(SqlNumbers.of(known))
                            .append(" THEN ")
                            .append(place)));
    return categories.keySet().stream().noneMatch(value -> parsed(value).isPresent())
        ? String.valueOf(other)
        : text + " ELSE " + other + " END";
  }

  private static Optional<Double> parsed(String value) {
    try {
      return Optional.of(Double.valueOf(value)).filter(Double::isFinite);
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private String texts(String text, Map<String, Integer> categories, int other) {
    StringBuilder written = new StringBuilder("CASE ").append(text);
    categories.forEach(
        (value, place) ->
            written.append(" WHEN ").append(literal.apply(value)).append(" THEN ").append(place));
    return written + " ELSE " + other + " END";
  }

  @Override
  public List<Encoded> hashed(CategoryHashFeature feature) {
    throw hashes(feature.text(), "SQL");
  }

  @Override
  public List<Encoded> cross(CrossFeature feature) {
    List<Encoded> parts = new ArrayList<>();
    long all = 1;
    for (Feature part : feature.parts()) {
      boolean isKnown = part instanceof BucketFeature || part instanceof CategoryIdFeature;
      all = isKnown ? all * part.width() : MOST_CROSSED + 1;
      if (all > MOST_CROSSED) {
        throw hashes(feature.text(), "SQL");
      }
      parts.addAll(part.accept(this));
    }
    // All combinations are known: their hashes are looked up.
    StringBuilder place = new StringBuilder();
    StringBuilder missing = new StringBuilder();
    for (Encoded part : parts) {
      if (!place.isEmpty()) {
        place.insert(0, "(").append(") * ").append(part.width()).append(" + ");
        missing.append(" OR ");
      }
      place.append('(').append(part.expression()).append(')');
      missing.append('(').append(part.expression()).append(") < 0");
    }
    int[] sizes = parts.stream().mapToInt(Encoded::width).toArray();
    StringBuilder hash =
        new StringBuilder("CASE WHEN ").append(missing).append(" THEN -1 ELSE CASE ");
    hash.append(place);
    int[] codes = new int[sizes.length];
    for (int combination = 0; combination < all; combination++) {
      int rest = combination;
      for (int i = sizes.length - 1; i >= 0; i--) {
        codes[i] = rest % sizes[i];
        rest /= sizes[i];
      }
      hash.append(" WHEN ").append(combination).append(" THEN ").append(feature.category(codes));
    }
    return category(feature, hash.append(" END END").toString(), 1);
  }

  /** The error of a feature that hashes, which other languages do not. */
  static ExportException hashes(String feature, String language) {
    return new ExportException(
        Text.of(
            "%s hashes values (MurmurHash3), which %s does not: train with INDICATOR to export the"
                + " model",
            feature, language));
  }

  @Override
  public List<Encoded> vector(DenseFeature feature) {
    String name = name(column(feature.column()));
    String size = sized(feature);
    complete.add(takesMissing() ? "(" + name + " IS NULL OR " + size + ")" : "(" + size + ")");
    List<Encoded> numbers = new ArrayList<>();
    List<String> elements = elements(feature);
    for (int i = 0; i < feature.size(); i++) {
      String element = elements.get(i);
      if (!takesMissing()) {
        complete.add("(" + element + ") IS NOT NULL");
      }
      Scaling scaling = feature.scalings().get(i);
      numbers.add(new Encoded.Number(scaled(filled(element, scaling.mean()), scaling, false)));
    }
    return numbers;
  }

  private boolean isList(DenseFeature feature) {
    return column(feature.column()).type() == ColumnType.LIST;
  }

  /** The condition under which a vector has its size. */
  String sized(DenseFeature feature) {
    String name = name(column(feature.column()));
    return isList(feature)
        ? sql.length(name) + " = " + feature.size()
        : parts(bare(name, feature.delimiter()), feature);
  }

  /** The numbers of a vector; NULL where one is missing. */
  List<String> elements(DenseFeature feature) {
    return IntStream.range(0, feature.size())
        .mapToObj(i -> element(feature, i))
        .map(element -> finite(isList(feature) ? asDouble(element) : element))
        .toList();
  }

  /** One of the numbers of a vector, as the database reads it. */
  String element(DenseFeature feature, int index) {
    Column column = column(feature.column());
    return column.type() == ColumnType.LIST
        ? sql.element(name(column), index + 1)
        : part(bare(name(column), feature.delimiter()), feature, index);
  }

  /** A text without brackets around it. */
  private String bare(String name, String delimiter) {
    String text = "trim(trim(BOTH ']' FROM trim(BOTH '[' FROM trim(" + name + "))))";
    return delimiter.isBlank() ? sql.singleBlanks(text) : text;
  }

  private String delimiter(DenseFeature feature) {
    return literal.apply(feature.delimiter().isBlank() ? " " : feature.delimiter());
  }

  private String part(String bare, DenseFeature feature, int index) {
    return sql.number("trim(" + sql.part(bare, delimiter(feature), index + 1) + ")");
  }

  /** The condition under which a text has as many parts as the feature has numbers. */
  private String parts(String bare, DenseFeature feature) {
    int delimiter = feature.delimiter().isBlank() ? 1 : feature.delimiter().length();
    return Text.of(
        "length(%1$s) - length(replace(%1$s, %2$s, '')) = %3$d",
        bare, delimiter(feature), (feature.size() - 1) * delimiter);
  }

  @Override
  public List<Encoded> weighted(WeightedFeature feature) {
    return feature.feature().accept(this).stream()
        .map(one -> times(one, feature.weight()))
        .toList();
  }

  private static Encoded times(Encoded one, double weight) {
    return one instanceof Encoded.Category category
        ? new Encoded.Category(category.expression(), category.width(), category.own() * weight)
        : new Encoded.Number("(" + one.expression() + ") * " + SqlNumbers.of(weight));
  }

  @Override
  public List<Encoded> other(Feature feature) {
    throw new ExportException(feature.text() + " is a function that SQL does not have");
  }
}
