package org.sqlflow.models.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.ModelException;

/** The JSON part of stored models: what all estimators write alike, and its checks. */
public final class ModelJson {
  private static final int FORMAT = 1;

  private ModelJson() {}

  /** The JSON of a model of some features, to be completed. */
  public static ObjectNode of(List<String> features) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    ArrayNode names = json.putArray("features");
    features.forEach(names::add);
    return json;
  }

  /** Writes rows of numbers; as float64 they read back bit by bit. */
  public static void putRows(ObjectNode json, String name, float[] values, int width) {
    ArrayNode rows = json.putArray(name);
    for (int at = 0; at < values.length; at += width) {
      ArrayNode row = rows.addArray();
      for (int c = 0; c < width; c++) {
        row.add((double) values[at + c]);
      }
    }
  }

  /** Reads the features, after a check of the format. */
  public static List<String> features(JsonNode json) {
    int format = json.path("format").asInt(0);
    if (format > FORMAT) {
      throw new ModelException(
          "the model was stored by a later version of SQLFlow: use that version, or retrain it");
    }
    List<String> names = new ArrayList<>();
    json.path("features").forEach(name -> names.add(name.asText()));
    if (format < 1 || names.isEmpty()) {
      throw corrupt("no features");
    }
    return List.copyOf(names);
  }

  /** Reads the rows of {@link #putRows}, each of the given width. */
  public static float[] rows(JsonNode json, String name, int width) {
    JsonNode rows = json.path(name);
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    int at = 0;
    for (JsonNode row : rows) {
      if (row.size() != width) {
        throw corrupt(name + " of unequal width");
      }
      for (JsonNode value : row) {
        values[at] = (float) value.asDouble(Double.NaN);
        if (!Float.isFinite(values[at++])) {
          throw corrupt(name + " with a value that is not a number");
        }
      }
    }
    return values;
  }

  /** The error of a stored model that cannot be restored. */
  public static ModelException corrupt(String how) {
    return ModelException.corrupt("the stored model", how);
  }
}
