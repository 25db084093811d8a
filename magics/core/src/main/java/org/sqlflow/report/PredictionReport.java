package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.models.Model;
import org.sqlflow.text.Text;

/** What TO PREDICT tells: gathers while the rows go by. */
public final class PredictionReport {
  private final String model;
  private final String table;
  private final List<Model.OutputColumn> columns;
  private final List<Long> sizes = new ArrayList<>();
  private long rows;
  private long withoutPrediction;

  /** A report on a table that is being written. */
  public PredictionReport(String model, String table, List<Model.OutputColumn> columns) {
    this.model = model;
    this.table = table;
    this.columns = columns;
  }

  /**
   * Counts a block.
   *
   * @param predicted as {@link Model#predict} gave it
   * @param rowOf for each row written its row in {@code predicted}, -1 for none
   */
  public void add(List<Object> predicted, int[] rowOf) {
    int[] groups = predicted.get(0) instanceof int[] whole ? whole : null;
    for (int row : rowOf) {
      rows++;
      if (row < 0) {
        withoutPrediction++;
      } else if (groups != null) {
        count(groups[row]);
      }
    }
  }

  private void count(int group) {
    while (sizes.size() <= group) {
      sizes.add(0L);
    }
    sizes.set(group, sizes.get(group) + 1);
  }

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    String added =
        columns.size() <= 4
            ? columns.stream().map(Model.OutputColumn::name).collect(Collectors.joining(", "))
            : columns.get(0).name() + " … " + columns.get(columns.size() - 1).name();
    List<String> lines = new ArrayList<>();
    lines.add(Text.of("%s holds the query's %,d rows with %s from %s.", table, rows, added, model));
    if (withoutPrediction > 0) {
      lines.add(
          Text.of(
              "%,d of them have NULL there: a feature has no value in these rows.",
              withoutPrediction));
    }
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(lines));
    if (!sizes.isEmpty()) {
      outputs.add(
          new Output.Rows(
              Optional.of("Groups in " + table),
              GroupTable.ofSizes(columns.get(0).name(), sizes),
              Map.of(),
              Output.Role.REPORT));
    }
    return outputs;
  }
}
