package org.sqlflow.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sqlflow.features.LeftOut;
import org.sqlflow.models.TrainingStory;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What DESCRIBE MODEL tells: a property a row. The parts are those of a stored model. */
public record ModelStory(
    String model,
    String type,
    String base,
    String label,
    List<String> tables,
    List<String> columns,
    List<LeftOut> leftOut,
    int skippedRows,
    String started,
    double seconds,
    Map<String, String> versions,
    String statement,
    TrainingStory story) {

  /** The story as a table with the columns {@code property} and {@code value}. */
  public Table table() {
    Rows rows = new Rows();
    rows.add("model", model);
    rows.add("type", type);
    rows.add("started from", base);
    rows.add("label", label);
    rows.add("tables read", String.join(", ", tables));
    rows.add("trained at", started);
    rows.add("seconds", "%.1f".formatted(seconds));
    rows.add("rows", "%,d".formatted(story.rows()));
    rows.add("rows left out", skippedRows == 0 ? "" : "%,d".formatted(skippedRows));
    rows.add("columns", String.join(", ", columns));
    leftOut.forEach(column -> rows.add("left out: " + column.column(), column.reason()));
    rows.add(
        "group sizes",
        story.groupSizes().stream().map("%,d"::formatted).collect(Collectors.joining("; ")));
    story.metrics().forEach((name, value) -> rows.add(name, "%.4f".formatted(value)));
    story
        .phases()
        .forEach(
            phase ->
                rows.add(
                    "phase: " + phase.name(),
                    "%d passes, %.1f s".formatted(phase.passes(), phase.seconds())));
    story.attributesAsUsed().forEach((name, value) -> rows.add(name, String.valueOf(value)));
    story.notes().forEach(note -> rows.add("note", note));
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
