package org.sqlflow.export;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
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
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Metric;
import org.sqlflow.text.Text;

/**
 * Centres of k-means as a ClusteringModel of the Predictive Model Markup Language 4.4, a linear
 * model as a RegressionModel: a field for each column, a derived field for each number that the
 * model sees, and a cluster for each centre, or a table of weights for each class. Numbers in texts
 * are numbers here.
 */
public final class PmmlModel implements FeatureVisitor<List<PmmlModel.Expression>> {
  /** What the beginning of a file contains. */
  public static final String HEAD = "<Application name=\"SQLFlow";

  private static final String TABLE = "RegressionTable";
  private static final String TARGET_CATEGORY = "targetCategory";

  private final OnNull onNull;

  /** By column: whether it is a number; else it is a text. */
  private final Map<String, Boolean> columns = new LinkedHashMap<>();

  private PmmlModel(OnNull onNull) {
    this.onNull = onNull;
  }

  /** An expression of PMML. */
  public sealed interface Expression {
    /** A field. */
    record Field(String name) implements Expression {}

    /** A number. */
    record Constant(double value) implements Expression {}

    /** A text. */
    record TextConstant(String value) implements Expression {}

    /** A function of PMML. */
    record Apply(String function, List<Expression> arguments) implements Expression {
      static Apply of(String function, Expression... arguments) {
        return new Apply(function, List.of(arguments));
      }
    }
  }

  private static Expression number(double value) {
    return new Expression.Constant(value);
  }

  /**
   * The content of a file.
   *
   * @param name of the model
   * @param type of its estimator, for messages
   * @param label the column that the model predicts, if it predicts one
   * @throws ExportException if PMML cannot express the model
   */
  public static String of(
      String name, String type, String label, Formula formula, FeatureEncoding encoding) {
    Formula plain = formula instanceof Formula.Renumbered other ? other.groups() : formula;
    Formula of = plain instanceof Formula.Likeliest likeliest ? likeliest.sums() : plain;
    boolean isKnown =
        of instanceof Formula.Linear
            || of instanceof Formula.NearestCentre nearest && nearest.encoder().isEmpty();
    if (!isKnown) {
      throw new ExportException(
          Text.of(
              "PMML is written for clusters by their centres, as of kmeans, and for linear models,"
                  + " and %s is of type %s: a file that ends in %s can hold it",
              name, type, of instanceof Formula.Trees ? ".sql or .sqlflow" : ".onnx or .sql"));
    }
    PmmlModel model = new PmmlModel(encoding.onNull());
    List<Expression> fields = new ArrayList<>();
    encoding.features().forEach(feature -> fields.addAll(feature.accept(model)));
    StringWriter text = new StringWriter();
    try {
      PmmlXml xml = new PmmlXml(XMLOutputFactory.newFactory().createXMLStreamWriter(text));
      if (plain instanceof Formula.NearestCentre nearest) {
        List<Integer> numbers =
            formula instanceof Formula.Renumbered other
                ? other.numbers()
                : IntStream.range(0, nearest.clusters()).boxed().toList();
        model.clusters(name, nearest, numbers, fields, xml);
      } else {
        model.regression(name, label, plain, (Formula.Linear) of, fields, xml);
      }
    } catch (XMLStreamException error) {
      throw new IllegalStateException("writing to memory failed", error);
    }
    return text.toString();
  }

  /** Begins the file with its columns. */
  private void begin(String description, Optional<Target> target, PmmlXml xml)
      throws XMLStreamException {
    xml.begin();
    xml.open("PMML", "xmlns", "http://www.dmg.org/PMML-4_4", "version", "4.4");
    xml.open("Header", "description", description);
    xml.empty("Application", "name", "SQLFlow");
    xml.close();
    int count = columns.size() + (target.isPresent() ? 1 : 0);
    xml.open("DataDictionary", "numberOfFields", String.valueOf(count));
    for (Map.Entry<String, Boolean> column : columns.entrySet()) {
      xml.empty(
          "DataField",
          "name",
          column.getKey(),
          "optype",
          column.getValue() ? "continuous" : "categorical",
          "dataType",
          column.getValue() ? "double" : "string");
    }
    if (target.isPresent()) {
      target.get().write(xml);
    }
    xml.close();
  }

