package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.metrics.GroupMatching;
import org.sqlflow.models.metrics.GroupMatching.Fate;
import org.sqlflow.models.metrics.GroupMatching.Kind;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.FlowChart;
import org.sqlflow.report.tables.FlowTable;
import org.sqlflow.text.Text;

/**
 * How the groups of an earlier model changed.
 *
 * @param earlier the name of the earlier model
 * @param later the name of the later one
 * @param isRenumbered whether the groups of the later model were renumbered to match the earlier
 *     ones; else they keep their original numbers
 * @param before the names of the earlier groups
 * @param after the names of the later groups, by the numbers that are shown
 */
public record MatchingReport(
    String earlier,
    String later,
    GroupMatching matching,
    boolean isRenumbered,
    GroupNames before,
    GroupNames after) {
  /**
   * The most groups that are named as the origin of a new group's rows, or as the destination of a
   * vanished one's.
   */
  private static final int MOST_NAMED = 3;

  /** What changed, the most important first. */
  public List<String> sentences() {
    List<String> lines = new ArrayList<>();
    if (matching.rows() > 0) {
      lines.add(moved());
    }
    String of = isRenumbered ? "" : " of " + later;
    lines.addAll(same());
    for (Fate fate : of(Kind.SPLIT)) {
      lines.add(
          Text.of(
              "Group %s split: its rows are in %s now.",
              called(before, fate.number()),
              listed(fate.into().stream().map(this::shown).sorted().toList(), after)));
    }
    lines.addAll(merged());
    for (Fate fate : of(Kind.VANISHED)) {
      lines.add(
          fate.into().isEmpty()
              ? Text.of("Group %s vanished.", called(before, fate.number()))
              : Text.of(
                  "Group %s vanished: its rows went to %s.",
                  called(before, fate.number()), went(fate.number())));
    }
    for (int matched : matching.appeared()) {
      int number = shown(matched);
      String from = came(number);
      lines.add(
          from.isEmpty()
              ? Text.of("Group %s%s is new.", called(after, number), of)
              : Text.of(
                  "Group %s%s is new: its rows come from %s.", called(after, number), of, from));
    }
    List<Integer> unseen = of(Kind.UNSEEN).stream().map(Fate::number).toList();
    if (!unseen.isEmpty()) {
      lines.add(
          Text.of(
              "None of these rows is in %s of %s: nothing can be said about %s.",
              listed(unseen, before), earlier, unseen.size() == 1 ? "it" : "them"));
    }
    return lines;
  }

  private String moved() {
    long rows = matching.rows();
    long moved = matching.moved();
    if (rows == 1 && moved == 0) {
      return "The row is in the same group as in " + earlier + ".";
    }
    return moved == 0
        ? Text.of("All %,d rows are in the same group as in %s.", rows, earlier)
        : Text.of(
            "Compared with %s, %,d of %s (%.1f %%) stay in their group and %,d move.",
            earlier, rows - moved, Text.counted(rows, "row"), 100.0 * (rows - moved) / rows, moved);
  }

  private List<String> same() {
    List<Fate> same = of(Kind.SAME);
    if (same.isEmpty()) {
      return List.of("No group is the same as before.");
    }
    String numbers = listed(same.stream().map(Fate::number).toList(), before);
    String verb = same.size() == 1 ? "is the same" : "are the same";
    boolean isAll = same.size() == matching.fates().size() && matching.appeared().isEmpty();
    String who =
        capital(isAll && same.size() > 1 ? "all groups (" + numbers.substring(7) + ")" : numbers);
    if (Double.isNaN(same.get(0).share())) {
      return List.of(who + " " + verb + " by their centres.");
    }
    if (same.stream().anyMatch(fate -> shown(fate.number()) != fate.number())) {
      return List.of(
          same.stream()
              .map(
                  fate ->
                      Text.of(
                          "%s is %s (%.0f %% of its rows)",
                          called(before, fate.number()),
                          called(after, shown(fate.number())),
                          100 * fate.share()))
              .collect(
                  Collectors.joining(", ", Text.of("Groups of %s in %s: ", earlier, later), ".")));
    }
    if (matching.moved() == 0) {
      return List.of(who + " " + verb + ".");
    }
    boolean isOne = same.size() == 1;
    int least = percent(same.stream().mapToDouble(Fate::share).min().orElse(1));
    String stay =
        least == 100
            ? Text.of("all %s rows stay.", isOne ? "its" : "their")
            : isOne
                ? Text.of("%d %% of its rows stay.", least)
                : Text.of("at least %d %% of the rows of each stay.", least);
    return List.of(who + " " + verb + ": " + stay);
  }

  /** Rounded down: 100 % means all. */
  private static int percent(double share) {
    return (int) Math.floor(100 * share + 1e-9);
  }

  private List<String> merged() {
    Map<Integer, List<Integer>> byTarget = new TreeMap<>();
    for (Fate fate : of(Kind.MERGED)) {
      byTarget.computeIfAbsent(fate.into().get(0), t -> new ArrayList<>()).add(fate.number());
    }
    List<String> lines = new ArrayList<>();
    byTarget.forEach(
        (target, sources) ->
            lines.add(
                sources.equals(List.of(target))
                    ? Text.of(
                        "Group %s remains, with rows of other groups.", called(before, target))
                    : Text.of(
                        "%s merged into group %s.",
                        capital(listed(sources, before)), called(after, shown(target)))));
    return lines;
  }

  /** Rows by the earlier group and the later one, by the numbers that are shown. */
  public long[][] flows() {
    return isRenumbered ? matching.byNumber() : matching.counts();
  }

  /** The earlier group that matches each later one, by the later one's shown number. */
  private int[] partners() {
    return isRenumbered
        ? IntStream.range(0, Arrays.stream(flows()).mapToInt(row -> row.length).max().orElse(0))
            .toArray()
        : matching.numbers();
  }

  /** The number that a later group is shown with. */
  public int shown(int number) {
    for (int j = 0; j < matching.numbers().length && !isRenumbered; j++) {
      if (matching.numbers()[j] == number) {
        return j;
      }
    }
    return number;
  }

  /** The groups that the rows of a group went to, with their shares. */
  private String went(int number) {
    return shares(flows()[number], after);
  }

  /** The groups that the rows of a new group come from, with their shares. */
  private String came(int number) {
    return shares(
        Arrays.stream(flows()).mapToLong(row -> number < row.length ? row[number] : 0).toArray(),
        before);
  }

  private static String shares(long[] counts, GroupNames names) {
    long all = Math.max(1, Arrays.stream(counts).sum());
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        order.add(i);
      }
    }
    order.sort((a, b) -> Long.compare(counts[b], counts[a]));
    return String.join(
        ", ",
        order.stream()
            .limit(MOST_NAMED)
            .map(i -> Text.of("%s (%.0f %%)", called(names, i), 100.0 * counts[i] / all))
            .toList());
  }

  private List<Fate> of(Kind kind) {
    return matching.fates().stream().filter(fate -> fate.kind() == kind).toList();
  }

  /** A group's number, after its name if it has one. */
  private static String called(GroupNames names, int group) {
    return names.of(group).isPresent() ? names.label(group) : String.valueOf(group);
  }

  private static String listed(List<Integer> numbers, GroupNames names) {
    return Text.withNoun("group", numbers.stream().map(number -> called(names, number)).toList());
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** The rows that moved, as a table and as a picture; nothing if no rows were compared. */
  public List<Output> outputs() {
    return matching.rows() == 0
        ? List.of()
        : List.of(
            new FlowTable(earlier, later, flows(), before, after).output(),
            new FlowChart(earlier, later, flows(), partners(), before, after).output());
  }
}
