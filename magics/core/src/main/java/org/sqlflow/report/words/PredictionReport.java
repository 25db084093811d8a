package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Model;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.tables.ClassTable;
import org.sqlflow.report.tables.ClusterTable;
import org.sqlflow.text.Text;

/** What TO PREDICT shows: counts while the rows are written. Used by one thread at a time. */
public final class PredictionReport {
  private final String name;
  private final Model model;
  private final String table;
  private final List<OutputColumn> columns;
  private final Map<Integer, Long> groups = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private GroupNames groupNames = GroupNames.NONE;
  private long rows;
  private long withoutPrediction;
  private long ungrouped;

  /**
   * A report on a table that is being written.
   *
   * @param name the model's name
   * @param columns as {@link Model#outputs} returned them
   */
  public PredictionReport(String name, Model model, String table, List<OutputColumn> columns) {
    this.name = name;
    this.model = model;
    this.table = table;
    this.columns = columns;
  }

  /**
   * Counts a batch.
   *
   * @param predicted as {@link Model#predict} returned it
   * @param rowOf for each row written its row in {@code predicted}, -1 for a row without a
   *     prediction
   */
  public void add(List<ColumnVector> predicted, int[] rowOf) {
    ColumnVector first = predicted.get(0);
    for (int row : rowOf) {
      rows++;
      if (row < 0) {
        withoutPrediction++;
      } else if (first instanceof ColumnVector.Ints whole
          && whole.values()[row] == ColumnVector.Ints.NONE) {
        ungrouped++;
      } else if (first instanceof ColumnVector.Ints whole) {
        groups.merge(whole.values()[row], 1L, Long::sum);
      }
    }
  }

  /**
   * Counts rows that the database predicted.
   *
   * @param prediction a group's number or a class; null for rows without a prediction
   */
  public void add(Object prediction, long count) {
    rows += count;
    if (prediction == null) {
      withoutPrediction += count;
    } else if (columns.get(0).isCoded()) {
      int place = columns.get(0).place(prediction);
      if (place >= 0) {
        groups.merge(place, count, Long::sum);
      }
    } else if (prediction instanceof Number group) {
      groups.merge(group.intValue(), count, Long::sum);
    }
  }

  /** Shows the groups with their names. */
  public void name(GroupNames names) {
    groupNames = names;
  }

  /** Adds sentences. */
  public void note(List<String> sentences) {
    notes.addAll(sentences);
  }

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    String added =
        columns.size() <= 4
            ? Text.list(columns.stream().map(OutputColumn::name).toList())
            : columns.get(0).name() + " … " + columns.get(columns.size() - 1).name();
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            "%s has the query's %s with %s from %s.",
            table, Text.counted(rows, "row"), added, name));
    if (withoutPrediction > 0) {
      lines.add(
          Text.of(
              "%,d of them have NULL there, because a feature has no value.", withoutPrediction));
    }
    if (ungrouped > 0) {
      lines.add(
          Text.of(
              "%,d of them are in no group and have NULL in %s.",
              ungrouped, columns.get(0).name()));
    }
    lines.addAll(notes);
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(lines));
    counts().ifPresent(outputs::add);
    return outputs;
  }

  private Optional<Output> counts() {
    if (groups.isEmpty() && ungrouped == 0) {
      return Optional.empty();
    }
    return switch (model.estimator().task()) {
      case CLUSTERING -> Optional.of(clusterTable());
      case CLASSIFICATION -> Optional.of(classTable());
      case ENCODING, REGRESSION -> Optional.empty();
    };
  }

  private Output clusterTable() {
    boolean[] there = ((ClusteringModel) model).groups();
    int last = groups.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    int[] numbers = IntStream.rangeClosed(0, last).filter(number -> there[number]).toArray();
    List<Long> sizes =
        Arrays.stream(numbers).mapToObj(number -> groups.getOrDefault(number, 0L)).toList();
    return ClusterTable.ofSizes(
        "Groups in " + table, columns.get(0).name(), numbers, sizes, ungrouped, groupNames);
  }

  private Output classTable() {
    ClassNames names = ((ClassificationModel) model).classes();
    List<Long> sizes =
        IntStream.range(0, names.size()).mapToObj(code -> groups.getOrDefault(code, 0L)).toList();
    return ClassTable.of("Classes in " + table, columns.get(0).name(), names.names(), sizes);
  }
}
