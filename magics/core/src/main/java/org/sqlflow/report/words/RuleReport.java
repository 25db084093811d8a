package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sqlflow.models.clustering.rules.GroupRules;
import org.sqlflow.models.clustering.rules.Rule;
import org.sqlflow.models.clustering.rules.RuleFidelity;
import org.sqlflow.models.clustering.rules.RuleWords;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.TreeChart;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO EXPLAIN … USING rules shows.
 *
 * @param model the model's name
 * @param names of the groups
 * @param rules in the order of the tree's leaves
 * @param conditions the same in SQL
 * @param fidelity what the database counted, with the rules in the same order
 * @param costRatio the cost of the rules' groups relative to k-means; empty for other models
 * @param shorts for each group, one conjunction that approximates it
 * @param expression the rules as a CASE
 * @param tree the same as a picture
 * @param product the database that did the comparison
 * @param notes further sentences
 */
public record RuleReport(
    String model,
    GroupNames names,
    List<Rule> rules,
    List<String> conditions,
    RuleFidelity fidelity,
    OptionalDouble costRatio,
    List<Short> shorts,
    String expression,
    TreeChart.Node tree,
    String product,
    List<String> notes) {

  /** The most rules of a group in its sentence. */
  private static final int MOST_RULES = 3;

  /**
   * One conjunction for a group.
   *
   * @param coverage which part of the group's rows fulfils it
   * @param precision which part of the rows that fulfil it is in the group
   */
  public record Short(int group, String words, double coverage, double precision) {}

  /** A row for each rule. */
  public Table table() {
    IntColumn group = IntColumn.create("group_id");
    IntColumn number = IntColumn.create("rule");
    StringColumn condition = StringColumn.create("condition");
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    DoubleColumn precision = DoubleColumn.create("precision in %");
    DoubleColumn recall = DoubleColumn.create("recall in %");
    StringColumn words = StringColumn.create("in words");
    for (int place : order()) {
      Rule rule = rules.get(place);
      if (isNone(rule.group())) {
        group.appendMissing();
      } else {
        group.append(rule.group());
      }
      number.append(number.size() + 1);
      condition.append(conditions.get(place));
      long all = fidelity.rowsOfRule(place);
      long right = fidelity.right(place, rule.group());
      long own = fidelity.rowsOfGroup(rule.group());
      rows.append(all);
      append(share, all, fidelity.rows());
      append(precision, right, all);
      append(recall, right, own);
      words.append(RuleWords.of(rule));
    }
    return Table.create(group, number, condition, rows, share, precision, recall, words);
  }

  private static void append(DoubleColumn column, long part, long all) {
    if (all == 0) {
      column.appendMissing();
    } else {
      column.append(Math.rint(1000.0 * part / all) / 10);
    }
  }

  private boolean isNone(int group) {
    return group == fidelity.groups();
  }

  /** The places of the rules by their groups; those of no group last. */
  private List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (int group = 0; group <= fidelity.groups(); group++) {
      for (int place = 0; place < rules.size(); place++) {
        if (rules.get(place).group() == group) {
          order.add(place);
        }
      }
    }
    return order;
  }

  /** Whether a table with these columns holds such a report. */
  public static boolean isReport(List<String> columns) {
    return columns.equals(
        List.of(
            "group_id",
            "rule",
            "condition",
            "rows",
            "share in %",
            "precision in %",
            "recall in %",
            "in words"));
  }

  /** The report, in the order to show it; the rules are the statement's result. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    lines.add(summary());
    lines.addAll(notes);
    outputs.add(new Output.Note(lines, badges()));
    outputs.add(new TreeChart(model, tree).output());
    outputs.add(sentences());
    if (!shorts.isEmpty()) {
      outputs.add(inShort());
    }
    outputs.add(
        new Output.Code(
            "The same in SQL: an expression for any query with these columns", expression));
    outputs.add(
        new Output.Rows(
            Optional.of("Each rule of " + model), table(), Map.of(), Output.Role.RESULT));
    return outputs;
  }

  private String summary() {
    return Text.of(
        "%s %s %,d of %,d rows the group that %s gives them (%s), as counted by %s.",
        Text.counted(rules.size(), "rule"),
        rules.size() == 1 ? "gives" : "give",
        fidelity.same(),
        fidelity.rows(),
        model,
        percent(fidelity.fidelity()),
        product);
  }

  private List<String> badges() {
    List<String> badges = new ArrayList<>();
    badges.add("fidelity " + percent(fidelity.fidelity()));
    badges.add(Text.counted(rules.size(), "rule"));
    badges.add(Text.counted(rules.stream().mapToInt(Rule::conditions).sum(), "condition"));
    costRatio.ifPresent(ratio -> badges.add(Text.of("cost ratio %.3f", ratio)));
    return badges;
  }

  /** A share in percent, which is 100 only if it is everything. */
  public static String percent(double share) {
    String text = Text.of("%.1f", 100 * share);
    boolean isRoundedUp = share < 1 && text.equals("100.0");
    return (isRoundedUp ? "over 99.9" : share == 1 ? "100" : text) + " %";
  }

  /** A sentence for each group. */
  private Output sentences() {
    List<String> lines = new ArrayList<>();
    lines.add("The groups of " + model + " by these rules:");
    for (int number = 0; number <= fidelity.groups(); number++) {
      int own = number;
      List<Rule> ofGroup = rules.stream().filter(rule -> rule.group() == own).toList();
      long rows = fidelity.rowsOfGroup(number);
      if (!ofGroup.isEmpty() || rows > 0) {
        lines.add(
            Text.of(
                "%s (%s): %s. %s",
                isNone(number) ? "No group" : label(number),
                Text.counted(rows, "row"),
                ofGroup.isEmpty() ? "no rule, since that would take more rules" : words(number),
                quality(number)));
      }
    }
    if (rules.stream().anyMatch(RuleWords::fillsIn)) {
      lines.add(
          "A missing value counts as the mean of its column (train.on_null = mean); the SQL below"
              + " says where it belongs.");
    }
    return new Output.Note(lines);
  }

  /** The rules of a group, those of the most rows first. */
  private String words(int group) {
    List<Integer> own =
        order().stream()
            .filter(place -> rules.get(place).group() == group)
            .sorted(Comparator.comparingLong(place -> -fidelity.rowsOfRule(place)))
            .toList();
    List<Rule> first = own.stream().limit(MOST_RULES).map(rules::get).toList();
    long others = own.stream().skip(MOST_RULES).mapToLong(fidelity::rowsOfRule).sum();
    int more = own.size() - MOST_RULES;
    String rest =
        Text.of(
            more == 1 ? "; or a smaller rule with %2$s" : "; or one of %d smaller rules with %s",
            more,
            Text.counted(others, "row"));
    return RuleWords.any(first) + (more > 0 ? rest : "");
  }

  /** A group at the beginning of a sentence. */
  private String label(int group) {
    return names.of(group).isPresent() ? names.label(group) : "Group " + group;
  }

  private String quality(int group) {
    OptionalDouble precision = fidelity.precision(group);
    OptionalDouble recall = fidelity.recall(group);
    return precision.isEmpty() || recall.isEmpty()
        ? ""
        : Text.of(
            "Precision %s, recall %s.",
            percent(precision.getAsDouble()), percent(recall.getAsDouble()));
  }

  private Output inShort() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            "Each group in one condition, with %d comparisons at most:",
            GroupRules.MOST_CONDITIONS));
    for (Short one : shorts) {
      lines.add(
          Text.of(
              "%s: %s. It covers %s of the group's rows; precision %s.",
              label(one.group()), one.words(), percent(one.coverage()), percent(one.precision())));
    }
    return new Output.Note(lines);
  }
}
