package org.sqlflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.TrainingSummary;
import tech.tablesaw.api.Table;

/**
 * What there is to show of a trained model, the same after its training and in its story.
 *
 * @param model the model's name
 * @param features how many the model sees
 */
record GroupOutputs(String model, int features, TrainingSummary story, ClusterOverview portrait) {
  /** Features of the table of means: more would hide what matters. */
  private static final int MOST_FEATURES = 12;

  /** The groups in a table; empty for a model without any. */
  Optional<Output> groups() {
    if (story.groupSizes().isEmpty()) {
      return Optional.empty();
    }
    Table table =
        portrait.hasGroups()
            ? GroupTable.of(portrait.profile())
            : GroupTable.ofSizes("group_id", story.groupSizes());
    return Optional.of(
        new Output.Rows(Optional.of("Groups of " + model), table, Map.of(), Output.Role.REPORT));
  }

  /** The profile, the map and the curve, as far as there are any. */
  List<Output> pictures() {
    List<Output> outputs = new ArrayList<>();
    if (portrait.hasGroups()) {
      outputs.add(
          new ProfileHeat(model, portrait.profile().varying().mostTelling(MOST_FEATURES), features)
              .output());
    }
    new MapPicture(model, portrait.map()).output().ifPresent(outputs::add);
    new CurvePicture(model, story.curve()).output().ifPresent(outputs::add);
    return outputs;
  }
}
