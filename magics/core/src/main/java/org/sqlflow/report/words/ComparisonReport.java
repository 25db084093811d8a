package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.metrics.GroupMatching;
import org.sqlflow.report.Output;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO COMPARE shows.
 *
 * @param from the first model's name
 * @param to the second model's name
 * @param matching of their groups, by the rows that are in groups of both
 * @param agreement the adjusted Rand index of these rows
 * @param profile of the rows by both groups: number {@code i * groups of the second + j}; empty
 *     where there are too many
 * @param notes sentences about the rows
 * @param before the names of the first model's groups
 * @param after the names of the second model's groups
 */
public record ComparisonReport(
    String from,
    String to,
    GroupMatching matching,
    OptionalDouble agreement,
    Optional<ClusterProfile> profile,
    List<String> notes,
    GroupNames before,
    GroupNames after) {
  /** The most flows that are described. */
  private static final int MOST_FLOWS = 3;

  /** The most features that are named for a flow. */
  private static final int MOST_FEATURES = 3;

  /** Flows of fewer rows are not described. */
  private static final int FEW_ROWS = 5;

  /** The adjusted Rand index from which on groups agree. */
  private static final double SAME = 0.9;

  private static final double ALIKE = 0.6;
  private static final double SOMEWHAT = 0.3;

  /** A row for each pair of groups that has rows. */
  public Table table() {
    IntColumn first = IntColumn.create("from_group");
    IntColumn second = IntColumn.create("to_group");
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn ofFirst = DoubleColumn.create("share of from in %");
    DoubleColumn ofSecond = DoubleColumn.create("share of to in %");
    StringColumn change = StringColumn.create("change");
    long[][] counts = matching.counts();
    for (int i = 0; i < counts.length; i++) {
      double all = Arrays.stream(counts[i]).sum();
      for (int j = 0; j < counts[i].length; j++) {
        if (counts[i][j] > 0) {
          int to = j;
          double there = Arrays.stream(counts).mapToLong(row -> row[to]).sum();
          first.append(i);
          second.append(j);
          rows.append(counts[i][j]);
          ofFirst.append(Math.rint(1000 * counts[i][j] / all) / 10);
          ofSecond.append(Math.rint(1000 * counts[i][j] / there) / 10);
          change.append(matching.numbers()[j] == i ? "stays" : "moves");
        }
      }
    }
    return Table.create(first, second, rows, ofFirst, ofSecond, change);
  }

  /** Whether a table with these columns holds such a report. */
  public static boolean isReport(List<String> columns) {
    GroupMatching none = new GroupMatching(new long[0][0], new int[0], List.of(), List.of());
    return columns.equals(
        new ComparisonReport(
                "",
                "",
                none,
                OptionalDouble.empty(),
                Optional.empty(),
                List.of(),
                GroupNames.NONE,
                GroupNames.NONE)
            .table()
            .columnNames());
  }

  /** The report, in the order to show it; the moves are the statement's result. */
  public List<Output> outputs() {
    MatchingReport matched = new MatchingReport(from, to, matching, false, before, after);
    List<String> lines = new ArrayList<>();
    agreement.ifPresent(index -> lines.add(agreement(index)));
    lines.addAll(matched.sentences());
    lines.addAll(movers());
    lines.addAll(notes);
    List<Output> outputs = new ArrayList<>();
    outputs.add(
        new Output.Note(
            lines,
            agreement.isPresent()
                ? List.of(Text.of("ARI %.2f", agreement.getAsDouble()))
                : List.of()));
    outputs.addAll(matched.outputs());
    outputs.add(
        new Output.Rows(
            Optional.of(Text.of("Rows by their group in %s and in %s", from, to)),
            table(),
            Map.of(),
            Output.Role.RESULT));
    return outputs;
  }

  private String agreement(double index) {
    String word =
        index > 1 - 1e-9
            ? "make the same groups"
            : index >= SAME
                ? "make nearly the same groups"
                : index >= ALIKE
                    ? "make similar groups"
                    : index >= SOMEWHAT
                        ? "make groups that are alike only in part"
                        : "make different groups";
    return Text.of(
        "%s and %s %s of %s: adjusted Rand index %.2f (1: the same, 0: by chance).",
        from,
        to,
        word,
        matching.rows() == 1 ? "the one row" : Text.of("the %,d rows", matching.rows()),
        index);
  }

  /** A pair of groups whose rows moved. */
  private record Flow(int from, int to, long rows) {}

  /** What is special about the rows of the largest flows. */
  private List<String> movers() {
    if (profile.isEmpty()) {
      return List.of();
    }
    List<Flow> flows = new ArrayList<>();
    long[][] counts = matching.counts();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        if (matching.numbers()[j] != i && counts[i][j] >= FEW_ROWS) {
          flows.add(new Flow(i, j, counts[i][j]));
        }
      }
    }
    return flows.stream()
        .sorted(Comparator.comparingLong(Flow::rows).reversed())
        .limit(MOST_FLOWS)
        .flatMap(flow -> words(flow).stream())
        .toList();
  }

  private Optional<String> words(Flow flow) {
    int width = matching.numbers().length;
    int stayers =
        IntStream.range(0, width)
            .filter(
                j -> matching.numbers()[j] == flow.from() && matching.counts()[flow.from()][j] > 0)
            .findFirst()
            .orElse(-1);
    if (stayers < 0) {
      return Optional.empty();
    }
    ClusterProfile all = profile.get();
    List<GroupMean> moved = all.groups().get(flow.from() * width + flow.to()).means();
    List<GroupMean> stayed = all.groups().get(flow.from() * width + stayers).means();
    List<String> telling =
        IntStream.range(0, moved.size())
            .boxed()
            .filter(f -> Math.abs(apart(moved, stayed, f)) >= GroupMean.CLEAR)
            .sorted(Comparator.comparingDouble((Integer f) -> -Math.abs(apart(moved, stayed, f))))
            .limit(MOST_FEATURES)
            .map(
                f ->
                    all.features().get(f).name()
                        + (apart(moved, stayed, f) > 0 ? " is higher (" : " is lower (")
                        + all.features().get(f).against(moved.get(f).mean(), stayed.get(f).mean())
                        + ")")
            .toList();
    return Optional.of(
        Text.of(
            "The %,d rows that go from %s to %s, compared with those that stay: %s.",
            flow.rows(),
            before.label(flow.from()),
            after.label(flow.to()),
            telling.isEmpty() ? "no feature tells them apart" : String.join(", ", telling)));
  }

  private static double apart(List<GroupMean> moved, List<GroupMean> stayed, int feature) {
    double apart = moved.get(feature).deviations() - stayed.get(feature).deviations();
    return Double.isNaN(apart) ? 0 : apart;
  }
}
