package org.sqlflow.export;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Metric;
import org.sqlflow.text.Text;

/**
 * Centres of k-means as a ClusteringModel of the Predictive Model Markup Language 4.4, a linear
 * model as a RegressionModel: a field for each column, a derived field for each number that the
 * model sees, and a cluster for each centre, or a table of weights for each class.
 */
public final class PmmlModel {
  /** What the beginning of a file contains. */
  public static final String HEAD = "<Application name=\"SQLFlow";

  private static final String TABLE = "RegressionTable";
  private static final String TARGET_CATEGORY = "targetCategory";

  private final OnNull onNull;
  private final PmmlFeatures features;
  private final PmmlXml xml;

  private PmmlModel(OnNull onNull, PmmlFeatures features, PmmlXml xml) {
    this.onNull = onNull;
    this.features = features;
    this.xml = xml;
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
    PmmlFeatures features = new PmmlFeatures(encoding.onNull());
    List<PmmlExpression> fields = new ArrayList<>();
    encoding.features().forEach(feature -> fields.addAll(feature.accept(features)));
    StringWriter text = new StringWriter();
    try {
      PmmlModel model =
          new PmmlModel(
              encoding.onNull(),
              features,
              new PmmlXml(XMLOutputFactory.newFactory().createXMLStreamWriter(text)));
      if (plain instanceof Formula.NearestCentre nearest) {
        List<Integer> numbers =
            formula instanceof Formula.Renumbered other
                ? other.numbers()
                : IntStream.range(0, nearest.clusters()).boxed().toList();
        model.clusters(name, nearest, numbers, fields);
      } else {
        model.regression(name, label, plain, (Formula.Linear) of, fields);
      }
    } catch (XMLStreamException error) {
      throw new IllegalStateException("writing to memory failed", error);
    }
    return text.toString();
  }

  /** Begins the file with its columns. */
  private void begin(String description, Optional<Target> target) throws XMLStreamException {
    xml.begin();
    xml.open("PMML", "xmlns", "http://www.dmg.org/PMML-4_4", "version", "4.4");
    xml.open("Header", "description", description);
    xml.empty("Application", "name", "SQLFlow");
    xml.close();
    int count = features.columns().size() + (target.isPresent() ? 1 : 0);
    xml.open("DataDictionary", "numberOfFields", String.valueOf(count));
    for (Map.Entry<String, Boolean> column : features.columns().entrySet()) {
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

  private void miningSchema(Optional<Target> target) throws XMLStreamException {
    xml.open("MiningSchema");
    for (String column : features.columns().keySet()) {
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
      List<PmmlExpression> fields)
      throws XMLStreamException {
    begin("A clustering model of SQLFlow", Optional.empty());
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
    miningSchema(Optional.empty());
    xml.open("Output");
    output("group_id", "categorical", "integer", "predictedValue");
    xml.close();
    List<String> names = transformations(formula.metric() == Metric.COSINE, fields);
    xml.open("ComparisonMeasure", "kind", "distance", "compareFunction", "absDiff");
    xml.empty(formula.metric() == Metric.MANHATTAN ? "cityBlock" : "squaredEuclidean");
    xml.close();
    for (String field : names) {
      xml.empty("ClusteringField", "field", field, "compareFunction", "absDiff");
    }
    centres(formula, numbers);
    xml.close();
    xml.close();
    xml.end();
  }

  private void centres(Formula.NearestCentre formula, List<Integer> numbers)
      throws XMLStreamException {
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
  }

  /** A field that the model computes, with some further attributes. */
  private void output(String name, String optype, String type, String feature, String... attributes)
      throws XMLStreamException {
    List<String> all = new ArrayList<>();
    Collections.addAll(all, "name", features.unused(name));
    Collections.addAll(all, "optype", optype, "dataType", type, "feature", feature);
    Collections.addAll(all, attributes);
    xml.empty("OutputField", all.toArray(String[]::new));
  }

  /** A sum for each class, whose softmax is its probability, or one sum. */
  private void regression(
      String name, String label, Formula formula, Formula.Linear sums, List<PmmlExpression> fields)
      throws XMLStreamException {
    Target target = Target.of(features.unused(label), formula);
    begin("A linear model of SQLFlow", Optional.of(target));
    xml.open(
        "RegressionModel",
        "modelName",
        name,
        "functionName",
        target.isNumber() ? "regression" : "classification",
        "normalizationMethod",
        target.isNumber() ? "none" : "softmax");
    miningSchema(Optional.of(target));
    xml.open("Output");
    output("prediction", target.optype(), target.type, "predictedValue");
    for (String value : target.classes) {
      output("probability_" + value, "continuous", "double", "probability", "value", value);
    }
    xml.close();
    tables(target, sums, transformations(false, fields));
    xml.close();
    xml.close();
    xml.end();
  }

  private void tables(Target target, Formula.Linear sums, List<String> names)
      throws XMLStreamException {
    if (target.isNumber()) {
      table(sums, 0, names, Optional.empty());
    } else if (sums.outputs() == 1) {
      // Of two classes the first has the sum 0.
      xml.empty(TABLE, "intercept", "0", TARGET_CATEGORY, target.classes.get(0));
      table(sums, 0, names, Optional.of(target.classes.get(1)));
    } else {
      for (int output = 0; output < sums.outputs(); output++) {
        table(sums, output, names, Optional.of(target.classes.get(output)));
      }
    }
  }

  private void table(Formula.Linear sums, int output, List<String> names, Optional<String> value)
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
  private List<String> transformations(boolean scaled, List<PmmlExpression> fields)
      throws XMLStreamException {
    List<String> names = new ArrayList<>();
    xml.open("LocalTransformations");
    for (int i = 0; i < fields.size(); i++) {
      names.add(features.unused("feature_" + (i + 1)));
      derived(names.get(i), fields.get(i));
    }
    List<String> seen = scaled ? directions(names) : names;
    xml.close();
    return seen;
  }

  /** The names of the fields with each row scaled to length 1. */
  private List<String> directions(List<String> names) throws XMLStreamException {
    List<PmmlExpression> squares =
        names.stream()
            .map(PmmlExpression.Field::new)
            .<PmmlExpression>map(field -> PmmlExpression.apply("*", field, field))
            .toList();
    PmmlExpression square = new PmmlExpression.Apply("sum", squares);
    PmmlExpression length = PmmlExpression.apply("sqrt", square);
    String own = features.unused("length");
    derived(own, length);
    List<String> directions = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      PmmlExpression field = new PmmlExpression.Field(names.get(i));
      PmmlExpression divisor = new PmmlExpression.Field(own);
      directions.add(features.unused("direction_" + (i + 1)));
      derived(
          directions.get(i),
          PmmlExpression.choice(
              PmmlExpression.apply("greaterThan", divisor, PmmlExpression.number(0)),
              PmmlExpression.apply("/", field, divisor),
              field));
    }
    return directions;
  }

  private void derived(String name, PmmlExpression expression) throws XMLStreamException {
    xml.open("DerivedField", "name", name, "optype", "continuous", "dataType", "double");
    expression.write(xml);
    xml.close();
  }
}
