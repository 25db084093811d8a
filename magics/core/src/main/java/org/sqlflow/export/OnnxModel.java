package org.sqlflow.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.executor.Activation;
import org.sqlflow.export.OnnxGraph.Attribute;
import org.sqlflow.export.OnnxGraph.Type;
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
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scaling;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Layer;
import org.sqlflow.models.formula.Formula.Metric;

/**
 * A model in the Open Neural Network Exchange format, opset 17: preprocessing, network and
 * assignment. Each column is an input of {@code rows x 1} in double precision (NaN where a value is
 * missing), or of texts; a DENSE column is one of {@code rows x n}. Numbers in texts are numbers
 * here. The output {@code group_id} is -1 for a row that lacks a value; an autoencoder's is {@code
 * code}. A model of a label has {@code prediction}, NaN, an empty text or a whole number below the
 * classes for a row that lacks a value, and one of classes {@code probabilities}, too.
 */
public final class OnnxModel implements FeatureVisitor<String> {
  /** What the beginning of a file contains. */
  public static final String HEAD = OnnxGraph.HEAD;

  private static final int COLUMNS = 1;
  private static final String PREDICTION = "prediction";

  private final OnnxGraph graph = new OnnxGraph();
  private final Set<String> columns;
  private final OnNull onNull;
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private Optional<String> incomplete = Optional.empty();

  private OnnxModel(Collection<String> columns, OnNull onNull) {
    this.columns = Set.copyOf(columns);
    this.onNull = onNull;
  }

  /**
   * The content of a file.
   *
   * @param name of the model
   * @param description in words
   * @throws ExportException if ONNX cannot express the model
   */
  public static byte[] of(
      String name, String description, Formula formula, FeatureEncoding encoding) {
    OnnxModel model = new OnnxModel(encoding.columns(), encoding.onNull());
    List<String> parts = encoding.features().stream().map(f -> f.accept(model)).toList();
    model.write(formula, parts.size() == 1 ? parts.get(0) : model.joined(parts));
    return model.graph.toBytes(name, description);
  }

  private String joined(List<String> parts) {
    return graph.op("Concat", parts, Attribute.of("axis", COLUMNS));
  }

  private void write(Formula formula, String features) {
    if (formula instanceof Formula.Code code) {
      output(layers(code.encoder(), features), "code", Type.FLOAT, code.width());
      return;
    }
    if (formula instanceof Formula.Sums sums) {
      output(known(sums(sums, features)), PREDICTION, Type.DOUBLE, COLUMNS);
      return;
    }
    if (formula instanceof Formula.Likeliest likeliest) {
      classes(likeliest, sums(likeliest.sums(), features));
      return;
    }
    output(flatKnown(group(formula, features), -1), "group_id", Type.INT64, 0);
  }

  /** Names a result, otherwise than any input. */
  private void output(String result, String name, Type type, int width) {
    String unused = name;
    while (inputs.containsValue(unused)) {
      unused += "_";
    }
    graph.output(result, unused, type, width);
  }

  /** NaN for rows that lack a value. */
  private String known(String values) {
    return incomplete
        .map(
            missing ->
                graph.op(
                    "Where", List.of(missing, graph.doubles(new double[] {Double.NaN}, 1), values)))
        .orElse(values);
  }

  /** Another number for rows that lack a value; of one dimension. */
  private String flatKnown(String values, long otherwise) {
    return incomplete
        .map(
            missing ->
                graph.op(
                    "Where",
                    List.of(flat(missing), graph.longs(new long[] {otherwise}, 1), values)))
        .orElse(values);
  }

  /** The sums of a row, in double precision. */
  private String sums(Formula.Sums formula, String features) {
    if (formula instanceof Formula.Linear linear) {
      int width = linear.features();
      int outputs = linear.outputs();
      double[] weights = new double[width * outputs];
      Arrays.setAll(weights, i -> linear.weights()[i % outputs * width + i / outputs]);
      String products =
          graph.op(
              "MatMul", graph.cast(features, Type.DOUBLE), graph.doubles(weights, width, outputs));
      return graph.op("Add", products, graph.doubles(linear.constants(), 1, outputs));
    }
    if (formula instanceof Formula.Network network) {
      String dense = layers(network.layers(), features);
      String sums =
          network
              .linear()
              .map(layer -> graph.op("Add", dense, layers(List.of(layer), features)))
              .orElse(dense);
      String scaled =
          graph.op(
              "Mul",
              graph.cast(sums, Type.DOUBLE),
              graph.doubles(new double[] {network.factor()}, 1));
      return graph.op("Add", scaled, graph.doubles(new double[] {network.constant()}, 1));
    }
    throw new ExportException(
        "trees are not written for ONNX: a file that ends in .sql or .sqlflow can hold the model");
  }

