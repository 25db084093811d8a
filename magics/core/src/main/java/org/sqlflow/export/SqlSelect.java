package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.formula.Formula;
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

  private final SqlSteps steps;
  private final SqlScores scores;
  private final UnaryOperator<String> literal;

  /** What is shown of each group or class, in SQL. */
  private IntFunction<String> shown = Integer::toString;

  private SqlSelect(SqlSteps steps, ExpressionText sql, UnaryOperator<String> literal) {
    this.steps = steps;
    this.scores = new SqlScores(steps, sql);
    this.literal = literal;
  }

  /** A SELECT of a table of a training, which has no texts. */
  private static SqlSelect ofTraining(ExpressionText sql, List<String> kept, String query) {
    return new SqlSelect(SqlSteps.ofTraining(sql, kept, query), sql, UnaryOperator.identity());
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
    SqlSelect select =
        new SqlSelect(SqlSteps.of(sql, schema, kept(schema, outputs), query), sql, literal);
    FeatureSql features = new FeatureSql(schema, encoding.onNull(), sql, literal);
    List<Encoded> encoded = new ArrayList<>();
    for (Feature feature : encoding.features()) {
      encoded.addAll(feature.accept(features));
    }
    select.write(formula, encoded, features.complete(), outputs);
    return select.steps.text();
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
    SqlSelect select =
        new SqlSelect(SqlSteps.of(sql, schema, kept(schema, outputs), query), sql, literal);
    FeatureSql features = new FeatureSql(schema, encoding.onNull(), sql, literal);
    encoding.features().forEach(feature -> feature.accept(features));
    Encoded value = new Encoded.Number(expression);
    select.codes(select.steps.step("ruled", List.of(value), features.complete()), outputs);
    return select.steps.text();
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
    SqlSelect select = ofTraining(sql, columns, query);
    List<Encoded> scores = select.scores.nearest(formula, encoded, List.of());
    String expression = scores.size() == 1 ? "0" : select.lowest(scores).group();
    select.steps.finish(List.of(expression), List.of(group));
    return select.steps.text();
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
    SqlSelect select = ofTraining(sql, columns, query);
    Lowest lowest = select.lowest(select.scores.largest(formula, encoded, List.of()));
    String best = lowest.best().expression();
    List<String> likelihoods = new ArrayList<>();
    for (Encoded score : lowest.scores()) {
      likelihoods.add("exp((" + best + " - " + score.expression() + ") / 2E0)");
    }
    likelihoods.add(lowest.group());
    likelihoods.add(best);
    List<Encoded> known = select.steps.step("likelihoods", likelihoods);
    int groups = lowest.scores().size();
    List<String> totals = new ArrayList<>(known.stream().map(Encoded::expression).toList());
    totals.add(SqlNumbers.sum(totals.subList(0, groups), sql.doubleType()));
    List<String> names =
        select.steps.step("totals", List.copyOf(totals)).stream().map(Encoded::expression).toList();
    String total = names.get(groups + 2);
    List<String> values = new ArrayList<>();
    values.add(names.get(groups));
    values.add("ln(" + total + ") - " + names.get(groups + 1) + " / 2E0");
    names.subList(0, groups).forEach(name -> values.add(name + " / " + total));
    select.steps.finish(values, outputs);
    return select.steps.text();
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
      groups(scores.nearest(nearest, encoded, complete), outputs.get(0));
    } else if (formula instanceof Formula.LargestNormal normal) {
      groups(scores.largest(normal, encoded, complete), outputs.get(0));
    } else if (formula instanceof Formula.Code code) {
      codes(scores.layers(code.encoder(), steps.step("encoded", encoded, complete)), outputs);
    } else if (formula instanceof Formula.Likeliest likeliest) {
      likeliest(likeliest, encoded, complete, outputs.get(0));
    } else if (formula instanceof Formula.Sums sums) {
      codes(scores.sums(sums, encoded, complete, 1), outputs);
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
      groups(scores.sums(formula.sums(), encoded, complete, -1), output);
      return;
    }
    String sum = scores.sums(formula.sums(), encoded, complete, 1).get(0).expression();
    result(
        Text.of("CASE WHEN %s > 0 THEN %s ELSE %s END", sum, shown.apply(1), shown.apply(0)),
        output);
  }

  private void groups(List<Encoded> scores, String output) {
    result(scores.size() == 1 ? shown.apply(0) : lowest(scores).group(), output);
  }

  private void result(String value, String output) {
    steps.finish(List.of(steps.checked(value)), List.of(output));
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
    List<Encoded> named = steps.step("lowest", all, List.of());
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
    steps.finish(codes.stream().map(Encoded::expression).map(steps::checked).toList(), outputs);
  }
}
