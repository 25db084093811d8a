package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.clustering.GroupColumn.Category;
import org.sqlflow.models.clustering.GroupColumn.Numbers;
import org.sqlflow.models.clustering.GroupColumn.Summary;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.metrics.GroupDifference;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO EXPLAIN … COLUMN shows: how the groups differ in columns that they were not made from.
 *
 * @param model the model's name
 * @param columns in the order of the statement
 * @param features those of the columns that the model was trained on
 * @param names of the groups
 * @param notes sentences about the rows
 */
public record ColumnsReport(
    String model,
    List<Summary> columns,
    List<String> features,
    GroupNames names,
    List<String> notes) {
  private static final List<String> TABLE =
      List.of(
          "group_id",
          "rows",
          "column",
          "category",
          "measure",
          "value",
          "value of all",
          "shown",
          "effect",
          "p");

  /** Smaller probabilities are not distinguished. */
  private static final double LEAST = 0.001;

  private static final String SHARE = "share in %";

  /** Whether a table with these columns holds a report of this kind. */
  public static boolean isReport(List<String> columns) {
    return columns.equals(TABLE);
  }

  /** How many groups there are. */
  private int clusters() {
    return columns.get(0).rows().length - 1;
  }

  private ComparedColumn compared(Summary column) {
    return new ComparedColumn(column, names);
  }

  private boolean isFeature(Summary column) {
    return features.stream().anyMatch(column.name()::equalsIgnoreCase);
  }

  /** The probabilities, corrected for the number of tests; NaN for columns without a test. */
  private double[] ps() {
    return GroupDifference.corrected(
        columns.stream()
            .mapToDouble(c -> isFeature(c) ? Double.NaN : c.difference().p())
            .toArray());
  }

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(sentences()));
    outputs.add(
        Output.Rows.report(
            "How the groups of " + model + " differ in these columns", overview(), looks()));
    heat().ifPresent(outputs::add);
    outputs.add(
        new Output.Rows(
            Optional.of("Each group and column"), table(), Map.of(), Output.Role.RESULT));
    return outputs;
  }

  /** Features are not mentioned, since the groups do differ in them. */
  private String hardly() {
    if (columns.stream().noneMatch(this::isFeature)) {
      return "The groups hardly differ in these columns.";
    }
    List<String> others = columns.stream().filter(c -> !isFeature(c)).map(Summary::name).toList();
    return "The groups hardly differ in " + String.join(", ", others) + ".";
  }

  private List<String> sentences() {
    List<String> lines = new ArrayList<>(notes);
    double[] ps = ps();
    List<Summary> tested =
        columns.stream().filter(c -> !isFeature(c) && !Double.isNaN(c.difference().p())).toList();
    List<String> featureNames = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (isFeature(columns.get(i))) {
        featureNames.add(columns.get(i).name());
      }
    }
    Optional<Summary> first = byEffect().stream().filter(c -> !isFeature(c)).findFirst();
    first
        .filter(c -> !Double.isNaN(c.difference().effect()))
        .ifPresent(
            c ->
                lines.add(
                    c.difference().strength().equals(GroupDifference.NEGLIGIBLE)
                        ? hardly()
                        : Text.of(
                            "The groups differ most in %s (a %s difference): %s.",
                            c.name(), c.difference().strength(), compared(c).apart())));
    if (!tested.isEmpty()) {
      lines.add(
          Text.of(
              "p: how likely so large a difference would be by chance, if the groups had nothing to"
                  + " do with the column%s. With many rows even tiny differences are significant:"
                  + " look at the effect first.",
              tested.size() == 1 ? "" : Text.of(", corrected for %d tests (Holm)", tested.size())));
    }
    if (!featureNames.isEmpty()) {
      lines.add(
          Text.of(
              "%s %s: the groups were made from %s, so no test is made.",
              String.join(", ", featureNames),
              featureNames.size() == 1 ? "is a feature" : "are features",
              featureNames.size() == 1 ? "it" : "them"));
    }
    if (columns.stream().anyMatch(Summary::sampled)) {
      lines.add(
          "Medians, effects and tests of numbers are computed from a random sample of 200,000"
              + " rows.");
    }
    if (ps.length > 0 && columns.get(0).rows()[clusters()] > 0) {
      lines.add(
          Text.of(
              "%,d rows are in no group: they are shown separately and not tested.",
              columns.get(0).rows()[clusters()]));
    }
    return lines;
  }

  private List<Summary> byEffect() {
    return columns.stream()
        .sorted(
            Comparator.comparingDouble(
                (Summary c) ->
                    Double.isNaN(c.difference().effect())
                        ? 1
                        : -c.difference().effect() / c.difference().strong()))
        .toList();
  }

  /** The columns by the size of their differences. */
  private Table overview() {
    StringColumn column = StringColumn.create("column");
    StringColumn what = StringColumn.create("holds");
    StringColumn effect = StringColumn.create("effect");
    StringColumn strength = StringColumn.create("difference");
    StringColumn p = StringColumn.create("p");
    StringColumn apart = StringColumn.create("how the groups differ");
    double[] ps = ps();
    for (Summary one : byEffect()) {
      GroupDifference difference = one.difference();
      column.append(one.name());
      what.append(compared(one).holds());
      effect.append(
          Double.isNaN(difference.effect())
              ? "–"
              : (compared(one).isNumbers() ? "eta² " : "V ")
                  + Text.of("%.2f", difference.effect()));
      strength.append(Double.isNaN(difference.effect()) ? "–" : difference.strength());
      p.append(isFeature(one) ? "a feature" : written(ps[columns.indexOf(one)]));
      apart.append(compared(one).apart());
    }
    return Table.create(column, what, effect, strength, p, apart);
  }

  private Map<Integer, Output.Look> looks() {
    Map<Integer, Output.Look> looks = new HashMap<>();
    looks.put(
        2,
        new Output.Look.Bars(
            byEffect().stream()
                .map(c -> Double.isNaN(c.difference().effect()) ? 0 : c.difference().effect())
                .toList()));
    return looks;
  }

  /** A category's name; a Tablesaw column of texts cannot hold an empty one. */
  private static String named(Category category) {
    return category.name().isEmpty() ? Visible.value("") : category.name();
  }

  private static String written(double p) {
    return Double.isNaN(p) ? "–" : p < LEAST ? "< 0.001" : Text.of("%.3f", p);
  }

  /** Medians and shares, with a row for each column or category and a column for each group. */
  private Optional<Output> heat() {
    StringColumn names = StringColumn.create("column");
    List<StringColumn> cells = new ArrayList<>();
    cells.add(StringColumn.create("all in groups"));
    List<Integer> groups = groups();
    for (int group : groups) {
      cells.add(StringColumn.create(group == clusters() ? "in no group" : this.names.label(group)));
    }
    List<double[]> deviations = new ArrayList<>();
    for (Summary summary : columns) {
      ComparedColumn column = compared(summary);
      if (column.isNumbers()) {
        names.append(summary.name() + " (median)");
        addNumbers(column, groups, cells, deviations);
      }
      for (Category category : column.top()) {
        names.append(summary.name() + " = " + Visible.value(category.name()));
        addShares(column, category, groups, cells, deviations);
      }
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Table table = Table.create(names);
    cells.forEach(table::addColumns);
    Map<Integer, String> patches = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      patches.put(i + 2, Palette.colour(groups.get(i) == clusters() ? -1 : groups.get(i)));
    }
    return Optional.of(
        new Output.Heat(
            Optional.of("Medians and shares in the groups of " + model),
            table,
            deviations.toArray(double[][]::new),
            "Orange: above all rows in groups, blue: below; the stronger the colour, the further.",
            patches));
  }

  /**
   * The groups with rows; the number after the last group means rows in no group, if there are any.
   */
  private List<Integer> groups() {
    List<Integer> groups = new ArrayList<>();
    for (int group = 0; group <= clusters(); group++) {
      if (columns.get(0).rows()[group] > 0) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static void addNumbers(
      ComparedColumn compared,
      List<Integer> groups,
      List<StringColumn> cells,
      List<double[]> deviations) {
    List<Numbers> numbers = compared.column().numbers();
    Numbers all = numbers.get(0);
    double[] off = new double[groups.size() + 1];
    off[0] = Double.NaN;
    cells.get(0).append(compared.shown(all.median()));
    for (int i = 0; i < groups.size(); i++) {
      Numbers own = numbers.get(groups.get(i) + 1);
      off[i + 1] = all.deviation() > 0 ? (own.mean() - all.mean()) / all.deviation() : 0;
      cells.get(i + 1).append(compared.shown(own.median()));
    }
    deviations.add(off);
  }

  private static void addShares(
      ComparedColumn column,
      Category category,
      List<Integer> groups,
      List<StringColumn> cells,
      List<double[]> deviations) {
    double all = column.ofAll(category);
    double deviation = Math.sqrt(all * (1 - all));
    double[] off = new double[groups.size() + 1];
    off[0] = Double.NaN;
    cells.get(0).append(ComparedColumn.percent(all));
    for (int i = 0; i < groups.size(); i++) {
      double own = column.share(category, groups.get(i));
      off[i + 1] = deviation > 0 ? (own - all) / deviation : 0;
      cells.get(i + 1).append(ComparedColumn.percent(own));
    }
    deviations.add(off);
  }

  /** A row for each group, column and measure; rows in no group have no number. */
  public Table table() {
    Lines lines = new Lines();
    double[] ps = ps();
    for (int group : groups()) {
      for (int i = 0; i < columns.size(); i++) {
        Summary column = columns.get(i);
        ComparedColumn compared = compared(column);
        lines.begin(group == clusters() ? -1 : group, column, group, ps[i]);
        if (compared.isNumbers()) {
          Numbers own = column.numbers().get(group + 1);
          Numbers all = column.numbers().get(0);
          lines.add("", "mean", own.mean(), all.mean(), compared.shown(own.mean()));
          lines.add("", "median", own.median(), all.median(), compared.shown(own.median()));
          if (group < clusters()) {
            double delta = column.difference().deltas()[group];
            lines.add("", "Cliff's delta", delta, 0, Text.of("%.2f", delta));
          }
        }
        for (Category category : column.categories()) {
          double own = 100 * compared.share(category, group);
          double all = 100 * compared.ofAll(category);
          lines.add(named(category), SHARE, own, all, ComparedColumn.percent(own / 100));
        }
        double gone = 100.0 * column.missing()[group] / column.rows()[group];
        if (Arrays.stream(column.missing()).sum() > 0) {
          double all =
              100.0
                  * Arrays.stream(column.missing(), 0, clusters()).sum()
                  / Arrays.stream(column.rows(), 0, clusters()).sum();
          lines.add("", "NULL in %", gone, all, ComparedColumn.percent(gone / 100));
        }
      }
    }
    return lines.table();
  }

  /** Collects the rows of the table. */
  private static final class Lines {
    private final IntColumn group = IntColumn.create(TABLE.get(0));
    private final LongColumn rows = LongColumn.create(TABLE.get(1));
    private final List<StringColumn> texts = new ArrayList<>();
    private final List<DoubleColumn> numbers = new ArrayList<>();
    private int number;
    private long size;
    private String column = "";
    private double effect;
    private double p;

    Lines() {
      for (String name : List.of("column", "category", "measure", "shown")) {
        texts.add(StringColumn.create(name));
      }
      for (String name : List.of("value", "value of all", "effect", "p")) {
        numbers.add(DoubleColumn.create(name));
      }
    }

    void begin(int of, Summary summary, int place, double probability) {
      number = of;
      size = summary.rows()[place];
      column = summary.name();
      effect = summary.difference().effect();
      p = probability;
    }

    void add(String category, String measure, double value, double all, String shown) {
      if (number < 0) {
        group.appendMissing();
      } else {
        group.append(number);
      }
      rows.append(size);
      List<String> words = List.of(column, category, measure, shown);
      double[] values = {value, all, effect, p};
      for (int i = 0; i < words.size(); i++) {
        texts.get(i).append(words.get(i));
        if (Double.isNaN(values[i])) {
          numbers.get(i).appendMissing();
        } else {
          numbers.get(i).append(values[i]);
        }
      }
    }

    Table table() {
      return Table.create(
          group,
          rows,
          texts.get(0),
          texts.get(1),
          texts.get(2),
          numbers.get(0),
          numbers.get(1),
          texts.get(3),
          numbers.get(2),
          numbers.get(3));
    }
  }
}
