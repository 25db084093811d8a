package org.sqlflow.magic;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/** What onnxruntime makes of a file. */
final class OnnxFile {
  private OnnxFile() {}

  /**
   * Outputs for the rows of a table.
   *
   * @param names of the outputs
   * @return by their names a text for each row; of several numbers with blanks between them
   */
  static Map<String, List<String>> outputs(Path file, Table rows, String... names)
      throws OrtException, IOException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(Files.readAllBytes(file))) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      for (var input : session.getInputInfo().entrySet()) {
        TensorInfo info = (TensorInfo) input.getValue().getInfo();
        int width = (int) info.getShape()[1];
        inputs.put(
            input.getKey(),
            info.type == OnnxJavaType.STRING
                ? OnnxTensor.createTensor(environment, texts(rows, input.getKey()))
                : OnnxTensor.createTensor(environment, numbers(rows, input.getKey(), width)));
      }
      Map<String, List<String>> found = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(inputs)) {
        for (String name : names) {
          found.put(name, each(result.get(name).orElseThrow().getValue()));
        }
      }
      return found;
    }
  }

  private static List<String> each(Object values) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < Array.getLength(values); row++) {
      Object one = Array.get(values, row);
      texts.add(one.getClass().isArray() ? String.join(" ", each(one)) : String.valueOf(one));
    }
    return texts;
  }

  private static String[][] texts(Table rows, String column) {
    return rows.column(column).asList().stream()
        .map(text -> new String[] {String.valueOf(text)})
        .toArray(String[][]::new);
  }

  private static double[][] numbers(Table rows, String column, int width) {
    double[][] numbers = new double[rows.rowCount()][width];
    for (int row = 0; row < numbers.length; row++) {
      if (width > 1) {
        String[] parts = rows.column(column).getString(row).replaceAll("[\\[\\]]", "").split(", ");
        for (int i = 0; i < width; i++) {
          numbers[row][i] = Double.parseDouble(parts[i]);
        }
      } else {
        Object value =
            rows.column(column).isMissing(row) ? Double.NaN : rows.column(column).get(row);
        numbers[row][0] =
            value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
      }
    }
    return numbers;
  }
}
