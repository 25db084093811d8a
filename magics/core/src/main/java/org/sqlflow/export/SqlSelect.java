package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.database.StoredTable;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Layer;
import org.sqlflow.models.formula.Formula.Metric;
import org.sqlflow.text.Text;

/**
 * A model as one SELECT: the rows of a query with the prediction as further columns, computed by
 * the database alone. Each step of the formula is a common table expression: encoded features,
 * layers, scores of the groups, and the lowest of them.
 *
 * <p>Sums are in double precision, where the model's network computes in single precision: rows
 * that are almost equally near to two groups may go to the other one. A row that lacks a value
 * which the model needs has NULL.
 */
public final class SqlSelect {
  /** The most numbers of a model; databases take seconds to plan more. */
  public static final int MOST_TERMS = 100_000;

  /** The most numbers that a step computes: PostgreSQL takes 1,664 columns, those of the query. */
  private static final int MOST_COLUMNS = 1_500;

  private final ExpressionText sql;
  private final String type;
  private final String prefix;
  private final List<String> kept;
  private final StringBuilder text;
  private boolean checks;
  private String previous = "source";
  private int steps;

  /** What is shown of each group or class, in SQL. */
  private IntFunction<String> shown = Integer::toString;

  private final UnaryOperator<String> literal;

  private SqlSelect(
      ExpressionText sql,
      UnaryOperator<String> literal,
      Schema schema,
      List<String> kept,
      String query) {
    this.literal = literal;
    this.sql = sql;
    this.type = sql.doubleType();
    this.prefix = prefix(schema);
    this.kept = kept.stream().map(sql::quote).toList();
    this.text = new StringBuilder("WITH source AS (\n").append(query).append("\n)");
  }

  /** A SELECT of a table of a training, whose columns do not begin with the mark. */
  private SqlSelect(ExpressionText sql, List<String> kept, String query) {
    this.literal = UnaryOperator.identity(); // a pass has no texts
    this.sql = sql;
    this.type = sql.doubleType();
    this.prefix = StoredTable.VIEW_MARK;
    this.kept = kept;
    this.text = new StringBuilder("WITH source AS (\n").append(query).append("\n)");
  }

