package org.sqlflow.models.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.sqlflow.models.training.ModelJson;

/**
 * Takes the last rounds away from a model in XGBoost's JSON. The library can predict by the first
 * rounds, but it can only continue from all of them.
 */
final class FirstRounds {
  private static final JsonMapper JSON = new JsonMapper();

  private FirstRounds() {}

  /**
   * The same model with its first rounds; a linear one unchanged, since it does not store rounds.
   *
   * @param json as {@code Booster.toByteArray("json")} gives it
   */
  static byte[] of(byte[] json, int rounds) throws IOException {
    JsonNode root = JSON.readTree(json);
    JsonNode booster = root.path("learner").path("gradient_booster");
    boolean isDropping = booster.has("gbtree");
    JsonNode model = (isDropping ? booster.path("gbtree") : booster).path("model");
    JsonNode starts = model.path("iteration_indptr");
    if (!(model instanceof ObjectNode trees) || starts.size() <= rounds + 1) {
      return json;
    }
    int count = starts.get(rounds).asInt();
    cut(trees, "iteration_indptr", rounds + 1);
    cut(trees, "trees", count);
    cut(trees, "tree_info", count);
    if (!(trees.path("gbtree_model_param") instanceof ObjectNode parameters)) {
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
