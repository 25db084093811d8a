package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.ContributionChart;
import org.sqlflow.report.charts.ContributionChart.Feature;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO EXPLAIN … USING shap shows: how much each feature adds to the predictions.
 *
 * @param model the model's name
 * @param unit of the contributions, such as {@code log odds of 1}
 * @param features with the contributions of all rows
 * @param base for each row, the part of the prediction that no feature adds
 * @param classes for each row, the class that is explained; empty where numbers are predicted
 * @param bars whether the chart has bars
 * @param dots whether it has a dot for each row
 * @param notes sentences for the user
 */
@SuppressWarnings("ArrayRecordComponent")
public record ContributionReport(
    String model,
    String unit,
    List<Feature> features,
    double[] base,
    List<String> classes,
    boolean bars,
    boolean dots,
    List<String> notes) {
  private static final String BASE = "base_value";
  private static final String EXPLAINED = "explained_value";
  private static final String CLASS = "explained_class";

  /** Whether a table with these columns holds a report of this or an earlier version. */
  public static boolean isReport(List<String> columns) {
    return columns.size() > 2
        && columns.get(0).equalsIgnoreCase(BASE)
        && columns.get(1).equalsIgnoreCase(EXPLAINED);
  }

  /** A row for each row of the query: what is explained, and a column for each feature. */
  public Table table() {
    double[] sums = base.clone();
    for (Feature feature : features) {
      for (int row = 0; row < sums.length; row++) {
        sums[row] += feature.contributions()[row];
      }
    }
    Table table = Table.create(DoubleColumn.create(BASE, base));
    table.addColumns(DoubleColumn.create(EXPLAINED, sums));
    if (!classes.isEmpty()) {
      table.addColumns(StringColumn.create(CLASS, classes));
    }
    for (Feature feature : features) {
      String name = feature.name();
      for (int i = 2; table.columnNames().stream().anyMatch(name::equalsIgnoreCase); i++) {
        name = feature.name() + "_" + i;
      }
      table.addColumns(DoubleColumn.create(name, feature.contributions()));
    }
    return table;
  }

  /** The report, in the order to show it; the summary is the statement's result. */
  public List<Output> outputs() {
    List<Feature> sorted = new ArrayList<>(features);
    sorted.sort(Comparator.comparingDouble(feature -> -feature.importance()));
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(notes));
    new ContributionChart(model, unit, sorted, bars, dots).output().ifPresent(outputs::add);
    outputs.add(summary(sorted));
    return outputs;
  }

  private Output.Rows summary(List<Feature> sorted) {
    StringColumn feature = StringColumn.create("feature");
    DoubleColumn mean = DoubleColumn.create("mean |contribution|");
    DoubleColumn share = DoubleColumn.create("share in %");
    DoubleColumn lost = DoubleColumn.create("lost when shuffled");
    double all = sorted.stream().mapToDouble(Feature::importance).sum();
    boolean isShuffled = sorted.stream().anyMatch(one -> !Double.isNaN(one.shuffled()));
    for (Feature one : sorted) {
      feature.append(one.name());
      mean.append(one.importance());
      share.append(all == 0 ? 0 : Math.rint(1000 * one.importance() / all) / 10);
      if (Double.isNaN(one.shuffled())) {
        lost.appendMissing();
      } else {
        lost.append(one.shuffled());
      }
    }
    Table table = Table.create(feature, mean, share);
    if (isShuffled) {
      table.addColumns(lost);
    }
    List<Double> shares =
        IntStream.range(0, sorted.size())
            .mapToObj(i -> all == 0 ? 0.0 : sorted.get(i).importance() / all)
            .toList();
    return new Output.Rows(
        Optional.of("What each feature adds to the predictions of " + model + ", " + unit),
        table,
        Map.of(),
        List.of(),
        Output.Role.ANSWER,
        Optional.empty(),
        Map.of(2, new Output.Look.Bars(shares)));
  }
}
