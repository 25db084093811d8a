package org.sqlflow.statements.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.features.trained.KnownModels;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EncodingModel;
import org.sqlflow.models.Model;
import org.sqlflow.models.clustering.CentreDistances;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredInnerModel;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;

/** The trained models that COLUMN can name: those of a database. */
record InnerModelNames(Workspace workspace) implements KnownModels {
  /** The output of models that turn rows into numbers. */
  private static final String EMBEDDING = "embedding";

  @Override
  public Known find(Name name) {
    StoredModel stored = workspace.model(name);
    Model model = workspace.restored(stored);
    return new Known(
        StoredInnerModel.of(stored),
        model instanceof ClusteringModel clustering
            ? groups(clustering, stored.history().groupNames())
            : Map.of(),
        outputs(model));
  }

  private static Map<Integer, String> groups(ClusteringModel model, GroupNames names) {
    Map<Integer, String> groups = new TreeMap<>();
    boolean[] all = model.groups();
    for (int number = 0; number < all.length; number++) {
      if (all[number]) {
        groups.put(number, names.of(number).orElse(String.valueOf(number)));
      }
    }
    return groups;
  }

  private static Map<String, List<String>> outputs(Model model) {
    Map<String, List<String>> outputs = new LinkedHashMap<>();
    if (model instanceof EncodingModel) {
      outputs.put(
          EMBEDDING, model.outputs(EMBEDDING, Set.of()).stream().map(OutputColumn::name).toList());
    }
    if (model instanceof ClusteringModel clustering) {
      for (String output : clustering.extraOutputs()) {
        outputs.put(
            output,
            model.outputs("", Set.of(output)).stream().skip(1).map(OutputColumn::name).toList());
      }
      CentreDistances.of(clustering)
          .ifPresent(
              distances ->
                  outputs.put(
                      CentreDistances.OUTPUT,
                      distances.numbers().stream().map(number -> "distance_" + number).toList()));
    }
    return outputs;
  }
}
