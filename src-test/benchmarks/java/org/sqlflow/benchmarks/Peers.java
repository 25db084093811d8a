package org.sqlflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Programs of others that do the same: peers.py with PyTorch and scikit-learn, and DL4J. */
final class Peers {
  static final String POLICIES_NOTE =
      "PyTorch on two threads is measured with its defaults and with OMP_WAIT_POLICY=PASSIVE, which"
          + " keeps its OpenMP threads from spinning while OpenBLAS works; the better result is"
          + " shown.";

  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  private final String python;
  private final String script;
  private final JsonMapper json = new JsonMapper();

  Peers(Arguments arguments) {
    this.python = arguments.of("python").orElse(System.getProperty("benchmarks.python"));
    this.script = System.getProperty("benchmarks.folder") + "/peers.py";
  }

  /** How a library's threads wait for work; which is best depends on who else waits. */
  private enum Waiting {
    AS_IT_COMES,
    PASSIVE
  }

  /** What a peer reported: its samples and further figures. */
  record Told(Samples samples, JsonNode all) {}

  /**
   * Has peers.py measure something, on several threads under each policy of waiting, of which the
   * best median counts; empty if its library is not there, which is said.
   */
  Optional<Told> ask(int threads, Object... words) {
    List<String> command = new ArrayList<>(List.of(python, script));
    for (Object word : words) {
      command.add(String.valueOf(word));
    }
    return (threads == 1 ? List.of(Waiting.AS_IT_COMES) : List.of(Waiting.values()))
        .stream()
            .flatMap(waiting -> told(threads, command, waiting).stream())
            .min(Comparator.comparingDouble(told -> told.samples().median()));
  }

  /** Has a separate JVM measure something. */
  Optional<Told> askJava(int threads, String... words) {
    return told(
        threads, Child.command(List.of("-XX:+UseParallelGC"), List.of(words)), Waiting.PASSIVE);
  }

  private Optional<Told> told(int threads, List<String> command, Waiting waiting) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
      builder.environment().put("OPENBLAS_NUM_THREADS", String.valueOf(threads));
      builder.environment().remove(WAIT_POLICY);
      if (waiting == Waiting.PASSIVE) {
        builder.environment().put(WAIT_POLICY, waiting.name());
      }
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      JsonNode node = json.readTree(text.substring(Math.max(0, text.lastIndexOf('{'))));
      if (!node.has("seconds")) {
        System.err.println(String.join(" ", command) + ": " + text.strip());
        return Optional.empty();
      }
      List<Double> seconds = new ArrayList<>();
      node.get("seconds").forEach(value -> seconds.add(value.asDouble()));
      return Optional.of(new Told(Samples.of(seconds), node));
    } catch (IOException | InterruptedException failed) {
      System.err.println(String.join(" ", command) + ": " + failed);
      return Optional.empty();
    }
  }

  /** One cell of a table. */
  static String cell(Optional<Told> told) {
    return told.map(t -> t.samples().told()).orElse("not installed");
  }

  String versions() {
    try {
      Process process = new ProcessBuilder(python, script, "versions").start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text.strip();
    } catch (IOException | InterruptedException failed) {
      return "none, as " + python + " does not run";
    }
  }
}