  /**
   * What a regression predicts.
   *
   * @param classes empty for a number
   */
  private record Target(String name, String type, List<String> classes) {
    static Target of(String name, Formula formula) {
      if (!(formula instanceof Formula.Likeliest likeliest)) {
        return new Target(name, "double", List.of());
      }
      boolean isTruth = likeliest.classes().stream().allMatch(Target::isTruth);
      String type =
          switch (likeliest.literal()) {
            case PLAIN -> isTruth ? "boolean" : "integer";
            case DOUBLE -> "double";
            case TEXT -> "string";
            case DATE -> "date";
            case TIMESTAMP -> "dateTime";
          };
      return new Target(
          name,
          type,
          likeliest.classes().stream()
              .map(value -> type.equals("dateTime") ? value.replace(' ', 'T') : value)
              .toList());
    }

    private static boolean isTruth(String value) {
      return value.equals("true") || value.equals("false");
    }

    boolean isNumber() {
      return classes.isEmpty();
    }

    String optype() {
      return isNumber() ? "continuous" : "categorical";
    }

    void write(PmmlXml xml) throws XMLStreamException {
      xml.open("DataField", "name", name, "optype", optype(), "dataType", type);
      for (String value : classes) {
        xml.empty("Value", "value", value);
      }
      xml.close();
    }
  }

  private void miningSchema(Optional<Target> target, PmmlXml xml) throws XMLStreamException {
    xml.open("MiningSchema");
    for (String column : columns.keySet()) {
      xml.empty(
          "MiningField",
          "name",
          column,
          "usageType",
          "active",
          "missingValueTreatment",
          onNull == OnNull.MEAN ? "asIs" : "returnInvalid",
          "invalidValueTreatment",
          "asIs");
    }
    if (target.isPresent()) {
      xml.empty("MiningField", "name", target.get().name, "usageType", "target");
    }
    xml.close();
  }

  private void clusters(
      String name,
      Formula.NearestCentre formula,
      List<Integer> numbers,
      List<Expression> fields,
      PmmlXml xml)
      throws XMLStreamException {
    begin("A clustering model of SQLFlow", Optional.empty(), xml);
    xml.open(
        "ClusteringModel",
        "modelName",
        name,
        "functionName",
        "clustering",
        "modelClass",
        "centerBased",
        "numberOfClusters",
        String.valueOf(formula.clusters()));
    miningSchema(Optional.empty(), xml);
    xml.open("Output");
    xml.empty(
        "OutputField",
        "name",
        unused("group_id"),
        "optype",
        "categorical",
        "dataType",
        "integer",
        "feature",
        "predictedValue");
    xml.close();
    List<String> names = transformations(formula.metric() == Metric.COSINE, fields, xml);
    xml.open("ComparisonMeasure", "kind", "distance", "compareFunction", "absDiff");
    xml.empty(formula.metric() == Metric.MANHATTAN ? "cityBlock" : "squaredEuclidean");
    xml.close();
    for (String field : names) {
      xml.empty("ClusteringField", "field", field, "compareFunction", "absDiff");
    }
    int width = formula.width();
    for (int j = 0; j < formula.clusters(); j++) {
      int at = j * width;
      String number = String.valueOf(numbers.get(j));
      xml.open("Cluster", "id", number, "name", number);
      xml.open("Array", "n", String.valueOf(width), "type", "real");
      xml.text(
          IntStream.range(at, at + width)
              .mapToObj(i -> String.valueOf((double) formula.centres()[i]))
              .collect(Collectors.joining(" ")));
      xml.close();
      xml.close();
    }
    xml.close();
    xml.close();
    xml.end();
  }

