package org.sqlflow.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Converts the JSON of earlier formats to the current one, one step for each format. Steps are
 * never changed or removed, so every model that a release wrote can be loaded for ever.
 */
final class Migrations {
  /** The format that is written now. */
  static final int FORMAT = 4;

  /** The oldest format that can be read. */
  static final int OLDEST = 3;

  /** The steps for a model's history, by the format that they start from. */
  private static final Map<Integer, UnaryOperator<ObjectNode>> HISTORY =
      Map.of(3, Migrations::byTask);

  private Migrations() {}

  /** A model's history, converted from a format to the current one. */
  static JsonNode history(JsonNode stored, int format) {
    JsonNode history = stored;
    for (int from = format; from < FORMAT && history instanceof ObjectNode; from++) {
      history = HISTORY.get(from).apply(((ObjectNode) history).deepCopy());
    }
    return history;
  }

  /**
   * 3 to 4: {@code story} becomes {@code summary} with findings by task, which include the former
   * portrait; passes become epochs, groups become clusters.
   */
  private static ObjectNode byTask(ObjectNode history) {
    JsonNode portrait = history.remove("portrait");
    if (!(history.remove("story") instanceof ObjectNode summary)) {
      return history;
    }
    history.set("summary", summary);
    renameAll(summary.path("phases"), "passes", "epochs");
    renameAll(summary.path("curve"), "pass", "epoch");
    JsonNode sizes = summary.remove("groupSizes");
    JsonNode sweep = summary.remove("sweep");
    JsonNode starts = summary.remove("starts");
    ObjectNode findings = summary.putObject("findings");
    if (sizes == null || sizes.isEmpty()) {
      JsonNode units = summary.path("attributesAsUsed").path("model.encode_units");
      findings.put("task", "encoding");
      findings.put("codeWidth", units.path(units.size() - 1).asInt());
      return history;
    }
    renameAll(sweep, "groups", "clusters");
    renameAll(starts, "groupSizes", "sizes");
    findings.put("task", "clustering");
    findings.set("sizes", sizes);
    findings.set("sweep", list(sweep));
    findings.set("starts", list(starts));
    findings.set("overview", portrait instanceof ObjectNode known ? known : nothingKnown());
    return history;
  }

  /** A list; empty for models that were stored before such lists were. */
  private static JsonNode list(JsonNode stored) {
    return stored instanceof ArrayNode ? stored : JsonNodeFactory.instance.arrayNode();
  }

  private static ObjectNode nothingKnown() {
    ObjectNode overview = JsonNodeFactory.instance.objectNode();
    ObjectNode profile = overview.putObject("profile");
    profile.put("rows", 0);
    ObjectNode map = overview.putObject("map");
    for (String list : List.of("features", "groups")) {
      profile.putArray(list);
    }
    for (String list : List.of("across", "up", "groups")) {
      map.putArray(list);
    }
    map.put("encoded", false).put("rows", 0).put("kept", 0.0);
    return overview;
  }

  private static void renameAll(JsonNode objects, String from, String to) {
    if (objects != null) {
      for (JsonNode object : objects) {
        if (object instanceof ObjectNode node && node.has(from)) {
          node.set(to, node.remove(from));
        }
      }
    }
  }
}