  private void classes(Formula.Likeliest formula, String sums) {
    int count = formula.classes().size();
    String shares;
    String codes;
    if (formula.sums().outputs() == 1) {
      String second = graph.op("Sigmoid", sums);
      String first = graph.op("Sub", graph.doubles(new double[] {1}, 1), second);
      shares = joined(List.of(first, second));
      String isSecond = graph.op("Greater", sums, graph.doubles(new double[] {0}, 1));
      codes = flat(graph.cast(isSecond, Type.INT64));
    } else {
      shares = graph.op("Softmax", sums, Attribute.of("axis", COLUMNS));
      codes = graph.op("ArgMax", sums, Attribute.of("axis", COLUMNS), Attribute.of("keepdims", 0));
    }
    Optional<long[]> wholes = wholes(formula);
    if (wholes.isPresent()) {
      long least = Arrays.stream(wholes.get()).min().orElse(0);
      long[] values = Arrays.copyOf(wholes.get(), count + 1);
      values[count] = Math.min(-1, least - 1);
      String found = graph.op("Gather", graph.longs(values, count + 1), flatKnown(codes, count));
      output(found, PREDICTION, Type.INT64, 0);
    } else {
      List<Integer> places = IntStream.range(0, count).boxed().toList();
      String found =
          graph.ml(
              "LabelEncoder",
              flatKnown(codes, -1),
              Attribute.ofNumbers("keys_int64s", places),
              Attribute.ofTexts("values_strings", formula.classes()),
              Attribute.of("default_string", ""));
      output(found, PREDICTION, Type.STRING, 0);
    }
    output(graph.cast(known(shares), Type.FLOAT), "probabilities", Type.FLOAT, count);
  }

  /** Classes that are whole numbers. */
  private static Optional<long[]> wholes(Formula.Likeliest formula) {
    try {
      return formula.literal() == Formula.Likeliest.Literal.PLAIN
          ? Optional.of(formula.classes().stream().mapToLong(Long::parseLong).toArray())
          : Optional.empty();
    } catch (NumberFormatException truths) {
      return Optional.empty();
    }
  }

  private String group(Formula formula, String features) {
    if (formula instanceof Formula.Renumbered other) {
      long[] numbers = other.numbers().stream().mapToLong(Integer::longValue).toArray();
      String group = group(other.groups(), features);
      return graph.op("Gather", graph.longs(numbers, numbers.length), group);
    }
    String scores =
        formula instanceof Formula.NearestCentre nearest
            ? nearest(nearest, features)
            : normals((Formula.LargestNormal) formula, features);
    return graph.op("ArgMin", scores, Attribute.of("axis", COLUMNS), Attribute.of("keepdims", 0));
  }

  private String flat(String column) {
    return graph.op("Squeeze", column, graph.longs(new long[] {COLUMNS}, 1));
  }

  private String layers(List<Layer> layers, String features) {
    String values = features;
    for (Layer layer : layers) {
      float[] weights = new float[layer.weights().length];
      for (int unit = 0; unit < layer.out(); unit++) {
        for (int i = 0; i < layer.in(); i++) {
          weights[i * layer.out() + unit] = layer.weights()[unit * layer.in() + i];
        }
      }
      String products = graph.op("MatMul", values, graph.floats(weights, layer.in(), layer.out()));
      values =
          activation(
              layer.activation(),
              graph.op("Add", products, graph.floats(layer.biases(), layer.out())));
    }
    return values;
  }

  private String activation(Activation activation, String sums) {
    return switch (activation) {
      case IDENTITY -> sums;
      case RELU -> graph.op("Relu", sums);
      case LEAKYRELU -> graph.op("LeakyRelu", sums, Attribute.of("alpha", Activation.LEAK));
      case ELU -> graph.op("Elu", sums, Attribute.of("alpha", 1f));
      case SELU ->
          graph.op(
              "Selu",
              sums,
              Attribute.of("alpha", (float) Activation.SELU_ALPHA),
              Attribute.of("gamma", (float) Activation.SELU_SCALE));
      case GELU -> gated(sums, (float) Activation.GELU_GATE);
      case SWISH -> gated(sums, 1);
      case TANH -> graph.op("Tanh", sums);
      case SIGMOID -> graph.op("Sigmoid", sums);
      case SOFTPLUS -> graph.op("Softplus", sums);
    };
  }