  /** A sum for each class, whose softmax is its probability, or one sum. */
  private void regression(
      String name,
      String label,
      Formula formula,
      Formula.Linear sums,
      List<Expression> fields,
      PmmlXml xml)
      throws XMLStreamException {
    Target target = Target.of(unused(label), formula);
    begin("A linear model of SQLFlow", Optional.of(target), xml);
    xml.open(
        "RegressionModel",
        "modelName",
        name,
        "functionName",
        target.isNumber() ? "regression" : "classification",
        "normalizationMethod",
        target.isNumber() ? "none" : "softmax");
    miningSchema(Optional.of(target), xml);
    xml.open("Output");
    xml.empty(
        "OutputField",
        "name",
        unused("prediction"),
        "optype",
        target.optype(),
        "dataType",
        target.type,
        "feature",
        "predictedValue");
    for (String value : target.classes) {
      xml.empty(
          "OutputField",
          "name",
          unused("probability_" + value),
          "optype",
          "continuous",
          "dataType",
          "double",
          "feature",
          "probability",
          "value",
          value);
    }
    xml.close();
    List<String> names = transformations(false, fields, xml);
    if (target.isNumber()) {
      table(sums, 0, names, Optional.empty(), xml);
    } else if (sums.outputs() == 1) {
      // Of two classes the first has the sum 0.
      xml.empty(TABLE, "intercept", "0", TARGET_CATEGORY, target.classes.get(0));
      table(sums, 0, names, Optional.of(target.classes.get(1)), xml);
    } else {
      for (int output = 0; output < sums.outputs(); output++) {
        table(sums, output, names, Optional.of(target.classes.get(output)), xml);
      }
    }
    xml.close();
    xml.close();
    xml.end();
  }

  private static void table(
      Formula.Linear sums, int output, List<String> names, Optional<String> value, PmmlXml xml)
      throws XMLStreamException {
    String intercept = String.valueOf(sums.constants()[output]);
    if (value.isPresent()) {
      xml.open(TABLE, "intercept", intercept, TARGET_CATEGORY, value.get());
    } else {
      xml.open(TABLE, "intercept", intercept);
    }
    for (int i = 0; i < names.size(); i++) {
      double weight = sums.weights()[output * sums.features() + i];
      xml.empty("NumericPredictor", "name", names.get(i), "coefficient", String.valueOf(weight));
    }
    xml.close();
  }

