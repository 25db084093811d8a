package org.sqlflow.benchmarks;

/** Runs one benchmark by its name. */
final class Main {
  private Main() {}

  public static void main(String[] words) throws Exception {
    String name = words.length == 0 ? "" : words[0];
    switch (name) {
      case "accuracy" -> Accuracy.run(Arguments.of(words, 1));
      default -> {
        System.err.println("benchmarks: accuracy");
        System.exit(2);
      }
    }
  }
}