  private String gated(String sums, float steepness) {
    String gate = graph.op("Mul", sums, graph.floats(new float[] {steepness}, 1));
    return graph.op("Mul", sums, graph.op("Sigmoid", gate));
  }

  /** Distances are in double precision, as in prediction. */
  private String nearest(Formula.NearestCentre formula, String features) {
    int width = formula.width();
    int clusters = formula.clusters();
    double[] centres = new double[formula.centres().length];
    Arrays.setAll(centres, i -> formula.centres()[i]);
    String rows = graph.cast(layers(formula.encoder(), features), Type.DOUBLE);
    if (formula.metric() == Metric.MANHATTAN) {
      String each = graph.op("Unsqueeze", rows, graph.longs(new long[] {COLUMNS}, 1));
      String differences = graph.op("Sub", each, graph.doubles(centres, 1, clusters, width));
      return sum(graph.op("Abs", differences), 2, 0);
    }
    String seen = formula.metric() == Metric.COSINE ? ofLengthOne(rows) : rows;
    double[] middle = new double[width];
    for (int i = 0; i < centres.length; i++) {
      middle[i % width] += centres[i] / clusters;
    }
    double[] factors = new double[centres.length];
    double[] squares = new double[clusters];
    for (int j = 0; j < clusters; j++) {
      for (int i = 0; i < width; i++) {
        double moved = centres[j * width + i] - middle[i];
        factors[i * clusters + j] = -2 * moved;
        squares[j] += moved * moved;
      }
    }
    String moved = graph.op("Sub", seen, graph.doubles(middle, 1, width));
    String products = graph.op("MatMul", moved, graph.doubles(factors, width, clusters));
    return graph.op("Add", products, graph.doubles(squares, 1, clusters));
  }

  private String sum(String values, int axis, int keep) {
    return graph.op(
        "ReduceSum", values, graph.longs(new long[] {axis}, 1), Attribute.of("keepdims", keep));
  }

  /** Rows of zeros stay. */
  private String ofLengthOne(String rows) {
    String length = graph.op("Sqrt", sum(graph.op("Mul", rows, rows), COLUMNS, 1));
    String isZero = graph.op("Equal", length, graph.doubles(new double[] {0}, 1));
    String divisor = graph.op("Where", List.of(isZero, graph.doubles(new double[] {1}, 1), length));
    return graph.op("Div", rows, divisor);
  }

