package org.sqlflow.models.supervised;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.training.ModelJson;

/** The classes of a stored model. */
public final class StoredClasses {
  private static final String CLASSES = "classes";
  private static final String TYPE = "type";

  /** What models have that were stored without a type: INTEGER, or else TEXT. */
  private static final String INTEGERS = "integers";

  private StoredClasses() {}

  /** Adds them to a model's JSON. */
  public static void write(ObjectNode json, ClassNames classes) {
    ArrayNode names = json.putArray(CLASSES);
    classes.names().forEach(names::add);
    json.put(TYPE, classes.type().name());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws org.sqlflow.models.ModelException if there are fewer than two
   * @throws IllegalArgumentException if a class is not of their type
   */
  public static ClassNames read(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.path(CLASSES).forEach(name -> names.add(name.asText()));
    if (names.size() < 2) {
      throw ModelJson.corrupt("no classes");
    }
    if (!json.has(TYPE)) {
      return new ClassNames(names, json.path(INTEGERS).asBoolean());
    }
    return new ClassNames(names, OutputColumn.Type.valueOf(json.path(TYPE).asText()));
  }
}
