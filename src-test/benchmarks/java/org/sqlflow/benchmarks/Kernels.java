package org.sqlflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kernel as a client sees it, installed as users install it, with its archive of classes,
 * beside Python's kernel and those of other JVM languages that are installed: kernels.py tells.
 */
final class Kernels {
  private static final String OWN = "sqlflow";
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
    Path prefix = Files.createTempDirectory("sqlflow-kernel");
    try {
      long start = System.nanoTime();
      install(prefix);
      double seconds = (System.nanoTime() - start) / 1e9;
      Section section = section(measure(arguments, prefix));
      section.note(
          "The kernel is installed with its archive of classes, which took "
              + Samples.number(seconds)
              + " s and "
              + megabytes(prefix.resolve("share/jupyter/kernels/sqlflow/sqlflow.jsa"))
              + " MB of disk. Start counts from the spawn, as jupyter_client sees it; the training"
              + " is that of the whole workflow below.");
      return section;
    } finally {
      delete(prefix);
    }
  }

  private static void install(Path prefix) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String jar = "kernelspec/target/sqlflow/sqlflow-kernelspec.jar";
    Process process =
        new ProcessBuilder(java.toString(), "-jar", jar, "install", "--prefix", prefix.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the kernel is not installed: " + told);
    }
  }

  /** All samples by kernel and row; empty, which is said, without Jupyter's client. */
  private static Optional<JsonNode> measure(Arguments arguments, Path prefix)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(arguments.of("jupyter").orElse(System.getProperty("benchmarks.jupyter")));
    command.add(System.getProperty("benchmarks.folder") + "/kernels.py");
    command.addAll(List.of("--json", "--peers", OWN));
    command.addAll(List.of("--starts", String.valueOf(arguments.number("starts", 5))));
    command.addAll(List.of("--trips", String.valueOf(arguments.number("trips", 100))));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    // Each kernel's own kernel.json says what it wants of these.
    builder.environment().remove("OMP_WAIT_POLICY");
    builder
        .environment()
        .merge(
            "JUPYTER_PATH",
            prefix.resolve("share/jupyter").toString(),
            (others, own) -> own + File.pathSeparator + others);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(new JsonMapper().readTree(text)) : Optional.empty();
  }

  private static Section section(Optional<JsonNode> measured) {
    String title = "The kernel, as its clients see it";
    if (measured.isEmpty()) {
      Section section = new Section(title, "what", "here");
      section.note(
          "Not measured: kernels.py failed, as it told. It takes jupyter_client, nbformat and"
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
      kernels.forEach(kernel -> cells.add(cell(all.get(kernel).path(row))));
      cells.add(2, BARS.getOrDefault(row, ""));
      section.row(cells.toArray(String[]::new));
    }
    return section;
  }

  private static String cell(JsonNode samples) {
    List<Double> values = new ArrayList<>();
    samples.forEach(value -> values.add(value.asDouble()));
    return values.isEmpty() ? "" : Samples.of(values).told();
  }

  private static long megabytes(Path file) {
    return file.toFile().length() >> 20;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
