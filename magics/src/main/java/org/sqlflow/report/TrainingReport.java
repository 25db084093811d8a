package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.features.LeftOut;
import org.sqlflow.models.TrainingStory;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO TRAIN tells.
 *
 * @param model the name it is stored under
 * @param type the model type's name
 * @param features names of what the model sees
 * @param seconds how long it all took, reading and storing included
 * @param eachPass whether to tell the loss of each pass
 * @param notes sentences beside those of the story
 */
public record TrainingReport(
    String model,
    String type,
    List<String> features,
    List<LeftOut> leftOut,
    int skippedRows,
    double seconds,
    TrainingStory story,
    boolean eachPass,
    List<String> notes) {
  private static final int NAMES_SHOWN = 12;

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(sentences()));
    if (!story.groupSizes().isEmpty()) {
      outputs.add(
          new Output.Rows(
              Optional.of("Groups of " + model),
              GroupSizes.table("group_id", story.groupSizes()),
              Map.of(),
              false));
    }
    if (!story.sweep().isEmpty()) {
      outputs.add(table("Numbers of groups tried for ", StartsTable.sweep(story.sweep())));
    }
    if (!story.starts().isEmpty()) {
      outputs.add(table("Starts of ", StartsTable.starts(story.starts())));
    }
    if (eachPass) {
      outputs.add(new Output.Rows(Optional.of("Passes of " + model), curve(), Map.of(), false));
    }
    return outputs;
  }

  private Output table(String title, Table table) {
    return new Output.Rows(Optional.of(title + model), table, Map.of(), false);
  }

  private Table curve() {
    StringColumn phase = StringColumn.create("phase");
    IntColumn pass = IntColumn.create("pass");
    DoubleColumn loss = DoubleColumn.create("loss");
    DoubleColumn changed = DoubleColumn.create("changed group in %");
    for (TrainingStory.CurvePoint point : story.curve()) {
      phase.append(point.phase());
      pass.append(point.pass());
      loss.append(point.loss());
      changed.append(100 * point.changedShare());
    }
    return Table.create(phase, pass, loss, changed);
  }

  private List<String> sentences() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s (%s) is trained and stored: %,d rows, %d %s (%s), %s."
            .formatted(
                model,
                type,
                story.rows(),
                features.size(),
                features.size() == 1 ? "feature" : "features",
                shown(features),
                time(seconds)));
    lines.add(
        story.phases().stream()
            .map(TrainingReport::phase)
            .collect(Collectors.joining("; ", "Time: ", ".")));
    if (!leftOut.isEmpty()) {
      lines.add(
          "Left out: "
              + leftOut.stream()
                  .limit(NAMES_SHOWN)
                  .map(column -> column.column() + " (" + column.reason() + ")")
                  .collect(Collectors.joining(", "))
              + (leftOut.size() > NAMES_SHOWN
                  ? " and " + (leftOut.size() - NAMES_SHOWN) + " more"
                  : "")
              + ".");
    }
    if (skippedRows > 0) {
      lines.add(
          "%,d rows without a value in some feature were left out (train.on_null = skip)."
              .formatted(skippedRows));
    }
    if (!story.metrics().isEmpty()) {
      lines.add(
          story.metrics().entrySet().stream()
              .map(metric -> "%s %.3f".formatted(metric.getKey(), metric.getValue()))
              .collect(Collectors.joining("; ", "Scores: ", ".")));
    }
    lines.addAll(story.notes());
    lines.addAll(notes);
    return lines;
  }

  private static String phase(TrainingStory.Phase phase) {
    String passes = phase.passes() <= 1 ? "" : " (%,d passes)".formatted(phase.passes());
    return phase.name() + passes + " " + time(phase.seconds());
  }

  private static String shown(List<String> names) {
    return names.size() <= NAMES_SHOWN
        ? String.join(", ", names)
        : names.get(0) + ", " + names.get(1) + " … " + names.get(names.size() - 1);
  }

  private static String time(double seconds) {
    return seconds < 120
        ? "%.1f s".formatted(seconds)
        : "%d min %d s".formatted((int) (seconds / 60), (int) (seconds % 60));
  }
}
