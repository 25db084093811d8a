package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Layer;
import org.sqlflow.models.formula.Formula.Metric;
import org.sqlflow.text.Text;

/**
 * The numbers of a formula in steps of a SELECT: sums, codes of layers, and the scores of groups,
 * of which the lowest wins.
 */
final class SqlScores {
  private final SqlSteps steps;
  private final ExpressionText sql;
  private final String type;

  SqlScores(SqlSteps steps, ExpressionText sql) {
    this.steps = steps;
    this.sql = sql;
    this.type = sql.doubleType();
  }

  /**
   * The sums of a formula.
   *
   * @param sign 1, or -1 for the negative ones
   */
  List<Encoded> sums(Formula.Sums formula, List<Encoded> encoded, List<String> complete, int sign) {
    if (formula instanceof Formula.Linear linear) {
      return linear(linear, steps.step("encoded", encoded, complete), sign);
    }
    if (formula instanceof Formula.Network network) {
      return network(network, steps.step("encoded", encoded, complete), sign);
    }
    List<Encoded> single = encoded.stream().map(this::single).toList();
    return trees((Formula.Trees) formula, steps.step("encoded", single, complete), sign);
  }

  private List<Encoded> linear(Formula.Linear linear, List<Encoded> inputs, int sign) {
    int width = linear.features();
    return steps.step(
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

  private List<Encoded> trees(Formula.Trees trees, List<Encoded> inputs, int sign) {
    TreeSql tree = new TreeSql(inputs);
    List<Encoded> values =
        steps.step("trees", trees.trees().stream().map(one -> tree.of(one.root())).toList());
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
    return steps.step("sums", sums);
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
    return steps.step("totals", sums);
  }

  /** Trees compare numbers in single precision. */
  private Encoded single(Encoded one) {
    return one instanceof Encoded.Number number
        ? new Encoded.Number(
            "CAST(CAST(" + number.expression() + " AS " + sql.singleType() + ") AS " + type + ")")
        : one;
  }

  private String sum(List<Encoded> inputs, Weights weights, double constant) {
    return weights.sum(inputs, constant, type);
  }

  /** What layers make of inputs. */
  List<Encoded> layers(List<Layer> layers, List<Encoded> inputs) {
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
        List<String> names = expressions(steps.step("sums_" + number, joined(sums, further)));
        sums = names.subList(0, layer.out());
        further = names.subList(layer.out(), names.size());
      }
      List<String> active = sums.stream().map(activation::of).toList();
      all = steps.step("layer_" + number, joined(active, further));
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

  /** The distances to centres, or what has the same order. */
  List<Encoded> nearest(
      Formula.NearestCentre formula, List<Encoded> encoded, List<String> complete) {
    int width = formula.width();
    Centres centres =
        new Centres(
            width, formula.clusters(), i -> formula.centres()[i], new double[formula.clusters()]);
    if (!formula.encoder().isEmpty()) {
      List<Encoded> codes = layers(formula.encoder(), steps.step("encoded", encoded, complete));
      return steps.step("scores", centres.euclidean(codes, type));
    }
    if (formula.metric() == Metric.EUCLIDEAN) {
      double[] middle = centres.middle(encoded);
      List<Encoded> inputs = steps.step("encoded", Centres.moved(encoded, middle), complete);
      return steps.step("scores", centres.moved(middle).euclidean(inputs, type));
    }
    List<Encoded> inputs = steps.step("encoded", encoded, complete);
    if (formula.metric() == Metric.MANHATTAN) {
      return steps.step("scores", centres.manhattan(inputs, type));
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
    List<Encoded> named = steps.step("products", sums);
    String length = named.get(centres.count()).expression();
    List<String> scores = new ArrayList<>();
    for (int j = 0; j < centres.count(); j++) {
      String square = SqlNumbers.of(centres.square(j));
      scores.add(
          Text.of(
              "CASE WHEN %1$s > 0 THEN %2$s - 2E0 * %3$s / %1$s ELSE CAST(%2$s AS %4$s) END",
              length, square, named.get(j).expression(), type));
    }
    return steps.step("scores", scores);
  }

  /** Minus twice the logarithms of the densities, but for a constant. */
  List<Encoded> largest(
      Formula.LargestNormal formula, List<Encoded> encoded, List<String> complete) {
    int width = formula.features();
    int groups = formula.peaks().length;
    double[] constants =
        IntStream.range(0, groups).mapToDouble(j -> -2 * formula.peaks()[j]).toArray();
    Centres means = new Centres(width, groups, i -> formula.means()[i], constants);
    double[] middle = means.middle(encoded);
    List<Encoded> inputs = steps.step("encoded", Centres.moved(encoded, middle), complete);
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
    List<Encoded> parts = steps.step("whitened", whitened);
    if (shared) {
      double[] centres = new double[groups * width];
      for (int j = 0; j < groups; j++) {
        for (int row = 0; row < width; row++) {
          centres[j * width + row] = product(formula, j, row, moved);
        }
      }
      return steps.step(
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
    return steps.step("scores", scores);
  }

  private static double product(Formula.LargestNormal formula, int group, int row, Centres means) {
    double sum = 0;
    for (int column = 0; column <= row; column++) {
      sum += formula.factor(group, row, column) * means.at(group, column);
    }
    return sum;
  }
}
