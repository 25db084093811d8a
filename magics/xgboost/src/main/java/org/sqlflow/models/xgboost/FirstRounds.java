package org.sqlflow.models.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.sqlflow.models.training.ModelJson;

/**
 * Reads XGBoost's JSON of a model, and takes the last rounds away from it: the library can predict
 * by the first rounds, but it can only continue from all of them.
 */
final class FirstRounds {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PARAMETERS = "gbtree_model_param";

  private FirstRounds() {}

  /**
   * What a model is made of.
   *
   * @param isTrees and not weights of the features
   * @param parallelTrees for each class in each round
   */
  record Shape(boolean isTrees, int parallelTrees) {}

  /**
   * What a model is made of.
   *
   * @param json as {@code Booster.toByteArray("json")} gives it
   */
  static Shape shape(byte[] json) throws IOException {
    JsonNode trees = trees(JSON.readTree(json));
    int parallel = trees.path(PARAMETERS).path("num_parallel_tree").asInt(1);
    return new Shape(trees.has("trees"), Math.max(1, parallel));
  }

  /** The trees with their number; missing where there are none. */
  private static JsonNode trees(JsonNode root) {
    JsonNode booster = root.path("learner").path("gradient_booster");
    return (booster.has("gbtree") ? booster.path("gbtree") : booster).path("model");
  }

  /**
   * The same model with its first rounds; a linear one unchanged, since it does not store rounds.
   *
   * @param json as {@code Booster.toByteArray("json")} gives it
   */
  static byte[] of(byte[] json, int rounds) throws IOException {
    JsonNode root = JSON.readTree(json);
    JsonNode booster = root.path("learner").path("gradient_booster");
    boolean isDropping = booster.has("gbtree");
    JsonNode model = trees(root);
    JsonNode starts = model.path("iteration_indptr");
    if (!(model instanceof ObjectNode trees) || starts.size() <= rounds + 1) {
      return json;
    }
    int count = starts.get(rounds).asInt();
    cut(trees, "iteration_indptr", rounds + 1);
    cut(trees, "trees", count);
    cut(trees, "tree_info", count);
    if (!(trees.path(PARAMETERS) instanceof ObjectNode parameters)) {
      throw ModelJson.corrupt("trees without their number");
    }
    parameters.put("num_trees", String.valueOf(count));
    if (isDropping) {
      cut((ObjectNode) booster, "weight_drop", count);
    }
    return JSON.writeValueAsBytes(root);
  }

  private static void cut(ObjectNode node, String name, int size) {
    if (!(node.path(name) instanceof ArrayNode values) || values.size() < size) {
      throw ModelJson.corrupt("trees without " + name);
    }
    while (values.size() > size) {
      values.remove(values.size() - 1);
    }
  }
}
