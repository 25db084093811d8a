package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO EVALUATE tells.
 *
 * @param model the model's name
 * @param skipped rows left out for a missing value
 */
public record EvaluationReport(String model, ClusterScores evaluation, long skipped) {
  /** A row for each metric: its value, that of plain k-means, which is better, what it means. */
  public Table table() {
    StringColumn metric = StringColumn.create("metric");
    DoubleColumn value = DoubleColumn.create("value");
    DoubleColumn kMeans = DoubleColumn.create("kmeans");
    StringColumn better = StringColumn.create("better");
    StringColumn meaning = StringColumn.create("meaning");
    for (ClusterScores.Score score : evaluation.scores()) {
      metric.append(score.name());
      append(value, score.value());
      append(kMeans, score.kMeans());
      better.append(better(score));
      meaning.append(score.meaning());
    }
    return Table.create(metric, value, kMeans, better, meaning);
  }

  /** The report, in the order to show it; the metrics are the statement's result. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    evaluation.scores().stream()
        .filter(score -> score.name().equals("silhouette"))
        .flatMap(score -> Separation.sentence(score.value(), score.kMeans()).stream())
        .forEach(notes::add);
    notes.addAll(evaluation.notes());
    if (skipped > 0) {
      notes.add(Text.of("%,d rows without a value in some feature have no group.", skipped));
    }
    outputs.add(new Output.Note(notes));
    outputs.add(
        new Output.Rows(
            Optional.of("Groups of " + model),
            GroupTable.ofSizes("group_id", evaluation.groupSizes()),
            Map.of(),
            Output.Role.REPORT));
    outputs.add(
        new Output.Rows(
            Optional.of(model + " beside plain k-means on the same scaled columns"),
            table(),
            Map.of(),
            Output.Role.ANSWER));
    return outputs;
  }

  private static String better(ClusterScores.Score score) {
    if (score.value().isEmpty() || score.kMeans().isEmpty()) {
      return "";
    }
    return score.isKMeansBetter() ? "k-means" : score.isModelBetter() ? "model" : "equal";
  }

  private static void append(DoubleColumn column, OptionalDouble value) {
    if (value.isPresent()) {
      column.append(value.getAsDouble());
    } else {
      column.appendMissing();
    }
  }
}
