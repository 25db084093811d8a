package org.sqlflow.report.tables;

import java.util.List;
import java.util.stream.Collectors;
import org.sqlflow.models.Findings;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What was tried to find the model: numbers of groups, and starts. */
public final class TrialTables {
  private static final String YES = "yes";
  private static final String NO = "no";

  private TrialTables() {}

  /** A row for each number of groups that was tried. */
  public static Table sweep(List<Findings.Candidate> sweep) {
    IntColumn groups = IntColumn.create("groups");
    DoubleColumn silhouette = DoubleColumn.create("silhouette");
    DoubleColumn inertia = DoubleColumn.create("inertia");
    DoubleColumn largest = DoubleColumn.create("largest group in %");
    LongColumn smallest = LongColumn.create("rows of the smallest");
    DoubleColumn stability = DoubleColumn.create("weakest group found again");
    StringColumn chosen = StringColumn.create("chosen");
    for (Findings.Candidate candidate : sweep) {
      groups.append(candidate.clusters());
      silhouette.append(candidate.silhouette());
      inertia.append(candidate.inertia());
      largest.append(Math.rint(1000 * candidate.largestShare()) / 10);
      if (candidate.smallest() > 0) {
        smallest.append(candidate.smallest());
      } else {
        smallest.appendMissing();
      }
      append(stability, candidate.stability(), 100);
      chosen.append(candidate.chosen() ? YES : NO);
    }
    boolean isResampled = sweep.stream().anyMatch(c -> !Double.isNaN(c.stability()));
    return isResampled
        ? Table.create(groups, silhouette, inertia, largest, smallest, stability, chosen)
        : Table.create(groups, silhouette, inertia, largest, smallest, chosen);
  }

  /** A row for each method and number of groups that were compared. */
  public static Table methods(List<Findings.Trial> trials) {
    StringColumn method = StringColumn.create("method");
    IntColumn groups = IntColumn.create("groups");
    DoubleColumn stability = DoubleColumn.create("stability");
    DoubleColumn separation = DoubleColumn.create("separation");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    StringColumn verdict = StringColumn.create("verdict");
    for (Findings.Trial trial : trials) {
      method.append(trial.method());
      groups.append(trial.clusters());
      append(stability, trial.stability(), 100);
      append(separation, trial.separation(), 1000);
      append(seconds, trial.seconds(), 10);
      verdict.append(trial.verdict());
    }
    return Table.create(method, groups, stability, separation, seconds, verdict);
  }

  /** Appends a value, rounded to one of {@code parts} parts of 1; NaN is missing. */
  private static void append(DoubleColumn column, double value, int parts) {
    if (Double.isNaN(value)) {
      column.appendMissing();
    } else {
      column.append(Math.rint(parts * value) / parts);
    }
  }

  /** A row for each start. */
  public static Table starts(List<Findings.Start> starts) {
    IntColumn number = IntColumn.create("start");
    LongColumn seed = LongColumn.create("seed");
    DoubleColumn loss = DoubleColumn.create("loss");
    DoubleColumn silhouette = DoubleColumn.create("silhouette");
    DoubleColumn agreement = DoubleColumn.create("agreement with the kept start");
    StringColumn sizes = StringColumn.create("group sizes");
    StringColumn kept = StringColumn.create("kept");
    for (Findings.Start start : starts) {
      number.append(start.number());
      seed.append(start.seed());
      loss.append(start.loss());
      silhouette.append(start.silhouette());
      agreement.append(start.agreement());
      sizes.append(start.sizes().stream().map(String::valueOf).collect(Collectors.joining(", ")));
      kept.append(start.kept() ? YES : NO);
    }
    return Table.create(number, seed, loss, silhouette, agreement, sizes, kept);
  }
}