  /** A beginning of names that no column of the query has. */
  private static String prefix(Schema schema) {
    String prefix = StoredTable.VIEW_MARK;
    while (true) {
      String tried = prefix;
      if (schema.names().stream()
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(tried))) {
        return prefix;
      }
      prefix += "_";
    }
  }

  /**
   * Refuses a model that is too large for a SELECT.
   *
   * @throws ExportException if it is
   */
  public static void checkSize(String model, Formula formula) {
    if (formula.terms() > MOST_TERMS) {
      throw new ExportException(
          Text.of(
              "%s has %,d numbers, and a SELECT takes at most %,d: use TO PREDICT, or train a"
                  + " smaller model (%s)",
              model, formula.terms(), MOST_TERMS, smaller(formula)));
    }
  }

  private static String smaller(Formula formula) {
    Formula of = formula instanceof Formula.Likeliest likeliest ? likeliest.sums() : formula;
    return of instanceof Formula.Network
        ? "fewer features, or smaller model.hidden_units"
        : of instanceof Formula.Trees
            ? "fewer or smaller trees"
            : "fewer groups or features, or smaller model.encode_units";
  }

  /**
   * The SELECT.
   *
   * @param model its name, for messages
   * @param schema the query's columns
   * @param query which rows
   * @param outputs the names of the predictions' columns; they hide columns of the query
   * @param literal writes a text as SQL
   * @throws ExportException if SQL cannot express the model
   */
  public static String of(
      String model,
      Formula formula,
      FeatureEncoding encoding,
      Schema schema,
      String query,
      List<String> outputs,
      ExpressionText sql,
      UnaryOperator<String> literal) {
    checkSize(model, formula);
    SqlSelect select = new SqlSelect(sql, literal, schema, kept(schema, outputs), query);
    FeatureSql features = new FeatureSql(schema, encoding.onNull(), sql, literal);
    List<Encoded> encoded = new ArrayList<>();
    for (Feature feature : encoding.features()) {
      encoded.addAll(feature.accept(features));
    }
    select.write(formula, encoded, features.complete(), outputs);
    return select.text.toString();
  }

  /**
   * The SELECT with an expression on the query's own columns, which is computed for the rows that
   * lack no value which the model needs.
   *
   * @param outputs as in {@link #of(String, Formula, FeatureEncoding, Schema, String, List,
   *     ExpressionText, UnaryOperator)}; the first is that of the expression
   * @throws ExportException if SQL cannot express which rows these are
   */
  public static String of(
      String expression,
      FeatureEncoding encoding,
      Schema schema,
      String query,
      List<String> outputs,
      ExpressionText sql,
      UnaryOperator<String> literal) {
    SqlSelect select = new SqlSelect(sql, literal, schema, kept(schema, outputs), query);
    FeatureSql features = new FeatureSql(schema, encoding.onNull(), sql, literal);
    encoding.features().forEach(feature -> feature.accept(features));
    Encoded value = new Encoded.Number(expression);
    select.codes(select.step("ruled", List.of(value), features.complete()), outputs);
    return select.text.toString();
  }

  /**
   * The SELECT of some columns of a table with the group of each row, by a formula without an
   * encoder.
   *
   * @param columns of the table that are kept, in quotes
   * @param encoded the features, by columns of the table
   * @param group the name of the group's column
   */
  static String grouped(
      Formula.NearestCentre formula,
      List<Encoded> encoded,
      String query,
      List<String> columns,
      String group,
      ExpressionText sql) {
    SqlSelect select = new SqlSelect(sql, columns, query);
    List<Encoded> scores = select.nearest(formula, encoded, List.of());
    String expression = scores.size() == 1 ? "0" : select.lowest(scores).group();
    select.finish(List.of(expression), List.of(group));
    return select.text.toString();
  }

  /**
   * The SELECT of some columns of a table with the likeliest group of each row, the logarithm of
   * its likelihood, and the share of each group.
   *
   * @param columns of the table that are kept, in quotes
   * @param encoded the features, by columns of the table
   * @param outputs the names of the columns of the group, the likelihood and the shares
   */
  static String shared(
      Formula.LargestNormal formula,
      List<Encoded> encoded,
      String query,
      List<String> columns,
      List<String> outputs,
      ExpressionText sql) {
    SqlSelect select = new SqlSelect(sql, columns, query);
    Lowest lowest = select.lowest(select.largest(formula, encoded, List.of()));
    String best = lowest.best().expression();
    List<String> likelihoods = new ArrayList<>();
    for (Encoded score : lowest.scores()) {
      likelihoods.add("exp((" + best + " - " + score.expression() + ") / 2E0)");
    }
    likelihoods.add(lowest.group());
    likelihoods.add(best);
    List<Encoded> known = select.step("likelihoods", likelihoods);
    int groups = lowest.scores().size();
    List<String> totals = new ArrayList<>(known.stream().map(Encoded::expression).toList());
    totals.add(SqlNumbers.sum(totals.subList(0, groups), select.type));
    List<String> names =
        select.step("totals", List.copyOf(totals)).stream().map(Encoded::expression).toList();
    String total = names.get(groups + 2);
    List<String> values = new ArrayList<>();
    values.add(names.get(groups));
    values.add("ln(" + total + ") - " + names.get(groups + 1) + " / 2E0");
    names.subList(0, groups).forEach(name -> values.add(name + " / " + total));
    select.finish(values, outputs);
    return select.text.toString();
  }

  /** The query's columns that no prediction hides. */
  private static List<String> kept(Schema schema, List<String> outputs) {
    return schema.names().stream()
        .filter(name -> outputs.stream().noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  private void write(
      Formula formula, List<Encoded> encoded, List<String> complete, List<String> outputs) {
    if (formula instanceof Formula.Renumbered other) {
      shown = group -> Integer.toString(other.numbers().get(group));
      write(other.groups(), encoded, complete, outputs);
    } else if (formula instanceof Formula.NearestCentre nearest) {
      groups(nearest(nearest, encoded, complete), outputs.get(0));
    } else if (formula instanceof Formula.LargestNormal normal) {
      groups(largest(normal, encoded, complete), outputs.get(0));
    } else if (formula instanceof Formula.Code code) {
      codes(layers(code.encoder(), step("encoded", encoded, complete)), outputs);
    } else if (formula instanceof Formula.Likeliest likeliest) {
      likeliest(likeliest, encoded, complete, outputs.get(0));
    } else if (formula instanceof Formula.Sums sums) {
      codes(sums(sums, encoded, complete, 1), outputs);
    }
  }

  private void likeliest(
      Formula.Likeliest formula, List<Encoded> encoded, List<String> complete, String output) {
    shown =
        code -> {
          String name = formula.classes().get(code);
          return switch (formula.literal()) {
            case PLAIN -> name;
            // Without an exponent it would be an exact decimal, not a double.
            case DOUBLE -> name.indexOf('E') < 0 && name.indexOf('e') < 0 ? name + "E0" : name;
            case TEXT -> literal.apply(name);
            case DATE, TIMESTAMP -> formula.literal() + " " + literal.apply(name);
          };
        };
    if (formula.sums().outputs() > 1) {
      // The lowest of the negative sums is the first of the largest.
      groups(sums(formula.sums(), encoded, complete, -1), output);
      return;
    }
    String sum = sums(formula.sums(), encoded, complete, 1).get(0).expression();
    result(
        Text.of("CASE WHEN %s > 0 THEN %s ELSE %s END", sum, shown.apply(1), shown.apply(0)),
        output);
  }

  /**
   * The sums of a formula.
   *
   * @param sign 1, or -1 for the negative ones
   */
  private List<Encoded> sums(
      Formula.Sums formula, List<Encoded> encoded, List<String> complete, int sign) {
    if (formula instanceof Formula.Linear linear) {
      List<Encoded> inputs = step("encoded", encoded, complete);
      int width = linear.features();
      return step(
          "sums",
          IntStream.range(0, linear.outputs())
              .mapToObj(
                  output ->
                      sum(
                          inputs,
                          input -> sign * linear.weights()[output * width + input],
                          sign * linear.constants()[output]))
              .toList());
    }
    if (formula instanceof Formula.Network network) {
      return network(network, step("encoded", encoded, complete), sign);
    }
    Formula.Trees trees = (Formula.Trees) formula;
    TreeSql sql =
        new TreeSql(step("encoded", encoded.stream().map(this::single).toList(), complete));
    List<Encoded> values =
        step("trees", trees.trees().stream().map(tree -> sql.of(tree.root())).toList());
    List<String> sums = new ArrayList<>();
    for (int output = 0; output < trees.outputs(); output++) {
      List<String> terms = new ArrayList<>();
      terms.add(SqlNumbers.of(trees.constants()[output]));
      for (int i = 0; i < values.size(); i++) {
        if (trees.trees().get(i).output() == output) {
          terms.add(values.get(i).expression());
        }
      }
      String sum = SqlNumbers.sum(terms, type);
      sums.add(sign < 0 ? "-(" + sum + ")" : sum);
    }
    return step("sums", sums);
  }

  private List<Encoded> network(Formula.Network network, List<Encoded> inputs, int sign) {
    List<String> linear = network.linear().map(layer -> sums(layer, inputs)).orElse(List.of());
    List<Encoded> found = layers(network.layers(), inputs, linear);
    int outputs = network.outputs();
    List<String> sums = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      String sum = found.get(output).expression();
      sum =
          linear.isEmpty()
              ? sum
              : "(" + sum + " + " + found.get(outputs + output).expression() + ")";
      sums.add(
          sum
              + " * "
              + SqlNumbers.of(sign * network.factor())
              + " + "
              + SqlNumbers.of(sign * network.constant()));
    }
    return step("totals", sums);
  }

  /** Trees compare numbers in single precision. */
  private Encoded single(Encoded one) {
    return one instanceof Encoded.Number number
        ? new Encoded.Number(
            "CAST(CAST(" + number.expression() + " AS " + sql.singleType() + ") AS " + type + ")")
        : one;
  }

  /** Writes a step that computes some expressions; they are columns from then on. */
  private <E extends Encoded> List<Encoded> step(
      String name, List<E> values, List<String> complete) {
    if (values.size() > MOST_COLUMNS) {
      throw new ExportException(
          Text.of(
              "the model computes %,d numbers of a row at a time, and a SELECT takes at most %,d:"
                  + " use TO PREDICT, or train on fewer features",
              values.size(), MOST_COLUMNS));
    }
    List<String> columns = new ArrayList<>(kept);
    List<Encoded> named = new ArrayList<>();
    String step = prefix + ++steps + "_";
    for (int i = 0; i < values.size(); i++) {
      String column = step + (i + 1);
      columns.add(values.get(i).expression() + " AS " + column);
      named.add(values.get(i).as(column));
    }
    if (checks) {
      columns.add(complete());
    } else if (!complete.isEmpty()) {
      checks = true;
      columns.add("CASE WHEN " + String.join(" AND ", complete) + " THEN 1 END AS " + complete());
    }
    text.append(",\n").append(name).append(" AS (\nSELECT ").append(String.join(",\n  ", columns));
    text.append("\nFROM ").append(previous).append(sql.fence()).append("\n)");
    previous = name;
    return named;
  }

  private String complete() {
    return prefix + "complete";
  }

  private List<Encoded> step(String name, List<String> values) {
    return step(name, values.stream().map(Encoded.Number::new).toList(), List.of());
  }

  private String sum(List<Encoded> inputs, Weights weights, double constant) {
    return weights.sum(inputs, constant, type);
  }

  private List<Encoded> layers(List<Layer> layers, List<Encoded> inputs) {
    return layers(layers, inputs, List.of());
  }

  /**
   * What layers make of inputs.
   *
   * @param beside further expressions on the inputs, whose values follow those of the last layer
   */
  private List<Encoded> layers(List<Layer> layers, List<Encoded> inputs, List<String> beside) {
    List<Encoded> all = inputs;
    List<Encoded> values = inputs;
    List<String> further = beside;
    int number = 1;
    for (Layer layer : layers) {
      ActivationSql activation = new ActivationSql(layer.activation());
      List<String> sums = sums(layer, values);
      if (!activation.usesOnce()) {
        List<String> names = expressions(step("sums_" + number, joined(sums, further)));
        sums = names.subList(0, layer.out());
        further = names.subList(layer.out(), names.size());
      }
      List<String> active = sums.stream().map(activation::of).toList();
      all = step("layer_" + number, joined(active, further));
      values = all.subList(0, layer.out());
      further = expressions(all.subList(layer.out(), all.size()));
      number++;
    }
    return all;
  }

  private static List<String> expressions(List<Encoded> values) {
    return values.stream().map(Encoded::expression).toList();
  }

  private List<String> sums(Layer layer, List<Encoded> inputs) {
    return IntStream.range(0, layer.out())
        .mapToObj(
            unit ->
                sum(
                    inputs,
                    input -> layer.weights()[unit * layer.in() + input],
                    layer.biases()[unit]))
        .toList();
  }

  private static List<String> joined(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private List<Encoded> nearest(
      Formula.NearestCentre formula, List<Encoded> encoded, List<String> complete) {
    int width = formula.width();
    Centres centres =
        new Centres(
            width, formula.clusters(), i -> formula.centres()[i], new double[formula.clusters()]);
    if (!formula.encoder().isEmpty()) {
      List<Encoded> codes = layers(formula.encoder(), step("encoded", encoded, complete));
      return step("scores", centres.euclidean(codes, type));
    }
    if (formula.metric() == Metric.EUCLIDEAN) {
      double[] middle = centres.middle(encoded);
      List<Encoded> inputs = step("encoded", Centres.moved(encoded, middle), complete);
      return step("scores", centres.moved(middle).euclidean(inputs, type));
    }
    List<Encoded> inputs = step("encoded", encoded, complete);
    if (formula.metric() == Metric.MANHATTAN) {
      return step("scores", centres.manhattan(inputs, type));
    }
    return cosine(inputs, centres);
  }

  private List<Encoded> cosine(List<Encoded> inputs, Centres centres) {
    List<String> sums = new ArrayList<>();
    for (int j = 0; j < centres.count(); j++) {
      int centre = j;
      sums.add(sum(inputs, i -> centres.at(centre, i), 0));
    }
    List<String> squares = new ArrayList<>();
    for (Encoded input : inputs) {
      squares.add(
          input instanceof Encoded.Category category
              ? category.lookup(i -> category.own() * category.own(), 0, type)
              : input.expression() + " * " + input.expression());
    }
    sums.add("sqrt(" + SqlNumbers.sum(squares, type) + ")");
    List<Encoded> named = step("products", sums);
    String length = named.get(centres.count()).expression();
    List<String> scores = new ArrayList<>();
    for (int j = 0; j < centres.count(); j++) {
      String square = SqlNumbers.of(centres.square(j));
      scores.add(
          Text.of(
              "CASE WHEN %1$s > 0 THEN %2$s - 2E0 * %3$s / %1$s ELSE CAST(%2$s AS %4$s) END",
              length, square, named.get(j).expression(), type));
    }
    return step("scores", scores);
  }

  /** Minus twice the logarithms of the densities, but for a constant. */
  private List<Encoded> largest(
      Formula.LargestNormal formula, List<Encoded> encoded, List<String> complete) {
    int width = formula.features();
    int groups = formula.peaks().length;
    double[] constants =
        IntStream.range(0, groups).mapToDouble(j -> -2 * formula.peaks()[j]).toArray();
    Centres means = new Centres(width, groups, i -> formula.means()[i], constants);
    double[] middle = means.middle(encoded);
    List<Encoded> inputs = step("encoded", Centres.moved(encoded, middle), complete);
    Centres moved = means.moved(middle);
    boolean shared = formula.isShared() && groups > 1;
    List<String> whitened = new ArrayList<>();
    for (int j = 0; j < (shared ? 1 : groups); j++) {
      int group = j;
      for (int row = 0; row < width; row++) {
        int own = row;
        double constant = shared ? 0 : -product(formula, group, own, moved);
        whitened.add(sum(inputs, input -> formula.factor(group, own, input), constant));
      }
    }
    List<Encoded> parts = step("whitened", whitened);
    if (shared) {
      double[] centres = new double[groups * width];
      for (int j = 0; j < groups; j++) {
        for (int row = 0; row < width; row++) {
          centres[j * width + row] = product(formula, j, row, moved);
        }
      }
      return step(
          "scores", new Centres(width, groups, i -> centres[i], constants).euclidean(parts, type));
    }
    List<String> scores = new ArrayList<>();
    for (int j = 0; j < groups; j++) {
      List<String> terms = new ArrayList<>();
      for (Encoded part : parts.subList(j * width, (j + 1) * width)) {
        terms.add(part.expression() + " * " + part.expression());
      }
      terms.add(SqlNumbers.of(constants[j]));
      scores.add(SqlNumbers.sum(terms, type));
    }
    return step("scores", scores);
  }

  private static double product(Formula.LargestNormal formula, int group, int row, Centres means) {
    double sum = 0;
    for (int column = 0; column <= row; column++) {
      sum += formula.factor(group, row, column) * means.at(group, column);
    }
    return sum;
  }

  private void groups(List<Encoded> scores, String output) {
    result(scores.size() == 1 ? shown.apply(0) : lowest(scores).group(), output);
  }

  private void result(String value, String output) {
    finish(
        List.of(checks ? "CASE WHEN " + complete() + " = 1 THEN " + value + " END" : value),
        List.of(output));
  }

  /**
   * The lowest score.
   *
   * @param scores of the groups
   * @param best the lowest of them
   * @param group the expression of its group, the first of equals
   */
  private record Lowest(List<Encoded> scores, Encoded best, String group) {}

  private Lowest lowest(List<Encoded> scores) {
    String least =
        scores.stream().map(Encoded::expression).collect(Collectors.joining(", ", "least(", ")"));
    List<Encoded> all = new ArrayList<>(scores);
    all.add(new Encoded.Number(least));
    List<Encoded> named = step("lowest", all, List.of());
    String best = named.get(scores.size()).expression();
    StringBuilder group = new StringBuilder("CASE ").append(best);
    for (int j = 0; j < scores.size(); j++) {
      group
          .append(" WHEN ")
          .append(named.get(j).expression())
          .append(" THEN ")
          .append(shown.apply(j));
    }
    return new Lowest(named.subList(0, scores.size()), named.get(scores.size()), group + " END");
  }

  private void codes(List<Encoded> codes, List<String> outputs) {
    finish(
        codes.stream()
            .map(Encoded::expression)
            .map(code -> checks ? "CASE WHEN " + complete() + " = 1 THEN " + code + " END" : code)
            .toList(),
        outputs);
  }

  private void finish(List<String> values, List<String> outputs) {
    List<String> columns = new ArrayList<>(kept);
    for (int i = 0; i < values.size(); i++) {
      columns.add(values.get(i) + " AS " + sql.quote(outputs.get(i)));
    }
    text.append("\nSELECT ").append(String.join(",\n  ", columns)).append("\nFROM ");
    text.append(previous);
  }
}
