package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Findings;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.tables.AttributeTable;
import org.sqlflow.text.Text;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What DESCRIBE MODEL shows; the parts are those of a stored model. */
public record ModelReport(
    String model,
    String type,
    String base,
    String label,
    List<String> tables,
    List<String> columns,
    int features,
    List<LeftOut> leftOut,
    int skippedRows,
    String started,
    double seconds,
    Map<String, String> versions,
    String statement,
    TrainingSummary summary,
    String version,
    GroupNames names) {
  /** The report, in the order to show it; the properties are the statement's result. */
  public List<Output> outputs() {
    FindingsOutputs findings = new FindingsOutputs(model, features, summary, names);
    List<Output> outputs = new ArrayList<>();
    if (summary.findings() instanceof Findings.Clustering found) {
      outputs.add(new Output.Note(separation(found), badges(found)));
    }
    findings.compared().ifPresent(outputs::add);
    findings.table().ifPresent(outputs::add);
    findings.assessed().ifPresent(outputs::add);
    outputs.addAll(findings.charts());
    outputs.add(
        new Output.Rows(
            Optional.of("Description of " + model), table(), Map.of(), Output.Role.ANSWER));
    return outputs;
  }

  /** The description as a table with the columns {@code property} and {@code value}. */
  public Table table() {
    Rows rows = new Rows();
    rows.add("model", model);
    rows.add("version", version);
    rows.add("type", type);
    rows.add("task", summary.findings().task().noun());
    rows.add("trained at", started);
    rows.add("seconds", Text.of("%.1f", seconds));
    rows.add("rows", Text.of("%,d", summary.rows()));
    addFindings(rows);
    summary.metrics().forEach((name, value) -> rows.add(name, Text.of("%.4f", value)));
    rows.add("started from", base);
    rows.add("label", label);
    rows.add("tables read", String.join(", ", tables));
    rows.add("columns", String.join(", ", columns));
    leftOut.forEach(column -> rows.add("left out: " + column.column(), column.reason()));
    rows.add("rows left out", skippedRows == 0 ? "" : Text.of("%,d", skippedRows));
    summary.notes().forEach(note -> rows.add("note", note));
    summary.advice().forEach(advice -> rows.add("advice", advice));
    summary.details().forEach(detail -> rows.add("detail", detail));
    summary
        .phases()
        .forEach(
            phase ->
                rows.add(
                    "phase: " + phase.name(),
                    Text.of(
                        phase.epochs() == 1 ? "%2$.1f s" : "%d epochs, %.1f s",
                        phase.epochs(),
                        phase.seconds())));
    summary
        .attributesAsUsed()
        .forEach((name, value) -> rows.add(name, AttributeTable.shown(value)));
    versions.forEach((name, version) -> rows.add("version of " + name, version));
    rows.add("statement", statement);
    return Table.create(rows.property, rows.value);
  }

  private void addFindings(Rows rows) {
    Findings findings = summary.findings();
    switch (findings.task()) {
      case CLUSTERING -> {
        Findings.Clustering found = (Findings.Clustering) findings;
        rows.add("group sizes", groupSizes(found.sizes()));
        rows.add(
            "group names",
            names.names().entrySet().stream()
                .map(name -> name.getKey() + " = " + name.getValue())
                .collect(Collectors.joining("; ")));
        separation(found).forEach(sentence -> rows.add("separation", sentence));
      }
      case ENCODING ->
          rows.add("code width", String.valueOf(((Findings.Encoding) findings).codeWidth()));
      case CLASSIFICATION -> {
        Findings.Classification found = (Findings.Classification) findings;
        rows.add("classes", String.join("; ", found.classes()));
        rows.add("class sizes", sizes(found.sizes()));
        rows.add("training accuracy", Text.of("%.4f", found.trainingAccuracy()));
        addAssessed(rows, findings);
      }
      case REGRESSION -> {
        Findings.Regression found = (Findings.Regression) findings;
        rows.add("label mean", Text.of("%.4g", found.mean()));
        rows.add("label standard deviation", Text.of("%.4g", found.deviation()));
        rows.add("training RMSE", Text.of("%.4g", found.trainingRmse()));
        addAssessed(rows, findings);
      }
    }
  }

  private List<String> separation(Findings.Clustering found) {
    return Separation.sentences(
        metric(MetricNames.SILHOUETTE), metric(MetricNames.KMEANS_SILHOUETTE), found.judgement());
  }

  private List<String> badges(Findings.Clustering found) {
    return Separation.badges(
        found.clusters(),
        metric(MetricNames.SILHOUETTE),
        metric(MetricNames.KMEANS_SILHOUETTE),
        found.judgement());
  }

  /** The scores on rows that the model did not learn from, and the verdict on them. */
  private static void addAssessed(Rows rows, Findings findings) {
    Assessment assessment = findings.assessed();
    if (assessment.isMeasured()) {
      rows.add("validation rows", Text.of("%,d", assessment.rows()));
      assessment
          .measures()
          .forEach(
              measure ->
                  rows.add("validation " + measure.name(), Text.of("%.4g", measure.validation())));
      PredictionQuality.sentences(findings).forEach(sentence -> rows.add("quality", sentence));
    }
  }

  private OptionalDouble metric(String name) {
    Double value = summary.metrics().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Leaves out groups without rows: a retrained model keeps the numbers of the others. */
  private static String groupSizes(List<Long> sizes) {
    return sizes.contains(0L)
        ? IntStream.range(0, sizes.size())
            .filter(group -> sizes.get(group) > 0)
            .mapToObj(group -> Text.of("group %d: %,d", group, sizes.get(group)))
            .collect(Collectors.joining("; "))
        : sizes(sizes);
  }

  private static String sizes(List<Long> sizes) {
    return sizes.stream().map(size -> Text.of("%,d", size)).collect(Collectors.joining("; "));
  }

  /** Collects properties; those with an empty value are left out. */
  private static final class Rows {
    private final StringColumn property = StringColumn.create("property");
    private final StringColumn value = StringColumn.create("value");

    void add(String name, String text) {
      if (!text.isEmpty()) {
        property.append(name);
        value.append(text);
      }
    }
  }
}