  /**
   * The names of the fields that a model sees.
   *
   * @param scaled whether each row has length 1, but for one of zeros
   */
  private List<String> transformations(boolean scaled, List<Expression> fields, PmmlXml xml)
      throws XMLStreamException {
    List<String> names = new ArrayList<>();
    xml.open("LocalTransformations");
    for (int i = 0; i < fields.size(); i++) {
      names.add(unused("feature_" + (i + 1)));
      derived(names.get(i), fields.get(i), xml);
    }
    if (scaled) {
      List<Expression> squares =
          names.stream()
              .map(Expression.Field::new)
              .<Expression>map(field -> Expression.Apply.of("*", field, field))
              .toList();
      Expression square = new Expression.Apply("sum", squares);
      Expression length = Expression.Apply.of("sqrt", square);
      String own = unused("length");
      derived(own, length, xml);
      List<String> directions = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        Expression field = new Expression.Field(names.get(i));
        Expression divisor = new Expression.Field(own);
        directions.add(unused("direction_" + (i + 1)));
        derived(
            directions.get(i),
            choice(
                Expression.Apply.of("greaterThan", divisor, number(0)),
                Expression.Apply.of("/", field, divisor),
                field),
            xml);
      }
      names = directions;
    }
    xml.close();
    return names;
  }

  private String unused(String name) {
    return columns.containsKey(name) ? unused(name + "_") : name;
  }

  private static void derived(String name, Expression expression, PmmlXml xml)
      throws XMLStreamException {
    xml.open("DerivedField", "name", name, "optype", "continuous", "dataType", "double");
    write(expression, xml);
    xml.close();
  }

  private static void write(Expression expression, PmmlXml xml) throws XMLStreamException {
    if (expression instanceof Expression.Field field) {
      xml.empty("FieldRef", "field", field.name());
    } else if (expression instanceof Expression.Constant constant) {
      xml.open("Constant", "dataType", "double");
      xml.text(String.valueOf(constant.value()));
      xml.close();
    } else if (expression instanceof Expression.TextConstant constant) {
      xml.open("Constant", "dataType", "string");
      xml.text(constant.value());
      xml.close();
    } else if (expression instanceof Expression.Apply apply) {
      xml.open("Apply", "function", apply.function());
      for (Expression argument : apply.arguments()) {
        write(argument, xml);
      }
      xml.close();
    }
  }

  private static Expression choice(Expression condition, Expression yes, Expression no) {
    return Expression.Apply.of("if", condition, yes, no);
  }

  private Expression column(String name, boolean isNumber) {
    if (columns.merge(name, isNumber, (known, now) -> known.equals(now) ? known : null) == null) {
      throw new ExportException(
          Text.of(
              "column %s is both a number and a category, and a field of PMML is one of them: copy"
                  + " it in the query, and train on both",
              name));
    }
    return new Expression.Field(name);
  }

  private static Expression logarithm(Expression value) {
    Expression below =
        Expression.Apply.of(
            "-", number(0), Expression.Apply.of("ln", Expression.Apply.of("-", number(1), value)));
    Expression above = Expression.Apply.of("ln", Expression.Apply.of("+", number(1), value));
    return choice(Expression.Apply.of("lessThan", value, number(0)), below, above);
  }

  private Expression filled(Expression column, Expression value, double mean) {
    return onNull == OnNull.MEAN
        ? choice(Expression.Apply.of("isMissing", column), number(mean), value)
        : value;
  }

  @Override
  public List<Expression> number(NumericFeature feature) {
    Expression column = column(feature.column(), true);
    Expression value = filled(column, feature.log() ? logarithm(column) : column, feature.mean());
    return List.of(
        Expression.Apply.of(
            "/",
            Expression.Apply.of("-", value, number(feature.center())),
            number(feature.spread())));
  }

  @Override
  public List<Expression> bucket(BucketFeature feature) {
    Expression column = column(feature.column(), true);
    Expression value = filled(column, feature.log() ? logarithm(column) : column, feature.mean());
    List<Expression> ranges = new ArrayList<>();
    List<Double> bounds = feature.bounds();
    for (int i = 0; i <= bounds.size(); i++) {
      List<Expression> conditions = new ArrayList<>();
      if (i > 0) {
        conditions.add(Expression.Apply.of("greaterOrEqual", value, number(bounds.get(i - 1))));
      }
      if (i < bounds.size()) {
        conditions.add(Expression.Apply.of("lessThan", value, number(bounds.get(i))));
      }
      Expression all =
          conditions.size() == 1 ? conditions.get(0) : new Expression.Apply("and", conditions);
      ranges.add(choice(all, number(1), number(0)));
    }
    return ranges;
  }

  @Override
  public List<Expression> ids(CategoryIdFeature feature) {
    Expression column = column(feature.column(), true);
    return IntStream.range(0, feature.size())
        .mapToObj(i -> hot(column, Expression.Apply.of("equal", column, number(i)), 1, 0))
        .toList();
  }

  /** {@code own} where a condition on a column holds, else 0. */
  private Expression hot(Expression column, Expression condition, double own, double missing) {
    Expression value = choice(condition, number(own), number(0));
    return onNull == OnNull.MEAN
        ? choice(Expression.Apply.of("isMissing", column), number(missing), value)
        : value;
  }

  @Override
  public List<Expression> indicator(IndicatorFeature feature) {
    Expression column = column(feature.column(), false);
    Expression[] fields = new Expression[feature.width()];
    List<Expression> others = new ArrayList<>(List.of(column));
    feature
        .categories()
        .forEach(
            (value, place) -> {
              Expression text = new Expression.TextConstant(value);
              others.add(text);
              fields[place] =
                  hot(column, Expression.Apply.of("equal", column, text), feature.weight(), 0);
            });
    fields[fields.length - 1] =
        hot(column, new Expression.Apply("isNotIn", others), feature.weight(), feature.weight());
    return Arrays.asList(fields);
  }

  @Override
  public List<Expression> weighted(WeightedFeature feature) {
    return feature.feature().accept(this).stream()
        .<Expression>map(one -> Expression.Apply.of("*", one, number(feature.weight())))
        .toList();
  }

  @Override
  public List<Expression> vector(DenseFeature feature) {
    throw new ExportException(
        Text.of(
            "%s is a vector, and PMML has none: make a column of each of its numbers in the query,"
                + " or export the model as .onnx or .sql",
            feature.text()));
  }

  @Override
  public List<Expression> hashed(CategoryHashFeature feature) {
    throw FeatureSql.hashes(feature.text(), "PMML");
  }

  @Override
  public List<Expression> cross(CrossFeature feature) {
    throw FeatureSql.hashes(feature.text(), "PMML");
  }

  @Override
  public List<Expression> other(Feature feature) {
    throw new ExportException(feature.text() + " is a function that PMML does not have");
  }
}
