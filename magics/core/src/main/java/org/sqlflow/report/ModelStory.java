package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.features.LeftOut;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.text.Text;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What DESCRIBE MODEL tells; the parts are those of a stored model. */
public record ModelStory(
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
    TrainingSummary story,
    ClusterOverview portrait) {
  /** The story, in the order to show it; its properties are the statement's result. */
  public List<Output> outputs() {
    GroupOutputs groups = new GroupOutputs(model, features, story, portrait);
    List<Output> outputs = new ArrayList<>();
    groups.groups().ifPresent(outputs::add);
    outputs.addAll(groups.pictures());
    outputs.add(
        new Output.Rows(Optional.of("Story of " + model), table(), Map.of(), Output.Role.ANSWER));
    return outputs;
  }

  /** The story as a table with the columns {@code property} and {@code value}. */
  public Table table() {
    Rows rows = new Rows();
    rows.add("model", model);
    rows.add("type", type);
    rows.add("trained at", started);
    rows.add("seconds", Text.of("%.1f", seconds));
    rows.add("rows", Text.of("%,d", story.rows()));
    rows.add(
        "group sizes",
        story.groupSizes().stream()
            .map(size -> Text.of("%,d", size))
            .collect(Collectors.joining("; ")));
    story.metrics().forEach((name, value) -> rows.add(name, Text.of("%.4f", value)));
    rows.add("started from", base);
    rows.add("label", label);
    rows.add("tables read", String.join(", ", tables));
    rows.add("columns", String.join(", ", columns));
    leftOut.forEach(column -> rows.add("left out: " + column.column(), column.reason()));
    rows.add("rows left out", skippedRows == 0 ? "" : Text.of("%,d", skippedRows));
    story.notes().forEach(note -> rows.add("note", note));
    story
        .phases()
        .forEach(
            phase ->
                rows.add(
                    "phase: " + phase.name(),
                    Text.of("%d passes, %.1f s", phase.passes(), phase.seconds())));
    story.attributesAsUsed().forEach((name, value) -> rows.add(name, String.valueOf(value)));
    versions.forEach((name, version) -> rows.add("version of " + name, version));
    rows.add("statement", statement);
    return Table.create(rows.property, rows.value);
  }

  /** Gathers what there is to tell; an empty value is nothing to tell. */
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
