package org.sqlflow.models.clustering.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.PlainClusteringModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.clustering.ReasonedGroups;
import org.sqlflow.models.training.ModelJson;

/**
 * Groups that are defined by rules: a tree gives each row its group. {@code distance} is the
 * Euclidean distance to the mean of the group's training rows, {@code confidence} the part of the
 * training rows under the row's rule that the method itself, without rules, put into this group.
 * The next group is the one whose mean is nearest, apart from the row's own; the margin is one
 * minus the ratio of both distances, and 0 where the rule puts a row into a group that is not the
 * nearest.
 *
 * @param columns the columns that the tree uses
 * @param tree a leaf's group is from 0; that of {@link #clusters} is none
 * @param centres {@code clusters x features}, row-major
 * @param confidences of the tree's leaves, in their order
 */
@SuppressWarnings("ArrayRecordComponent")
public record RulesModel(
    Estimator estimator,
    List<String> featureNames,
    RuleColumns columns,
    RuleTree tree,
    float[] centres,
    float[] confidences)
    implements PlainClusteringModel, RankedGroups, ReasonedGroups {
  private static final String RULES = "rules";

  /** Deeper trees than any budget allows. */
  private static final int DEEPEST = 250;

  /** Whether the content of a model is that of rules. */
  static boolean isContent(ModelContent content) {
    return content.parameters().has(RULES);
  }

  static RulesModel restore(Estimator estimator, ModelContent content) {
    JsonNode json = content.parameters();
    List<String> features = ModelJson.features(json);
    float[] centres = ModelJson.rows(json, "centres", features.size());
    RuleColumns columns = RuleColumns.restore(json, features.size());
    int clusters = centres.length / features.size();
    RuleTree tree = tree(json.path(RULES), columns, clusters, DEEPEST);
    float[] confidences = ModelJson.rows(json, "confidences", 1);
    if (clusters < 1 || confidences.length != tree.leaves()) {
      throw ModelJson.corrupt("rules without groups");
    }
    return new RulesModel(estimator, features, columns, tree, centres, confidences);
  }

  private static RuleTree tree(JsonNode json, RuleColumns columns, int clusters, int deepest) {
    if (!json.has("column")) {
      int group = json.path("group").asInt(-1);
      if (group < 0 || group > clusters) {
        throw ModelJson.corrupt("a rule without a group");
      }
      return new RuleTree.Leaf(group);
    }
    int column = json.path("column").asInt(-1);
    Condition condition;
    if (json.has("below")) {
      condition = new Condition.Below(column, (float) json.path("below").asDouble(Double.NaN));
    } else {
      List<Integer> codes = new ArrayList<>();
      json.path("among").forEach(code -> codes.add(code.asInt(-1)));
      condition = new Condition.Among(column, codes.stream().sorted().toList());
    }
    if (deepest == 0 || !columns.allows(condition)) {
      throw ModelJson.corrupt("a wrong rule");
    }
    return new RuleTree.Split(
        condition,
        tree(json.path("holds"), columns, clusters, deepest - 1),
        tree(json.path("fails"), columns, clusters, deepest - 1));
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    columns.write(json);
    write(tree, json.putObject(RULES));
    ModelJson.putRows(json, "centres", centres, featureNames.size());
    ModelJson.putRows(json, "confidences", confidences, 1);
    return new ModelContent(json, Optional.empty());
  }

  private static void write(RuleTree tree, ObjectNode json) {
    if (!(tree instanceof RuleTree.Split split)) {
      json.put("group", ((RuleTree.Leaf) tree).group());
      return;
    }
    json.put("column", split.condition().column());
    if (split.condition() instanceof Condition.Below below) {
      json.put("below", (double) below.threshold());
    } else {
      ArrayNode codes = json.putArray("among");
      ((Condition.Among) split.condition()).codes().forEach(codes::add);
    }
    write(split.holds(), json.putObject("holds"));
    write(split.fails(), json.putObject("fails"));
  }

  @Override
  public int clusters() {
    return centres.length / featureNames.size();
  }

  @Override
  public ClusteringModel renumbered(int[] numbers) {
    int[] withNone = Arrays.copyOf(numbers, numbers.length + 1);
    withNone[numbers.length] = numbers.length;
    return NumberedModel.order(numbers)
        .<ClusteringModel>map(
            order ->
                new RulesModel(
                    estimator,
                    featureNames,
                    columns,
                    tree.renumbered(withNone),
                    NumberedModel.reordered(centres, order),
                    confidences))
        .orElseGet(() -> NumberedModel.of(this, numbers));
  }

  /** The rules, in the order of the tree's leaves. */
  public List<Rule> rules() {
    return columns.rules(tree);
  }

  @Override
  public Assignment assignment(Matrix rows) {
    int[] leaves = tree.leavesOf(columns.rows(rows));
    int[] groups = groups(leaves);
    return new Assignment(
        groups,
        () -> distances(rows, groups),
        () -> {
          float[] own = new float[leaves.length];
          for (int row = 0; row < own.length; row++) {
            own[row] = confidences[leaves[row]];
          }
          return own;
        });
  }

  private int[] groups(int[] leaves) {
    int[] ofLeaf =
        tree.paths().stream()
            .mapToInt(path -> path.group() < clusters() ? path.group() : ColumnVector.Ints.NONE)
            .toArray();
    return Arrays.stream(leaves).map(leaf -> ofLeaf[leaf]).toArray();
  }

  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    int[] next = new int[own.length];
    double[] margins = new double[own.length];
    for (int row = 0; row < own.length; row++) {
      int best = ColumnVector.Ints.NONE;
      double least = Double.POSITIVE_INFINITY;
      for (int group = 0; group < clusters(); group++) {
        double square = square(rows, row, group);
        if (group != own[row] && square < least) {
          best = group;
          least = square;
        }
      }
      next[row] = best;
      margins[row] = best < 0 || own[row] < 0 ? Double.NaN : margin(rows, row, own[row], least);
    }
    return new NextGroups(next, margins);
  }

  private double margin(Matrix rows, int row, int own, double next) {
    double square = square(rows, row, own);
    return square < next ? 1 - Math.sqrt(square / next) : 0;
  }

  /** The rule of each row. */
  @Override
  public String[] reasons(Matrix rows) {
    String[] words = rules().stream().map(RuleWords::of).toArray(String[]::new);
    return Arrays.stream(tree.leavesOf(columns.rows(rows)))
        .mapToObj(leaf -> words[leaf])
        .toArray(String[]::new);
  }

  /** The distance to the group's mean; for a row in no group, to the nearest mean. */
  private float[] distances(Matrix rows, int[] groups) {
    float[] distances = new float[groups.length];
    for (int row = 0; row < groups.length; row++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int group = 0; group < clusters(); group++) {
        if (groups[row] < 0 || groups[row] == group) {
          nearest = Math.min(nearest, square(rows, row, group));
        }
      }
      distances[row] = (float) Math.sqrt(nearest);
    }
    return distances;
  }

  private double square(Matrix rows, int row, int group) {
    int width = rows.columns();
    double sum = 0;
    for (int c = 0; c < width; c++) {
      double difference = rows.at(row, c) - centres[group * width + c];
      sum += difference * difference;
    }
    return sum;
  }
}
