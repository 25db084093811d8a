package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Runs one benchmark by its name, or all of them into RESULTS.md. */
final class Main {
  private static final String ALL = "all";

  private Main() {}

  /** Something that can be measured. */
  private interface Benchmark {
    Section run(Arguments arguments) throws IOException, InterruptedException, RunnerException;
  }

  private static Map<String, Benchmark> benchmarks() {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("cold", Cold::run);
    all.put("parts", Parts::run);
    all.put("train", Training::preTraining);
    all.put("dec", Training::clustering);
    all.put("kmeans", Grouping::run);
    all.put("methods", Grouping::methods);
    all.put("crowds", Crowds::run);
    all.put("predictions", Predictions::run);
    all.put("prediction-speed", PredictionSpeed::run);
    all.put("data", DataPath::run);
    all.put("kernel", Kernels::run);
    all.put("workflow", Workflow::run);
    all.put("growth", Growth::run);
    all.put("scored", Scored::run);
    all.put("disk", Disk::run);
    return all;
  }

  public static void main(String[] words) throws Exception {
    boolean measured = true;
    String name = words.length == 0 ? "" : words[0];
    Map<String, Benchmark> benchmarks = benchmarks();
    switch (name) {
      case "cluster" -> write(Cluster::run, Arguments.of(words, 1));
      case Cluster.CHILD -> Cluster.child(words[1], words[2], words[3], words[4]);
      case "accuracy" -> Accuracy.run(Arguments.of(words, 1));
      case "quality" -> Quality.run(Arguments.of(words, 1));
      case "dl4j" -> Dl4jPeer.run(words[1], Integer.parseInt(words[2]));
      case Growth.CHILD -> Growth.child(Integer.parseInt(words[1]), words[2], words[3]);
      case Workflow.CHILD -> Workflow.child();
      case ALL -> measured = all(Arguments.of(words, 1), benchmarks);
      default -> {
        if (!benchmarks.containsKey(name)) {
          System.err.println(
              "benchmarks: soak, accuracy, quality, cluster, "
                  + String.join(", ", benchmarks.keySet())
                  + ", all");
          System.exit(2);
        }
        write(benchmarks.get(name), Arguments.of(words, 1));
      }
    }
    System.exit(measured ? 0 : 1);
  }

  /** Runs one, prints its table, and puts it into a file if asked to. */
  private static void write(Benchmark benchmark, Arguments arguments)
      throws IOException, InterruptedException, RunnerException {
    String machine = Machine.text(new Peers(arguments));
    Section section = benchmark.run(arguments);
    System.out.println(machine + "\n" + section.text());
    if (arguments.of("into").isPresent()) {
      Path results = Path.of(arguments.of("into").get());
      Files.writeString(results, section.into(Files.readString(results), machine));
    }
  }

  /**
   * One after the other; whether all could be measured. Sections of other benchmarks, such as that
   * of the cluster, and of those that fail stay at the end.
   */
  private static boolean all(Arguments arguments, Map<String, Benchmark> benchmarks)
      throws IOException {
    StringBuilder text =
        new StringBuilder(
            "# Results\n\nWritten by `src-test/benchmarks/run all`. Figures are medians, with the"
                + " best and the worst in brackets.\n\n");
    text.append(Machine.text(new Peers(arguments)));
    Path results = Path.of(System.getProperty("benchmarks.folder"), "RESULTS.md");
    String earlier = Files.readString(results);
    String others = earlier.substring(earlier.indexOf("\n## ") + 1);
    boolean measured = true;
    for (Map.Entry<String, Benchmark> benchmark : benchmarks.entrySet()) {
      System.err.println("== " + benchmark.getKey());
      try {
        Section section = benchmark.getValue().run(arguments);
        text.append('\n').append(section.textBeside(earlier));
        others = section.without(others);
      } catch (IOException | InterruptedException | RunnerException | RuntimeException failed) {
        // The others are worth their figures all the same.
        failed.printStackTrace();
        text.append("\nNot measured: ").append(benchmark.getKey()).append(" failed.\n");
        measured = false;
      }
      Files.writeString(results, text + (others.isEmpty() ? "" : "\n" + others));
    }
    System.out.println(text);
    return measured;
  }
}
