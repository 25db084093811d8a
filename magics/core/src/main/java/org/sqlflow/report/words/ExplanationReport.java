package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.models.clustering.ProposedNames;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.ProfileChart;
import org.sqlflow.report.tables.ClusterTable;
import org.sqlflow.report.tables.ProfileTable;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO EXPLAIN shows for a clustering.
 *
 * @param model the model's name
 * @param notes sentences about the rows
 */
public record ExplanationReport(String model, ClusterProfile profile, List<String> notes) {
  private static final int MOST_FEATURES = 100;

  /** The columns of versions 0.1 and 0.2. */
  private static final List<String> FIRST_COLUMNS =
      List.of(
          "group_id",
          "rows",
          "share in %",
          "feature",
          "mean",
          "mean of all",
          "standard deviations");

  /** A row for each group and feature: the mean, and how far it is from that of all rows. */
  public Table table() {
    IntColumn group = IntColumn.create("group_id");
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    StringColumn feature = StringColumn.create("feature");
    DoubleColumn mean = DoubleColumn.create("mean");
    DoubleColumn overall = DoubleColumn.create("mean of all");
    DoubleColumn deviations = DoubleColumn.create("standard deviations");
    for (ClusterProfile.Group one : profile.groups()) {
      for (int i = 0; i < one.means().size(); i++) {
        ClusterProfile.GroupMean own = one.means().get(i);
        group.append(one.number());
        rows.append(one.size());
        share.append(percent(one.share()));
        feature.append(own.feature());
        mean.append(own.mean());
        overall.append(profile.features().get(i).mean());
        deviations.append(own.deviations());
      }
    }
    return Table.create(group, rows, share, feature, mean, overall, deviations);
  }

  /** Whether a table with these columns holds a report of this or an earlier version. */
  public static boolean isReport(List<String> columns) {
    ClusterProfile empty = new ClusterProfile(0, List.of(), List.of());
    return columns.equals(FIRST_COLUMNS)
        || columns.equals(new ExplanationReport("", empty, List.of()).table().columnNames());
  }

  /** The report, in the order to show it; the profile is the statement's result. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    if (!notes.isEmpty()) {
      outputs.add(new Output.Note(notes));
    }
    outputs.addAll(profiles());
    return outputs;
  }

  /** A statement that gives the groups proposed names. */
  private Optional<Output> naming() {
    GroupNames proposed = ProposedNames.of(profile);
    return proposed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Output.Note(
                List.of(
                    profile.names().isEmpty()
                        ? "To give the groups names, these or better ones:"
                        : "To name the other groups too:",
                    Text.of(
                        "ALTER MODEL %s NAME GROUPS (%s)",
                        SqlNames.model(model),
                        proposed.names().entrySet().stream()
                            .map(
                                name ->
                                    Text.of(
                                        "%d = '%s'",
                                        name.getKey(),
                                        name.getValue().replace("'", "''").replace("${", "$${")))
                            .collect(Collectors.joining(", "))))));
  }

  private List<Output> profiles() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(ClusterTable.of("How the groups of " + model + " differ", profile));
    naming().ifPresent(outputs::add);
    ClusterProfile varying = profile.varying();
    if (!varying.features().isEmpty()) {
      outputs.add(new ProfileChart(model, profile).output());
      outputs.add(
          new ProfileTable(model, varying.mostDistinct(MOST_FEATURES), profile.features().size())
              .output());
    }
    outputs.add(
        new Output.Rows(
            Optional.of(
                "Each group and feature, in original units"
                    + (profile.hasLogarithms()
                        ? "; of LOG(c) the typical value of c, its geometric mean"
                        : "")),
            table(),
            Map.of(),
            Output.Role.RESULT));
    return outputs;
  }

  private static double percent(double share) {
    return Math.rint(1000 * share) / 10;
  }
}
