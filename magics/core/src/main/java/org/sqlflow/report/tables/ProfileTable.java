package org.sqlflow.report.tables;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A profile as a table: means in original units, a row for each feature and a column for each
 * group, coloured by the distance from the mean of all rows. If there are many groups, they are the
 * rows and the features the columns, since a long table is easier to read than a wide one.
 *
 * @param model the model's name
 * @param features how many features the model has; the profile may have fewer
 */
public record ProfileTable(String model, ClusterProfile profile, int features) {
  /** More groups become rows. */
  private static final int MOST_COLUMNS = 12;

  /** The table. */
  public Output.Heat output() {
    return profile.groups().size() > MOST_COLUMNS ? byGroup() : byFeature();
  }

  private Output.Heat byGroup() {
    List<Feature> shown = profile.features();
    StringColumn names = StringColumn.create("group");
    names.append("all rows");
    profile.groups().forEach(group -> names.append(group.label()));
    Table table = Table.create(names);
    double[][] deviations = new double[1 + profile.groups().size()][shown.size()];
    Arrays.fill(deviations[0], Double.NaN);
    for (int f = 0; f < shown.size(); f++) {
      StringColumn column = StringColumn.create(shown.get(f).name());
      column.append(written(shown.get(f).mean(), shown.get(f)));
      for (int g = 0; g < profile.groups().size(); g++) {
        GroupMean mean = profile.groups().get(g).means().get(f);
        deviations[g + 1][f] = mean.deviations();
        column.append(arrow(mean.deviations()) + written(mean.mean(), shown.get(f)));
      }
      table.addColumns(column);
    }
    return new Output.Heat(Optional.of(title()), table, deviations, legend(), Map.of());
  }

  private Output.Heat byFeature() {
    StringColumn names = StringColumn.create("feature");
    StringColumn all = StringColumn.create("all rows");
    Table table = Table.create(names, all);
    for (Feature feature : profile.features()) {
      names.append(feature.name());
      all.append(written(feature.mean(), feature));
    }
    double[][] deviations = new double[profile.features().size()][profile.groups().size() + 1];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i][0] = Double.NaN;
    }
    for (int g = 0; g < profile.groups().size(); g++) {
      ClusterProfile.Group group = profile.groups().get(g);
      StringColumn column = StringColumn.create(group.label());
      for (int i = 0; i < deviations.length; i++) {
        GroupMean mean = group.means().get(i);
        deviations[i][g + 1] = mean.deviations();
        column.append(arrow(mean.deviations()) + written(mean.mean(), profile.features().get(i)));
      }
      table.addColumns(column);
    }
    return new Output.Heat(Optional.of(title()), table, deviations, legend(), patches());
  }

  /** The colours of the groups' points in the map. */
  private Map<Integer, String> patches() {
    return IntStream.range(0, profile.groups().size())
        .boxed()
        .collect(
            Collectors.toMap(g -> g + 2, g -> Palette.colour(profile.groups().get(g).number())));
  }

  private String title() {
    int shown = profile.features().size();
    return shown < features
        ? Text.of(
            "Means in the groups of %s: the %d of %,d features in which they differ most",
            model, shown, features)
        : "Means in the groups of " + model;
  }

  private String legend() {
    return "Orange: above the mean of all rows, blue: below; the stronger the colour, the further."
        + " \u25b2 and \u25bc mark 0.8 standard deviations and more."
        + (profile.hasLogarithms() ? " LOG(c): the typical value of c, its geometric mean." : "");
  }

  private static String arrow(double deviations) {
    return deviations >= GroupMean.FAR ? "\u25b2 " : deviations <= -GroupMean.FAR ? "\u25bc " : "";
  }

  private static String written(double mean, Feature feature) {
    return feature.written(mean, feature.digits(mean));
  }
}
