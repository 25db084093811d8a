package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.features.LeftOut;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.text.Text;
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
 * @param detail how much to tell: 0 the essentials alone, 1 also pictures, 2 also each pass
 * @param notes sentences beside those of the story
 */
public record TrainingReport(
    String model,
    String type,
    List<String> features,
    List<LeftOut> leftOut,
    int skippedRows,
    double seconds,
    TrainingSummary story,
    ClusterOverview portrait,
    long detail,
    List<String> notes) {
  private static final String SILHOUETTE = "silhouette";
  private static final String KMEANS = "k-means silhouette";
  private static final String RECONSTRUCTION = "reconstruction error";
  private static final Set<String> TOLD = Set.of(SILHOUETTE, KMEANS, RECONSTRUCTION);

  private static final int NAMES_SHOWN = 12;
  private static final int LONGEST_LIST = 80;

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    GroupOutputs groups = new GroupOutputs(model, features.size(), story, portrait);
    outputs.add(new Output.Note(sentences()));
    groups.groups().ifPresent(outputs::add);
    if (detail > 0) {
      outputs.addAll(groups.pictures());
    }
    if (!story.sweep().isEmpty()) {
      outputs.add(table("Numbers of groups tried for ", StartsTable.sweep(story.sweep())));
    }
    if (!story.starts().isEmpty()) {
      outputs.add(table("Starts of ", StartsTable.starts(story.starts())));
    }
    if (detail > 1) {
      outputs.add(
          new Output.Rows(
              Optional.of("Passes of " + model), curve(), Map.of(), Output.Role.REPORT));
    }
    return outputs;
  }

  private Output table(String title, Table table) {
    return new Output.Rows(Optional.of(title + model), table, Map.of(), Output.Role.REPORT);
  }

  private Table curve() {
    StringColumn phase = StringColumn.create("phase");
    IntColumn pass = IntColumn.create("pass");
    DoubleColumn loss = DoubleColumn.create("loss");
    DoubleColumn changed = DoubleColumn.create("changed group in %");
    for (TrainingSummary.CurvePoint point : story.curve()) {
      phase.append(point.phase());
      pass.append(point.pass());
      loss.append(point.loss());
      changed.append(100 * point.changedShare());
    }
    return Table.create(phase, pass, loss, changed);
  }

  /** What matters most comes first. */
  private List<String> sentences() {
    List<String> lines = new ArrayList<>();
    lines.add(headline());
    separation().ifPresent(lines::add);
    lines.addAll(story.notes());
    lines.addAll(notes);
    if (!leftOut.isEmpty()) {
      lines.add(leftOutLine());
    }
    if (skippedRows > 0) {
      lines.add(
          Text.of(
              "%,d rows without a value in some feature were left out (train.on_null = skip).",
              skippedRows));
    }
    otherScores().ifPresent(lines::add);
    lines.add(
        story.phases().stream()
            .map(TrainingReport::phase)
            .collect(Collectors.joining("; ", "Time: ", ".")));
    return lines;
  }

  private String headline() {
    String made =
        story.groupSizes().isEmpty() ? "" : Text.of("%,d groups of ", story.groupSizes().size());
    return Text.of(
        "%s (%s) is trained and stored: %s%,d rows, %d %s (%s), %s.",
        model,
        type,
        made,
        story.rows(),
        features.size(),
        features.size() == 1 ? "feature" : "features",
        shown(features),
        time(seconds));
  }

  private Optional<String> separation() {
    Optional<String> groups = Separation.sentence(metric(SILHOUETTE), metric(KMEANS));
    return groups.or(
        () ->
            metric(RECONSTRUCTION).stream()
                .mapToObj(
                    error ->
                        Text.of(
                            "Restored from their codes the rows are off by a mean squared error of"
                                + " %.4g of the scaled features.",
                            error))
                .findFirst());
  }

  /** The scores that no sentence tells. */
  private Optional<String> otherScores() {
    String scores =
        story.metrics().entrySet().stream()
            .filter(metric -> !TOLD.contains(metric.getKey()))
            .map(metric -> Text.of("%s %.4g", metric.getKey(), metric.getValue()))
            .collect(Collectors.joining("; "));
    return scores.isEmpty() ? Optional.empty() : Optional.of("Further scores: " + scores + ".");
  }

  private OptionalDouble metric(String name) {
    Double value = story.metrics().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private String leftOutLine() {
    return "Left out: "
        + leftOut.stream()
            .limit(NAMES_SHOWN)
            .map(column -> column.column() + " (" + column.reason() + ")")
            .collect(Collectors.joining(", "))
        + (leftOut.size() > NAMES_SHOWN ? " and " + (leftOut.size() - NAMES_SHOWN) + " more" : "")
        + ".";
  }

  private static String phase(TrainingSummary.Phase phase) {
    String passes = phase.passes() <= 1 ? "" : Text.of(" (%,d passes)", phase.passes());
    return phase.name() + passes + " " + time(phase.seconds());
  }

  private static String shown(List<String> names) {
    String all = String.join(", ", names);
    return all.length() <= LONGEST_LIST || names.size() <= 3
        ? all
        : names.get(0) + ", " + names.get(1) + " … " + names.get(names.size() - 1);
  }

  private static String time(double seconds) {
    return seconds < 120
        ? Text.of("%.1f s", seconds)
        : Text.of("%d min %d s", (int) (seconds / 60), (int) (seconds % 60));
  }
}