  private String normals(Formula.LargestNormal formula, String features) {
    int width = formula.features();
    String rows = graph.cast(features, Type.DOUBLE);
    List<String> scores = new ArrayList<>();
    for (int j = 0; j < formula.peaks().length; j++) {
      double[] factor = new double[width * width];
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
          factor[column * width + row] = formula.factor(j, row, column);
        }
      }
      double[] mean = Arrays.copyOfRange(formula.means(), j * width, (j + 1) * width);
      String moved = graph.op("Sub", rows, graph.doubles(mean, 1, width));
      String whitened = graph.op("MatMul", moved, graph.doubles(factor, width, width));
      String square = sum(graph.op("Mul", whitened, whitened), COLUMNS, 1);
      scores.add(graph.op("Add", square, graph.doubles(new double[] {-2 * formula.peaks()[j]}, 1)));
    }
    return joined(scores);
  }

  /** An input, named as its column unless that has another type too. */
  private String input(String column, Type type, int width) {
    String key = column + " " + type + width;
    return inputs.computeIfAbsent(
        key,
        unseen -> {
          String name = column;
          if (inputs.containsValue(column)) {
            name += type == Type.STRING ? "_text" : "_list";
            while (columns.contains(name) || inputs.containsValue(name)) {
              name += "_";
            }
          }
          return graph.input(name, type, width);
        });
  }

  /** Numbers of a column, and the mark of those that are missing. */
  private record Numbers(String values, String missing) {}

  private Numbers numbers(String column, int width) {
    String values = input(column, Type.DOUBLE, width);
    String missing = graph.op("Or", graph.op("IsNaN", values), graph.op("IsInf", values));
    if (onNull != OnNull.MEAN) {
      String rows =
          width == 1
              ? missing
              : graph.op(
                  "Greater",
                  sum(graph.cast(missing, Type.INT64), COLUMNS, 1),
                  graph.longs(new long[] {0}, 1));
      incomplete = Optional.of(incomplete.map(known -> graph.op("Or", known, rows)).orElse(rows));
    }
    return new Numbers(values, missing);
  }

  private String logarithm(String values) {
    String one = graph.doubles(new double[] {1}, 1);
    String size = graph.op("Log", graph.op("Add", graph.op("Abs", values), one));
    return graph.op("Mul", graph.op("Sign", values), size);
  }

  private String scaled(Numbers numbers, boolean log, List<Scaling> scalings) {
    String values = log ? logarithm(numbers.values) : numbers.values;
    String filled =
        graph.op(
            "Where",
            List.of(numbers.missing, row(scalings.stream().mapToDouble(Scaling::mean)), values));
    String moved = graph.op("Sub", filled, row(scalings.stream().mapToDouble(Scaling::center)));
    return graph.cast(
        graph.op("Div", moved, row(scalings.stream().mapToDouble(Scaling::spread))), Type.FLOAT);
  }

  private String row(java.util.stream.DoubleStream values) {
    double[] all = values.toArray();
    return graph.doubles(all, 1, all.length);
  }

  @Override
  public String number(NumericFeature feature) {
    Scaling scaling = new Scaling(feature.mean(), feature.center(), feature.spread());
    return scaled(numbers(feature.column(), 1), feature.log(), List.of(scaling));
  }

  @Override
  public String vector(DenseFeature feature) {
    return scaled(numbers(feature.column(), feature.size()), false, feature.scalings());
  }

  @Override
  public String bucket(BucketFeature feature) {
    Numbers numbers = numbers(feature.column(), 1);
    String values = feature.log() ? logarithm(numbers.values) : numbers.values;
    String mean = graph.doubles(new double[] {feature.mean()}, 1);
    String filled = graph.op("Where", List.of(numbers.missing, mean, values));
    String bounds = row(feature.bounds().stream().mapToDouble(Double::doubleValue));
    String above = graph.op("GreaterOrEqual", filled, bounds);
    return oneHot(sum(graph.cast(above, Type.INT64), COLUMNS, 1), feature.width(), 1);
  }

  private String oneHot(String places, int width, double own) {
    long[] all = new long[width];
    Arrays.setAll(all, i -> i);
    String hot = graph.cast(graph.op("Equal", places, graph.longs(all, 1, width)), Type.FLOAT);
    return own == 1 ? hot : graph.op("Mul", hot, graph.floats(new float[] {(float) own}, 1));
  }

  @Override
  public String ids(CategoryIdFeature feature) {
    double[] all = new double[feature.size()];
    Arrays.setAll(all, i -> i);
    String values = numbers(feature.column(), 1).values;
    return graph.cast(graph.op("Equal", values, graph.doubles(all, 1, all.length)), Type.FLOAT);
  }

  @Override
  public String indicator(IndicatorFeature feature) {
    int other = feature.categories().size();
    List<String> values = List.copyOf(feature.categories().keySet());
    String places =
        graph.ml(
            "LabelEncoder",
            input(feature.column(), Type.STRING, 1),
            Attribute.ofTexts("keys_strings", values),
            Attribute.ofNumbers(
                "values_int64s", values.stream().map(feature.categories()::get).toList()),
            Attribute.of("default_int64", other));
    return oneHot(places, feature.width(), feature.weight());
  }

  @Override
  public String weighted(WeightedFeature feature) {
    String weight = graph.floats(new float[] {(float) feature.weight()}, 1);
    return graph.op("Mul", feature.feature().accept(this), weight);
  }

  @Override
  public String hashed(CategoryHashFeature feature) {
    throw FeatureSql.hashes(feature.text(), "ONNX");
  }

  @Override
  public String cross(CrossFeature feature) {
    throw FeatureSql.hashes(feature.text(), "ONNX");
  }

  @Override
  public String other(Feature feature) {
    throw new ExportException(feature.text() + " is a function that ONNX does not have");
  }
}
