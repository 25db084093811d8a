package org.sqlflow.report.words;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sqlflow.models.clustering.GroupColumn.Category;
import org.sqlflow.models.clustering.GroupColumn.Kind;
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

  /** The most categories of a column that get a row each in the table of shares. */
  private static final int MOST_CATEGORIES = 10;

  /** Smaller probabilities are not distinguished. */
  private static final double LEAST = 0.001;

  private static final double DAY = 86_400;
  private static final String SHARE = "share in %";

  /** Whether a table with these columns holds a report of this kind. */
  public static boolean isReport(List<String> columns) {
    return columns.equals(TABLE);
  }

  /** How many groups there are. */
  private int clusters() {
    return columns.get(0).rows().length - 1;
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
                            c.name(), c.difference().strength(), apart(c))));
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
      what.append(what(one));
      effect.append(
          Double.isNaN(difference.effect())
              ? "–"
              : (isNumbers(one) ? "eta² " : "V ") + Text.of("%.2f", difference.effect()));
      strength.append(Double.isNaN(difference.effect()) ? "–" : difference.strength());
      p.append(isFeature(one) ? "a feature" : written(ps[columns.indexOf(one)]));
      apart.append(apart(one));
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

  private static String written(double p) {
    return Double.isNaN(p) ? "–" : p < LEAST ? "< 0.001" : Text.of("%.3f", p);
  }

  private static boolean isNumbers(Summary column) {
    return column.kind() == Kind.NUMBERS || column.kind() == Kind.TIMES;
  }

  private static String what(Summary column) {
    String what =
        switch (column.kind()) {
          case NUMBERS -> "numbers";
          case TIMES -> "times";
          case CATEGORIES ->
              column.categories().size() == 1
                  ? "1 value"
                  : Text.of("%,d values", column.categories().size());
          case TEXTS -> "many texts";
          case NOTHING -> "nothing";
        };
    long missing = Arrays.stream(column.missing()).sum();
    double share = 100.0 * missing / Math.max(1, Arrays.stream(column.rows()).sum());
    return missing == 0 ? what : what + Text.of(", %.1f %% NULL", share);
  }

  /** The group with the most and that with the least. */
  private String apart(Summary column) {
    return switch (column.kind()) {
      case NUMBERS, TIMES -> {
        String measure = "median";
        ToDoubleFunction<Numbers> value = Numbers::median;
        List<Integer> groups = groupsBy(column, value);
        if (isLevel(column, groups, value)) {
          // Where most values are equal, the medians are too, and the means say more.
          measure = "mean";
          value = Numbers::mean;
          groups = groupsBy(column, value);
        }
        if (groups.size() < 2) {
          yield "–";
        }
        int most = groups.get(groups.size() - 1);
        int least = groups.get(0);
        yield Text.of(
            "%s %s in %s, %s in %s; %s of all",
            measure,
            shown(column, value.applyAsDouble(column.numbers().get(most + 1))),
            names.label(most),
            shown(column, value.applyAsDouble(column.numbers().get(least + 1))),
            names.label(least),
            shown(column, value.applyAsDouble(column.numbers().get(0))));
      }
      case CATEGORIES -> categories(column);
      case TEXTS -> "a different text in nearly each row: nothing to compare";
      case NOTHING -> "no row has a value";
    };
  }

  private List<Integer> groupsBy(Summary column, ToDoubleFunction<Numbers> value) {
    List<Integer> groups = new ArrayList<>();
    for (int group = 0; group < clusters(); group++) {
      if (column.numbers().get(group + 1).count() > 0) {
        groups.add(group);
      }
    }
    groups.sort(
        Comparator.comparingDouble(group -> value.applyAsDouble(column.numbers().get(group + 1))));
    return groups;
  }

  private static boolean isLevel(
      Summary column, List<Integer> groups, ToDoubleFunction<Numbers> value) {
    return groups.stream()
            .mapToDouble(group -> value.applyAsDouble(column.numbers().get(group + 1)))
            .distinct()
            .count()
        < 2;
  }

  /** The category in which the groups differ most. */
  private String categories(Summary column) {
    double farthest = -1;
    String phrase = "–";
    for (Category category : column.categories()) {
      int most = -1;
      int least = -1;
      for (int group = 0; group < clusters(); group++) {
        if (known(column, group) > 0) {
          double share = share(column, category, group);
          most = most < 0 || share > share(column, category, most) ? group : most;
          least = least < 0 || share < share(column, category, least) ? group : least;
        }
      }
      if (most < 0 || most == least) {
        continue;
      }
      double range = share(column, category, most) - share(column, category, least);
      if (range > farthest + 1e-12) {
        farthest = range;
        phrase =
            Text.of(
                "%s: %s in %s, %s in %s; %s of all",
                Visible.value(category.name()),
                percent(share(column, category, most)),
                names.label(most),
                percent(share(column, category, least)),
                names.label(least),
                percent(ofAll(column, category)));
      }
    }
    return phrase;
  }

  private static long known(Summary column, int group) {
    return column.rows()[group] - column.missing()[group];
  }

  private static double share(Summary column, Category category, int group) {
    return category.counts()[group] / (double) known(column, group);
  }

  private double ofAll(Summary column, Category category) {
    long all = 0;
    for (int group = 0; group < clusters(); group++) {
      all += known(column, group);
    }
    return category.total() / (double) all;
  }

  private static String percent(double share) {
    return Double.isNaN(share)
        ? ""
        : Text.of(share > 0 && share < 0.01 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  private static String shown(Summary column, double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (column.kind() == Kind.TIMES) {
      LocalDateTime time = LocalDateTime.ofEpochSecond(Math.round(value), 0, ZoneOffset.UTC);
      double deviation = column.numbers().get(0).deviation();
      String pattern = deviation > DAY ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm";
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    }
    double spread = column.numbers().get(0).deviation();
    int digits =
        spread > 0 ? Math.max(0, 1 - (int) Math.floor(Math.log10(spread))) : value % 1 == 0 ? 0 : 3;
    String text = Text.number(value, digits);
    return text.contains(".") && !text.contains("e") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  /** A category's name; a Tablesaw column of texts cannot hold an empty one. */
  private static String named(Category category) {
    return category.name().isEmpty() ? Visible.value("") : category.name();
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
    for (Summary column : columns) {
      if (isNumbers(column)) {
        names.append(column.name() + " (median)");
        addNumbers(column, groups, cells, deviations);
      }
      for (Category category : top(column)) {
        names.append(column.name() + " = " + Visible.value(category.name()));
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
            "Orange: above all rows in groups, blue: below; the darker, the further.",
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

  private static List<Category> top(Summary column) {
    List<Category> all = column.categories();
    return all.subList(0, Math.min(MOST_CATEGORIES, all.size()));
  }

  private static void addNumbers(
      Summary column, List<Integer> groups, List<StringColumn> cells, List<double[]> deviations) {
    Numbers all = column.numbers().get(0);
    double[] off = new double[groups.size() + 1];
    off[0] = Double.NaN;
    cells.get(0).append(shown(column, all.median()));
    for (int i = 0; i < groups.size(); i++) {
      Numbers own = column.numbers().get(groups.get(i) + 1);
      off[i + 1] = all.deviation() > 0 ? (own.mean() - all.mean()) / all.deviation() : 0;
      cells.get(i + 1).append(shown(column, own.median()));
    }
    deviations.add(off);
  }

  private void addShares(
      Summary column,
      Category category,
      List<Integer> groups,
      List<StringColumn> cells,
      List<double[]> deviations) {
    double all = ofAll(column, category);
    double deviation = Math.sqrt(all * (1 - all));
    double[] off = new double[groups.size() + 1];
    off[0] = Double.NaN;
    cells.get(0).append(percent(all));
    for (int i = 0; i < groups.size(); i++) {
      double own = share(column, category, groups.get(i));
      off[i + 1] = deviation > 0 ? (own - all) / deviation : 0;
      cells.get(i + 1).append(percent(own));
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
        lines.begin(group == clusters() ? -1 : group, column, group, ps[i]);
        if (isNumbers(column)) {
          Numbers own = column.numbers().get(group + 1);
          Numbers all = column.numbers().get(0);
          lines.add("", "mean", own.mean(), all.mean(), shown(column, own.mean()));
          lines.add("", "median", own.median(), all.median(), shown(column, own.median()));
          if (group < clusters()) {
            double delta = column.difference().deltas()[group];
            lines.add("", "Cliff's delta", delta, 0, Text.of("%.2f", delta));
          }
        }
        for (Category category : column.categories()) {
          double own = 100 * share(column, category, group);
          double all = 100 * ofAll(column, category);
          lines.add(named(category), SHARE, own, all, percent(own / 100));
        }
        double gone = 100.0 * column.missing()[group] / column.rows()[group];
        if (Arrays.stream(column.missing()).sum() > 0) {
          double all =
              100.0
                  * Arrays.stream(column.missing(), 0, clusters()).sum()
                  / Arrays.stream(column.rows(), 0, clusters()).sum();
          lines.add("", "NULL in %", gone, all, percent(gone / 100));
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
