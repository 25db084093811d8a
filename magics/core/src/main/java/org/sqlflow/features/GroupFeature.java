package org.sqlflow.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.sqlflow.data.Column;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.trained.InnerModel;
import org.sqlflow.features.trained.KnownModels;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.SqlNames;

/**
 * CLUSTER(m): the group into which a trained model puts the row, as a category. A row in no group
 * has no category.
 *
 * @param groups the numbers of the groups, ascending
 * @param labels what each is called
 */
public record GroupFeature(InnerModel model, List<Integer> groups, List<String> labels)
    implements CategoryFeature, ModelFeature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "CLUSTER",
          1,
          2,
          "a trained model that makes groups, and what of it: group_id (the default, a category),"
              + " distance, distances, confidence or embedding",
          "CLUSTER(m, distance)",
          Optional.of(GroupFeature.class),
          GroupFeature::read);

  /** A stored model may lack the lists. */
  public GroupFeature {
    groups = groups == null ? List.of() : List.copyOf(groups);
    labels = labels == null ? List.of() : List.copyOf(labels);
  }

  private static List<Feature> read(Call call) {
    Name name = call.model(0);
    KnownModels.Known known = call.known(name);
    String output = call.size() == 1 ? InnerModel.GROUP : call.word(1).toLowerCase(Locale.ROOT);
    if (known.groups().isEmpty()) {
      throw new FeatureException(
          name
              + " is of type "
              + known.model().type()
              + ", which makes no groups: name a model that does"
              + (known.outputs().containsKey(ModelNumbersFeature.EMBEDDING)
                  ? ", or write EMBEDDING(" + SqlNames.model(name.text()) + ")"
                  : ", such as a clusterModel"),
          name.position());
    }
    if (!output.equals(InnerModel.GROUP)) {
      return List.of(ModelNumbersFeature.of(call, 1, known, output));
    }
    List<Integer> groups = new ArrayList<>(new TreeSet<>(known.groups().keySet()));
    return List.of(
        new GroupFeature(known.model(), groups, groups.stream().map(known.groups()::get).toList()));
  }

  /** Refuses a model that reads what is to be predicted. */
  static void refuseLabel(InnerModel model, Optional<Column> label, Name name) {
    label
        .filter(
            column ->
                model.reads().stream()
                    .anyMatch(read -> read.column().equalsIgnoreCase(column.name())))
        .ifPresent(
            column -> {
              throw new FeatureException(
                  name
                      + " reads "
                      + column.name()
                      + ", which is to be predicted: train "
                      + name
                      + " without it (COLUMN * EXCEPT ("
                      + SqlNames.inClause(column.name())
                      + "))",
                  name.position());
            });
  }

  @Override
  public String kind() {
    return "CLUSTER";
  }

  @Override
  public String text() {
    return "CLUSTER(" + SqlNames.model(model.name()) + ")";
  }

  @Override
  public int width() {
    return groups.size();
  }

  @Override
  public List<String> names() {
    return labels.stream().map(label -> model.name() + "=" + label).toList();
  }

  @Override
  public String filling() {
    return "no group";
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return FeatureStatistics.none(this);
  }

  @Override
  public void categories(RowPart part, int[] categories) {
    float[] found = model.outputs(part, InnerModel.GROUP, 1);
    Map<Integer, Integer> places = new HashMap<>();
    groups.forEach(group -> places.put(group, places.size()));
    for (int i = 0; i < categories.length; i++) {
      categories[i] = Float.isNaN(found[i]) ? -1 : places.getOrDefault((int) found[i], -1);
    }
  }
}
