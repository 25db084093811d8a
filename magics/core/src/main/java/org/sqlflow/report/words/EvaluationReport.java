package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.sqlflow.models.classification.ClassificationScores;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.models.regression.RegressionScores;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.tables.ClassTable;
import org.sqlflow.report.tables.ClusterTable;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What TO EVALUATE shows, by task. */
public final class EvaluationReport {
  private final List<Score> scores;
  private final Baseline baseline;
  private final List<String> notes;
  private final Optional<Output> beside;
  private final String title;

  /** What the model is compared with: the name of its column, and in the column "better". */
  private record Baseline(String column, String winner) {}

  private EvaluationReport(
      List<Score> scores,
      Baseline baseline,
      List<String> notes,
      Optional<Output> beside,
      String title) {
    this.scores = scores;
    this.baseline = baseline;
    this.notes = notes;
    this.beside = beside;
    this.title = title;
  }

  /**
   * Of a clustering, next to plain k-means.
   *
   * @param model the model's name
   * @param skipped rows left out because a feature has no value
   */
  public static EvaluationReport of(String model, ClusterScores scores, long skipped) {
    List<String> notes = new ArrayList<>();
    scores.scores().stream()
        .filter(score -> score.name().equals(MetricNames.SILHOUETTE))
        .flatMap(
            score ->
                Separation.sentences(score.value(), score.baseline(), scores.judgement()).stream())
        .forEach(notes::add);
    notes.addAll(scores.notes());
    if (skipped > 0) {
      notes.add(Text.of("%,d rows have no group, because a feature has no value.", skipped));
    }
    return new EvaluationReport(
        scores.scores(),
        new Baseline("kmeans", "k-means"),
        notes,
        Optional.of(ClusterTable.ofSizes("Groups of " + model, "group_id", scores.groupSizes())),
        model + " compared with plain k-means on the same scaled columns");
  }

  /** Of a classification, next to always predicting the most frequent class. */
  public static EvaluationReport of(String model, ClassificationScores scores, long skipped) {
    return new EvaluationReport(
        scores.scores(),
        new Baseline("baseline", "baseline"),
        notes(scores.notes(), skipped),
        Optional.of(
            report(
                "Confusion matrix of " + model,
                ClassTable.confusion(scores.classes(), scores.confusion()))),
        model + " compared with always predicting the " + ClassificationScores.BASELINE);
  }

  /** Of a regression, next to always predicting the mean. */
  public static EvaluationReport of(String model, RegressionScores scores, long skipped) {
    return new EvaluationReport(
        scores.scores(),
        new Baseline("baseline", "baseline"),
        notes(scores.notes(), skipped),
        Optional.empty(),
        model + " compared with predicting " + RegressionScores.BASELINE);
  }

  /** The same with sentences before the others. */
  public EvaluationReport withFirst(List<String> first) {
    List<String> all = new ArrayList<>(first);
    all.addAll(notes);
    return new EvaluationReport(scores, baseline, all, beside, title);
  }

  private static List<String> notes(List<String> notes, long skipped) {
    List<String> all = new ArrayList<>(notes);
    if (skipped > 0) {
      all.add(Text.of("%,d rows have no prediction, because a feature has no value.", skipped));
    }
    return all;
  }

  private static Output report(String title, Table table) {
    return new Output.Rows(Optional.of(title), table, Map.of(), Output.Role.REPORT);
  }

  /** A row for each metric: its value, that of the baseline, which is better, what it means. */
  public Table table() {
    StringColumn metric = StringColumn.create("metric");
    DoubleColumn value = DoubleColumn.create("value");
    DoubleColumn compared = DoubleColumn.create(baseline.column());
    StringColumn better = StringColumn.create("better");
    StringColumn meaning = StringColumn.create("meaning");
    for (Score score : scores) {
      metric.append(score.name());
      append(value, score.value());
      append(compared, score.baseline());
      better.append(better(score));
      meaning.append(score.meaning());
    }
    return Table.create(metric, value, compared, better, meaning);
  }

  /** Whether a table with these columns holds a report of this or an earlier version. */
  public static boolean isReport(List<String> columns) {
    return Stream.of("kmeans", "baseline")
        .map(compared -> List.of("metric", "value", compared, "better", "meaning"))
        .anyMatch(columns::equals);
  }

  /** The report, in the order to show it; the metrics are the statement's result. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    if (!notes.isEmpty()) {
      outputs.add(new Output.Note(notes));
    }
    beside.ifPresent(outputs::add);
    outputs.add(new Output.Rows(Optional.of(title), table(), Map.of(), Output.Role.ANSWER));
    return outputs;
  }

  private String better(Score score) {
    if (score.value().isEmpty() || score.baseline().isEmpty()) {
      return "";
    }
    return score.isBaselineBetter() ? baseline.winner() : score.isModelBetter() ? "model" : "equal";
  }

  private static void append(DoubleColumn column, OptionalDouble value) {
    if (value.isPresent()) {
      column.append(value.getAsDouble());
    } else {
      column.appendMissing();
    }
  }
}
