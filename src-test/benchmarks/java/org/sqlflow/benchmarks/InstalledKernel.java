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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kernel in a separate folder, installed as users install it, with its archive of classes. */
final class InstalledKernel implements AutoCloseable {
  /** Its name for Jupyter. */
  static final String NAME = "sqlflow";

  private final Path prefix;
  private final double seconds;

  InstalledKernel() throws IOException, InterruptedException {
    prefix = Files.createTempDirectory("sqlflow-kernel");
    long start = System.nanoTime();
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
    seconds = (System.nanoTime() - start) / 1e9;
  }

  /** How long the installation took. */
  double seconds() {
    return seconds;
  }

  /** The size of the archive of classes. */
  long archiveMegabytes() {
    return prefix.resolve("share/jupyter/kernels/sqlflow/sqlflow.jsa").toFile().length() >> 20;
  }

  /** The JSON that a Python script of the benchmarks prints; empty if it fails, which it says. */
  Optional<JsonNode> ask(String python, String script, List<String> words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.add(Path.of(System.getProperty("benchmarks.folder"), script).toString());
    command.addAll(words);
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

  /** The samples of a row of such an answer, as text. */
  static String cell(JsonNode samples) {
    List<Double> values = new ArrayList<>();
    samples.forEach(value -> values.add(value.asDouble()));
    return values.isEmpty() ? "" : Samples.of(values).told();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> walk = Files.walk(prefix)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
