package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.GroupProfile;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO EXPLAIN tells of a clustering.
 *
 * @param model the model's name
 */
public record ProfileReport(String model, GroupProfile profile) {
  /** A row for each group and feature: the mean, and how far it is from that of all rows. */
  public Table table() {
    IntColumn group = IntColumn.create("group_id");
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    StringColumn feature = StringColumn.create("feature");
    DoubleColumn mean = DoubleColumn.create("mean");
    DoubleColumn overall = DoubleColumn.create("mean of all");
    DoubleColumn deviations = DoubleColumn.create("standard deviations");
    for (GroupProfile.Group one : profile.groups()) {
      for (int i = 0; i < one.means().size(); i++) {
        GroupProfile.GroupMean own = one.means().get(i);
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

  /** The report, in the order to show it; the profile is the statement's result. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(apart()));
    outputs.add(new ProfilePicture(model, profile).output());
    outputs.add(new Output.Rows(Optional.of("Means"), means(), Map.of(), false));
    outputs.add(
        new Output.Rows(
            Optional.of("Each group and feature, in original units"), table(), Map.of(), true));
    return outputs;
  }

  private List<String> apart() {
    List<String> lines = new ArrayList<>();
    lines.add("What sets the groups of " + model + " apart:");
    for (GroupProfile.Group group : profile.groups()) {
      lines.add(
          "Group %d (%,d rows, %.1f %%): %s."
              .formatted(group.number(), group.size(), 100 * group.share(), group.apart()));
    }
    return lines;
  }

  /** A row for each feature, a column for each group. */
  private Table means() {
    StringColumn feature = StringColumn.create("feature");
    DoubleColumn all = DoubleColumn.create("all rows");
    Table table = Table.create(feature, all);
    profile
        .features()
        .forEach(
            one -> {
              feature.append(one.name());
              all.append(one.mean());
            });
    for (GroupProfile.Group group : profile.groups()) {
      DoubleColumn column = DoubleColumn.create("group " + group.number());
      group.means().forEach(mean -> column.append(mean.mean()));
      table.addColumns(column);
    }
    return table;
  }

  private static double percent(double share) {
    return Math.rint(1000 * share) / 10;
  }
}
