package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Findings;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.report.Output;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO TRAIN shows, by task.
 *
 * @param model the name it is stored under
 * @param type the estimator's name
 * @param features the names of the model's features
 * @param seconds how long it all took, reading and storing included
 * @param detail how much to show: 0 the essentials, 1 also charts, 2 also each epoch
 * @param first sentences before all others
 * @param notes sentences for every reader, in addition to those of the summary
 * @param details sentences on how it was done, in addition to those of the summary
 * @param names of the groups, where a retrained model takes over those of the earlier one
 */
public record TrainingReport(
    String model,
    String type,
    List<String> features,
    List<LeftOut> leftOut,
    int skippedRows,
    double seconds,
    TrainingSummary summary,
    long detail,
    List<String> first,
    List<String> notes,
    List<String> details,
    GroupNames names) {
  private static final String SILHOUETTE = MetricNames.SILHOUETTE;
  private static final String KMEANS = MetricNames.KMEANS_SILHOUETTE;
  private static final String RECONSTRUCTION = MetricNames.RECONSTRUCTION_ERROR;
  private static final Set<String> SAID = Set.of(SILHOUETTE, KMEANS, RECONSTRUCTION);

  private static final int NAMES_SHOWN = 12;
  private static final int LONGEST_LIST = 80;

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    return outputs(charts());
  }

  /** The charts alone, which take the longest and do not need the {@link #notes}. */
  public List<Output> charts() {
    return detail > 0 ? findings().charts() : List.of();
  }

  private FindingsOutputs findings() {
    return new FindingsOutputs(model, features.size(), summary, names);
  }

  /** The report with charts that were made before. */
  public List<Output> outputs(List<Output> charts) {
    List<Output> outputs = new ArrayList<>();
    FindingsOutputs findings = findings();
    if (!first.isEmpty()) {
      // Apart from what was trained, so that the badges do not divide them.
      outputs.add(new Output.Note(first));
    }
    outputs.add(new Output.Note(sentences(), badges()));
    findings.compared().ifPresent(outputs::add);
    findings.table().ifPresent(outputs::add);
    findings.assessed().ifPresent(outputs::add);
    if (!summary.advice().isEmpty()) {
      outputs.add(new Output.Note(next()));
    }
    outputs.addAll(charts);
    outputs.add(new Output.Details("Details", technical(), findings.trials()));
    if (detail > 1) {
      outputs.add(
          new Output.Rows(
              Optional.of("Epochs of " + model), curve(), Map.of(), Output.Role.REPORT));
    }
    return outputs;
  }

  private Table curve() {
    StringColumn phase = StringColumn.create("phase");
    IntColumn epoch = IntColumn.create("epoch");
    DoubleColumn loss = DoubleColumn.create("loss");
    DoubleColumn changed = DoubleColumn.create("changed group in %");
    for (TrainingSummary.CurvePoint point : summary.curve()) {
      phase.append(point.phase());
      epoch.append(point.epoch());
      loss.append(point.loss());
      changed.append(100 * point.changedShare());
    }
    return Table.create(phase, epoch, loss, changed);
  }

  /** What matters most comes first: what there is, and how good it is. */
  private List<String> sentences() {
    List<String> lines = new ArrayList<>();
    lines.add(headline());
    lines.addAll(quality());
    lines.addAll(summary.notes());
    lines.addAll(notes);
    if (!leftOut.isEmpty()) {
      lines.add(leftOutLine());
    }
    if (skippedRows > 0) {
      lines.add(
          Text.of(
              "%s with a missing value %s left out (train.on_null = skip).",
              Text.counted(skippedRows, "row"), skippedRows == 1 ? "was" : "were"));
    }
    return lines;
  }

  private List<String> next() {
    List<String> lines = new ArrayList<>(List.of("What to do next:"));
    lines.addAll(summary.advice());
    return lines;
  }

  /** How it was done. */
  private List<String> technical() {
    List<String> lines = new ArrayList<>(summary.details());
    lines.addAll(details);
    otherScores().ifPresent(lines::add);
    lines.add("Time: " + String.join("; ", times()) + ".");
    return lines;
  }

  /** What each phase took, rounded so that the tenths of a second add up to those of the whole. */
  private List<String> times() {
    List<String> times = new ArrayList<>();
    double end = 0;
    long shown = 0;
    for (TrainingSummary.Phase phase : summary.phases()) {
      end += phase.seconds();
      long tenths = Math.round(10 * end);
      times.add(phase.name() + steps(phase) + " " + time((tenths - shown) / 10.0));
      shown = tenths;
    }
    return times;
  }

  private String headline() {
    return Text.of(
        "%s (%s) is trained and stored: %s%s, %s (%s), %s.",
        model,
        type,
        made(),
        Text.counted(rows(), "row"),
        Text.counted(features.size(), "feature"),
        shown(features),
        time(seconds));
  }

  /**
   * The rows that have a group, as in the table; a few of them may be too far away to have been
   * learnt from. A training in a cluster learns from more rows than the table describes.
   */
  private long rows() {
    if (summary.findings() instanceof Findings.Clustering found && found.overview().hasGroups()) {
      ClusterProfile profile = found.overview().profile();
      boolean isOfSample = summary.rows() > profile.rows() + profile.ungrouped();
      return isOfSample
          ? summary.rows()
          : profile.groups().stream().mapToLong(ClusterProfile.Group::size).sum();
    }
    return summary.rows();
  }

  private String made() {
    Findings findings = summary.findings();
    return switch (findings.task()) {
      case CLUSTERING -> {
        int groups = ((Findings.Clustering) findings).clusters();
        yield Text.counted(groups, "group") + " of ";
      }
      case CLASSIFICATION ->
          Text.counted(((Findings.Classification) findings).classes().size(), "class") + " of ";
      case ENCODING, REGRESSION -> "";
    };
  }

  /** How good the model is, by task. */
  private List<String> quality() {
    Findings findings = summary.findings();
    return switch (findings.task()) {
      case CLUSTERING ->
          Separation.sentences(
              metric(SILHOUETTE), metric(KMEANS), ((Findings.Clustering) findings).judgement());
      case ENCODING -> reconstruction().stream().toList();
      case CLASSIFICATION -> {
        List<String> sentences = PredictionQuality.sentences(findings);
        yield sentences.isEmpty() ? trainingRows((Findings.Classification) findings) : sentences;
      }
      case REGRESSION -> {
        List<String> sentences = PredictionQuality.sentences(findings);
        yield sentences.isEmpty() ? trainingRows((Findings.Regression) findings) : sentences;
      }
    };
  }

  /** What is known about a model that was not assessed on other rows. */
  private static List<String> trainingRows(Findings.Classification found) {
    double rows = found.sizes().stream().mapToLong(Long::longValue).sum();
    double most = found.sizes().stream().mapToLong(Long::longValue).max().orElse(0);
    return List.of(
        Text.of(
            "%.1f %% of the training rows are classified correctly; always the most frequent"
                + " class: %.1f %%.",
            100 * found.trainingAccuracy(), 100 * most / Math.max(1, rows)));
  }

  private static List<String> trainingRows(Findings.Regression found) {
    return List.of(
        Text.of(
            "The root mean squared error on the training rows is %.4g; always the mean: %.4g.",
            found.trainingRmse(), found.deviation()));
  }

  /** What matters most, in a few words each. */
  private List<String> badges() {
    if (!(summary.findings() instanceof Findings.Clustering found)) {
      return PredictionQuality.badges(summary.findings());
    }
    return Separation.badges(
        found.clusters(), metric(SILHOUETTE), metric(KMEANS), found.judgement());
  }

  private Optional<String> reconstruction() {
    OptionalDouble error = metric(RECONSTRUCTION);
    return error.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "Rows reconstructed from their codes have a mean squared error of %.4g in the"
                    + " scaled features.",
                error.getAsDouble()));
  }

  /** The scores that no sentence mentions. */
  private Optional<String> otherScores() {
    String scores =
        summary.metrics().entrySet().stream()
            .filter(metric -> !SAID.contains(metric.getKey()))
            .map(metric -> Text.of("%s %.4g", metric.getKey(), metric.getValue()))
            .collect(Collectors.joining("; "));
    return scores.isEmpty() ? Optional.empty() : Optional.of("Further scores: " + scores + ".");
  }

  private OptionalDouble metric(String name) {
    Double value = summary.metrics().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private String leftOutLine() {
    return "Left out: "
        + Text.first(
            NAMES_SHOWN,
            leftOut.stream().map(column -> column.column() + " (" + column.reason() + ")").toList())
        + ".";
  }

  /** How many steps a phase had, in brackets; nothing if it had one. */
  private String steps(TrainingSummary.Phase phase) {
    return phase.epochs() <= 1
        ? ""
        : Text.of(
            " (%,d %ss)",
            phase.epochs(),
            summary.findings().assessed().curves().stream()
                .findFirst()
                .map(Assessment.Curve::unit)
                .orElse("epoch"));
  }

  private static String shown(List<String> names) {
    List<String> lines = names.stream().map(Visible::line).toList();
    String all = String.join(", ", lines);
    return all.length() <= LONGEST_LIST || names.size() <= 3
        ? all
        : lines.get(0) + ", " + lines.get(1) + " … " + lines.get(names.size() - 1);
  }

  private static String time(double seconds) {
    return seconds < 120
        ? Text.of("%.1f s", seconds)
        : Text.of("%d min %d s", (int) (seconds / 60), (int) (seconds % 60));
  }
}
