package org.sqlflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A notebook in a fresh kernel, as users run it, beside a notebook of the same steps with pandas,
 * PyTorch, scikit-learn and matplotlib: measured by cold.py.
 */
final class Cold {
  private static final String TITLE = "A notebook in a fresh kernel, by nbconvert";

  private Cold() {}

  static Section run(Arguments arguments) throws IOException, InterruptedException {
    String python = arguments.of("python").orElse(System.getProperty("benchmarks.python"));
    try (InstalledKernel kernel = new InstalledKernel()) {
      Optional<JsonNode> all =
          kernel.ask(
              python,
              "cold.py",
              List.of("--json", "--runs", String.valueOf(arguments.number("runs", 5))));
      if (all.isEmpty()) {
        Section section = new Section(TITLE, "what", "here");
        section.note(
            "Not measured: cold.py failed, as it printed. It takes nbconvert, ipykernel, pandas,"
                + " PyTorch, scikit-learn and matplotlib; --python names a Python that has them.");
        return section;
      }
      Section section = new Section(TITLE, "what", "here", "Python", "here / Python");
      JsonNode own = all.get().get(InstalledKernel.NAME);
      JsonNode peer = all.get().get("python3");
      own.fieldNames()
          .forEachRemaining(
              row ->
                  section.row(
                      row,
                      InstalledKernel.cell(own.get(row)),
                      InstalledKernel.cell(peer.get(row)),
                      Samples.number(median(own.get(row)) / median(peer.get(row)))));
      section.note(
          "The steps of clustering.ipynb: 8,950 customers, an autoencoder of 10-100-7, a cluster"
              + " model of 5 groups that starts from it, a prediction, group means. The bar: 0.8"
              + " times the time at half the memory. Memory is that of nbconvert and its kernel.");
      return section;
    }
  }

  private static double median(JsonNode samples) {
    double[] values = new double[samples.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples.get(i).asDouble();
    }
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
