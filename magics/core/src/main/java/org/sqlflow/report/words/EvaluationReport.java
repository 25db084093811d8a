package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.models.classification.ClassificationScores;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.metrics.GroupSilhouettes;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.models.regression.RegressionScores;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.CalibrationChart;
import org.sqlflow.report.charts.ConfusionChart;
import org.sqlflow.report.charts.SilhouetteChart;
import org.sqlflow.report.tables.ClassTable;
import org.sqlflow.report.tables.ClusterTable;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What TO EVALUATE shows, by task. */
public final class EvaluationReport {
  /** A smaller score is shown as 0, since 2e-5 looks like a large number at first sight. */
  private static final double NOTHING = 5e-5;

  private final List<Score> scores;
  private final Baseline baseline;
  private final List<String> notes;
  private final List<String> badges;
  private final List<Output> beside;
  private final String title;

  /** What the model is compared with: the name of its column, and in the column "better". */
  private record Baseline(String column, String winner) {}

  private EvaluationReport(
      List<Score> scores,
      Baseline baseline,
      List<String> notes,
      List<String> badges,
      List<Output> beside,
      String title) {
    this.scores = scores;
    this.baseline = baseline;
    this.notes = notes;
    this.badges = badges;
    this.beside = beside;
    this.title = title;
  }

  /**
   * How stable groups are under resampling.
   *
   * @param similarity the mean Jaccard similarity of each group, from 0 to 1; NaN if unknown
   * @param draws how often the rows were resampled
   * @param sample the size of the sample that was used; empty if all rows were
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stability(double[] similarity, int draws, OptionalInt sample) {}

  /**
   * The report for a clustering, compared with plain k-means.
   *
   * @param model the model's name
   * @param numbers the groups' numbers, as shown
   * @param silhouettes by these numbers
   * @param stability of each group, if it was asked for
   * @param skipped rows left out because a feature has no value
   * @param names of the groups
   */
  public static EvaluationReport of(
      String model,
      int[] numbers,
      ClusterScores scores,
      GroupSilhouettes silhouettes,
      Optional<Stability> stability,
      long skipped,
      GroupNames names) {
    boolean isOneGroup = scores.groupSizes().size() == 1;
    List<String> notes = new ArrayList<>();
    scores.scores().stream()
        .filter(score -> score.name().equals(MetricNames.SILHOUETTE))
        .flatMap(
            score ->
                Separation.sentences(score.value(), score.baseline(), scores.judgement()).stream())
        .forEach(notes::add);
    stability.map(known -> sentences(known, numbers, names)).ifPresent(notes::addAll);
    notes.addAll(scores.notes());
    if (skipped > 0) {
      notes.add(Text.of("%,d rows have no group, because a feature has no value.", skipped));
    }
    List<Output> beside = new ArrayList<>();
    beside.add(
        ClusterTable.ofScores(
            "Groups of " + model,
            numbers,
            scores.groupSizes(),
            scores.ungrouped(),
            silhouettes,
            stability.map(Stability::similarity),
            names));
    new SilhouetteChart(model, silhouettes.groups(), names).output().ifPresent(beside::add);
    List<Score> all = new ArrayList<>(scores.scores());
    stability.map(known -> scores(known, numbers)).ifPresent(all::addAll);
    return new EvaluationReport(
        all,
        isOneGroup
            ? new Baseline("baseline", "rows without groups")
            : new Baseline("kmeans", "k-means"),
        notes,
        badges(scores),
        beside,
        isOneGroup
            ? "Whether these rows are one crowd, as " + model + " says"
            : model + " compared with plain k-means on the same scaled columns");
  }

  /** The report for a classification, compared with always predicting the most frequent class. */
  public static EvaluationReport of(String model, ClassificationScores scores, long skipped) {
    List<Output> beside = new ArrayList<>();
    beside.add(
        ClassTable.areMany(scores.classes())
            ? report(
                "Most frequent mistakes of " + model,
                ClassTable.mistakes(scores.classes(), scores.confusion()))
            : report(
                "Confusion matrix of " + model,
                ClassTable.confusion(scores.classes(), scores.confusion())));
    new ConfusionChart(model, scores.classes(), scores.confusion()).output().ifPresent(beside::add);
    boolean isBinary = scores.classes().size() == 2;
    new CalibrationChart(
            model,
            isBinary
                ? "probability of " + scores.classes().get(1)
                : "probability of the predicted class",
            isBinary ? "share of " + scores.classes().get(1) : "share that is correct",
            scores.calibration())
        .output()
        .ifPresent(beside::add);
    return new EvaluationReport(
        scores.scores(),
        new Baseline("baseline", "baseline"),
        notes(scores.notes(), skipped),
        List.of(),
        beside,
        model + " compared with always predicting the " + ClassificationScores.BASELINE);
  }

