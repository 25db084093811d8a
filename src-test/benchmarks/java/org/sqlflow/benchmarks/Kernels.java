package org.sqlflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel as a client sees it, installed as users install it, with its archive of classes,
 * beside Python's kernel and those of other JVM languages that are installed: measured by
 * kernels.py.
 */
final class Kernels {
  private static final String OWN = InstalledKernel.NAME;
  private static final Map<String, String> BARS =
      Map.of(
          "start to first result, s", "1.2",
          "shutdown, s", "0.5",
          "execute, ms", "12",
          "complete, ms", "15",
          "memory after these, MB", "250",
          "nbconvert of one cell, s", "4");

  private Kernels() {}

  static Section run(Arguments arguments) throws IOException, InterruptedException {
    try (InstalledKernel kernel = new InstalledKernel()) {
      Section section =
          section(
              kernel.ask(
                  arguments.of("jupyter").orElse(System.getProperty("benchmarks.jupyter")),
                  "kernels.py",
                  List.of(
                      "--json",
                      "--peers",
                      OWN,
                      "--starts",
                      String.valueOf(arguments.number("starts", 5)),
                      "--trips",
                      String.valueOf(arguments.number("trips", 100)))));
      section.note(
          "The kernel is installed with its class archive, which took "
              + Samples.number(kernel.seconds())
              + " s and "
              + kernel.archiveMegabytes()
              + " MB of disk. The start is measured from spawning the process, as jupyter_client does;"
              + " the training is that of the whole workflow below.");
      return section;
    }
  }

  private static Section section(Optional<JsonNode> measured) {
    String title = "The kernel, as its clients see it";
    if (measured.isEmpty()) {
      Section section = new Section(title, "what", "here");
      section.note(
          "Not measured: kernels.py failed, as it printed. It takes jupyter_client, nbformat and"
              + " nbconvert; --jupyter names a Python that has them.");
      return section;
    }
    JsonNode all = measured.get();
    List<String> kernels = new ArrayList<>();
    all.fieldNames().forEachRemaining(kernels::add);
    List<String> header = new ArrayList<>(List.of("what", "here", "bar"));
    header.addAll(kernels.subList(1, kernels.size()));
    Section section = new Section(title, header.toArray(String[]::new));
    Set<String> rows = new LinkedHashSet<>();
    all.get(OWN).fieldNames().forEachRemaining(rows::add);
    for (String row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(row);
      kernels.forEach(kernel -> cells.add(InstalledKernel.cell(all.get(kernel).path(row))));
      cells.add(2, BARS.getOrDefault(row, ""));
      section.row(cells.toArray(String[]::new));
    }
    return section;
  }
}
