package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tech.tablesaw.api.Table;

/** As much of PMML as the files have, by its specification. */
final class PmmlFile {
  private final Element model;

  private PmmlFile(Path file) throws Exception {
    model =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertThat(model.getAttribute("version")).isEqualTo("4.4");
  }

  private List<Element> all(Element in, String name) {
    NodeList nodes = in.getElementsByTagName(name);
    return Stream.iterate(0, i -> i + 1)
        .limit(nodes.getLength())
        .map(i -> (Element) nodes.item(i))
        .toList();
  }

  /** What a file predicts of each row; -1 for one that lacks a value. */
  static List<String> predictions(Path file, Table rows) throws Exception {
    PmmlFile model = new PmmlFile(file);
    List<String> found = new ArrayList<>();
    for (int row = 0; row < rows.rowCount(); row++) {
      Map<String, Object> fields = new HashMap<>();
      for (String name : rows.columnNames()) {
        boolean isMissing = rows.column(name).isMissing(row) && !name.equals("city");
        Object value = isMissing ? null : rows.column(name).get(row);
        fields.put(name, value instanceof Boolean truth ? (truth ? 1 : 0) : value);
      }
      found.add(model.prediction(fields));
    }
    return found;
  }

  private String prediction(Map<String, Object> fields) {
    for (Element field : all(model, "MiningField")) {
      if (field.getAttribute("missingValueTreatment").equals("returnInvalid")
          && fields.get(field.getAttribute("name")) == null) {
        return "-1";
      }
    }
    for (Element derived : all(model, "DerivedField")) {
      fields.put(derived.getAttribute("name"), value(children(derived).get(0), fields));
    }
    return all(model, "ClusteringModel").isEmpty()
        ? regression(fields)
        : String.valueOf(cluster(fields));
  }

  /** The number of the one table, or the class of the table with the largest sum. */
  private String regression(Map<String, Object> fields) {
    Element regression = all(model, "RegressionModel").get(0);
    String best = "";
    double most = Double.NEGATIVE_INFINITY;
    for (Element table : all(regression, "RegressionTable")) {
      double sum = Double.parseDouble(table.getAttribute("intercept"));
      for (Element predictor : all(table, "NumericPredictor")) {
        double field = number(fields.get(predictor.getAttribute("name")));
        sum += field * Double.parseDouble(predictor.getAttribute("coefficient"));
      }
      if (regression.getAttribute("functionName").equals("regression")) {
        assertThat(regression.getAttribute("normalizationMethod")).isEqualTo("none");
        return String.valueOf(sum);
      }
      if (sum > most) {
        most = sum;
        best = table.getAttribute("targetCategory");
      }
    }
    assertThat(regression.getAttribute("normalizationMethod")).isEqualTo("softmax");
    return best;
  }

  private int cluster(Map<String, Object> fields) {
    boolean squared = !all(model, "squaredEuclidean").isEmpty();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (Element cluster : all(model, "Cluster")) {
      String[] centre = all(cluster, "Array").get(0).getTextContent().trim().split(" ");
      double distance = 0;
      for (int i = 0; i < centre.length; i++) {
        String name = all(model, "ClusteringField").get(i).getAttribute("field");
        double difference = Math.abs((Double) fields.get(name) - Double.parseDouble(centre[i]));
        distance += squared ? difference * difference : difference;
      }
      if (distance < least) {
        least = distance;
        best = Integer.parseInt(cluster.getAttribute("id"));
      }
    }
    return best;
  }

  private static List<Element> children(Element of) {
    List<Element> children = new ArrayList<>();
    for (var node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private Object value(Element expression, Map<String, Object> fields) {
    if (expression.getTagName().equals("FieldRef")) {
      return fields.get(expression.getAttribute("field"));
    }
    if (expression.getTagName().equals("Constant")) {
      String text = expression.getTextContent();
      return expression.getAttribute("dataType").equals("double") ? Double.valueOf(text) : text;
    }
    List<Element> of = children(expression);
    String function = expression.getAttribute("function");
    if (function.equals("if")) {
      return value(of.get((Boolean) value(of.get(0), fields) ? 1 : 2), fields);
    }
    List<Object> a = new ArrayList<>();
    of.forEach(element -> a.add(value(element, fields)));
    return switch (function) {
      case "+" -> number(a.get(0)) + number(a.get(1));
      case "-" -> number(a.get(0)) - number(a.get(1));
      case "*" -> number(a.get(0)) * number(a.get(1));
      case "/" -> number(a.get(0)) / number(a.get(1));
      case "sum" -> a.stream().mapToDouble(PmmlFile::number).sum();
      case "sqrt" -> Math.sqrt(number(a.get(0)));
      case "ln" -> Math.log(number(a.get(0)));
      case "isMissing" -> a.get(0) == null;
      case "and" -> a.stream().allMatch(Boolean.TRUE::equals);
      case "lessThan" -> number(a.get(0)) < number(a.get(1));
      case "greaterThan" -> number(a.get(0)) > number(a.get(1));
      case "greaterOrEqual" -> number(a.get(0)) >= number(a.get(1));
      case "equal" ->
          a.get(1) instanceof String text
              ? text.equals(a.get(0))
              : number(a.get(0)) == number(a.get(1));
      case "isNotIn" -> !a.subList(1, a.size()).contains(a.get(0));
      default -> throw new IllegalStateException(function);
    };
  }
}
