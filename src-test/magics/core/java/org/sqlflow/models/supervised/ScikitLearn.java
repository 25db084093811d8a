package org.sqlflow.models.supervised;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;
import org.sqlflow.data.Matrix;

/** What scikit-learn 1.9.1 computed once, of the rows that are stored with it. */
public final class ScikitLearn {
  private ScikitLearn() {}

  /** A part of the fixture. */
  public static JsonNode part(String name) {
    try (InputStream in = ScikitLearn.class.getResourceAsStream("/supervised/scikit-learn.json")) {
      return new JsonMapper().readTree(in).path(name);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** An array of numbers. */
  public static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  /** An array of whole numbers. */
  public static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  /** An array of rows. */
  public static Matrix matrix(JsonNode rows) {
    int width = rows.path(0).size();
    float[] values = new float[rows.size() * width];
    int at = 0;
    for (JsonNode row : rows) {
      for (JsonNode value : row) {
        values[at++] = (float) value.asDouble();
      }
    }
    return new Matrix(rows.size(), width, values);
  }
}