  /** The report for a regression, compared with always predicting the mean. */
  public static EvaluationReport of(String model, RegressionScores scores, long skipped) {
    return new EvaluationReport(
        scores.scores(),
        new Baseline("baseline", "baseline"),
        notes(scores.notes(), skipped),
        List.of(),
        new CalibrationChart(model, "mean prediction", "mean label", scores.calibration())
            .output().stream().<Output>map(picture -> picture).toList(),
        model + " compared with predicting " + RegressionScores.BASELINE);
  }

  /** This report with further sentences before the others. */
  public EvaluationReport withFirst(List<String> first) {
    List<String> all = new ArrayList<>(first);
    all.addAll(notes);
    return new EvaluationReport(scores, baseline, all, badges, beside, title);
  }

  private static List<String> badges(ClusterScores scores) {
    Optional<Score> silhouette =
        scores.scores().stream()
            .filter(score -> score.name().equals(MetricNames.SILHOUETTE))
            .findFirst();
    return Separation.badges(
        (int) scores.groupSizes().stream().filter(size -> size > 0).count(),
        silhouette.map(Score::value).orElse(OptionalDouble.empty()),
        silhouette.map(Score::baseline).orElse(OptionalDouble.empty()),
        scores.judgement());
  }

  /** The stability of each group, by its number, so that it can be stored. */
  private static List<Score> scores(Stability stability, int[] numbers) {
    return IntStream.range(0, stability.similarity().length)
        .filter(group -> !Double.isNaN(stability.similarity()[group]))
        .mapToObj(
            group ->
                new Score(
                    "stability of group " + numbers[group],
                    OptionalDouble.of(stability.similarity()[group]),
                    OptionalDouble.empty(),
                    true,
                    Text.of(
                        "mean similarity when the rows are resampled %d times, 1: always the same"
                            + " rows; %s",
                        stability.draws(), StabilityBand.of(stability.similarity()[group]).word())))
        .toList();
  }

  /** Which groups are found again, and which cannot be relied on. */
  private static List<String> sentences(Stability stability, int[] numbers, GroupNames names) {
    Map<StabilityBand, List<String>> groups = new EnumMap<>(StabilityBand.class);
    for (int group = 0; group < stability.similarity().length; group++) {
      int number = numbers[group];
      double similarity = stability.similarity()[group];
      if (!Double.isNaN(similarity)) {
        groups
            .computeIfAbsent(StabilityBand.of(similarity), band -> new ArrayList<>())
            .add(names.of(number).isPresent() ? names.label(number) : String.valueOf(number));
      }
    }
    List<String> parts = new ArrayList<>();
    groups.forEach((band, of) -> parts.add(Text.withNoun("Group", of) + ": " + band.word()));
    String sample =
        stability.sample().isPresent()
            ? Text.of(" from a random sample of %,d", stability.sample().getAsInt())
            : "";
    String sentence =
        Text.of(
            "The rows were resampled %d times%s and grouped again. %s.",
            stability.draws(), sample, String.join(". ", parts));
    return groups.containsKey(StabilityBand.UNSTABLE)
        ? List.of(
            sentence,
            "Groups that are not found again depend on chance: try fewer groups, other columns or"
                + " another method.")
        : List.of(sentence);
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
      append(value, score.value(), score.scale());
      append(compared, score.baseline(), score.scale());
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
      outputs.add(new Output.Note(notes, badges));
    }
    outputs.addAll(beside);
    outputs.add(new Output.Rows(Optional.of(title), table(), Map.of(), Output.Role.ANSWER));
    return outputs;
  }

  private String better(Score score) {
    if (score.value().isEmpty() || score.baseline().isEmpty()) {
      return "";
    }
    return score.isBaselineBetter() ? baseline.winner() : score.isModelBetter() ? "model" : "equal";
  }

  private static void append(DoubleColumn column, OptionalDouble value, double scale) {
    if (value.isPresent()) {
      double score = value.getAsDouble();
      column.append(Math.abs(score) < NOTHING * scale ? 0 : score);
    } else {
      column.appendMissing();
    }
  }
}
