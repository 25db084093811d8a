package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs one benchmark by its name, or all of them into RESULTS.md. */
final class Main {
  private static final String ALL = "all";

  private Main() {}

  /** Something that can be measured. */
  private interface Benchmark {
    Section run(Arguments arguments) throws IOException, InterruptedException;
  }

  private static Map<String, Benchmark> benchmarks() {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("train", Training::preTraining);
    all.put("dec", Training::clustering);
    all.put("kmeans", Grouping::run);
    all.put("data", DataPath::run);
    all.put("workflow", Workflow::run);
    all.put("growth", Growth::run);
    all.put("disk", Disk::run);
    return all;
  }

  public static void main(String[] words) throws Exception {
    String name = words.length == 0 ? "" : words[0];
    Map<String, Benchmark> benchmarks = benchmarks();
    switch (name) {
      case "accuracy" -> Accuracy.run(Arguments.of(words, 1));
      case "dl4j" -> Dl4jPeer.run(words[1], Integer.parseInt(words[2]));
      case Growth.CHILD -> Growth.child(Integer.parseInt(words[1]));
      case Workflow.CHILD -> Workflow.child();
      case ALL -> all(Arguments.of(words, 1), benchmarks);
      default -> {
        if (!benchmarks.containsKey(name)) {
          System.err.println(
              "benchmarks: soak, accuracy, " + String.join(", ", benchmarks.keySet()) + ", all");
          System.exit(2);
        }
        Arguments arguments = Arguments.of(words, 1);
        String machine = Machine.text(new Peers(arguments));
        System.out.println(machine + "\n" + benchmarks.get(name).run(arguments).text());
      }
    }
    System.exit(0);
  }

  private static void all(Arguments arguments, Map<String, Benchmark> benchmarks)
      throws IOException, InterruptedException {
    StringBuilder text =
        new StringBuilder(
            "# Results\n\nWritten by `src-test/benchmarks/run all`. Figures are medians, with the"
                + " best and the worst in brackets.\n\n");
    text.append(Machine.text(new Peers(arguments)));
    Path results = Path.of(System.getProperty("benchmarks.folder"), "RESULTS.md");
    for (Map.Entry<String, Benchmark> benchmark : benchmarks.entrySet()) {
      System.err.println("== " + benchmark.getKey());
      text.append('\n').append(benchmark.getValue().run(arguments).text());
      Files.writeString(results, text); // what was measured stays if a later one fails
    }
    System.out.println(text);
  }
}
