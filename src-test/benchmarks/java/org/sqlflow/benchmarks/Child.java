package org.sqlflow.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for a measurement that another would spoil. */
final class Child {
  private Child() {}

  static List<String> command(List<String> flags, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags(flags));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(words);
    return command;
  }

  /** With the flags that no JVM can do without. */
  static List<String> flags(List<String> flags) {
    List<String> all = new ArrayList<>(flags);
    all.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    all.add("-Dbenchmarks.folder=" + System.getProperty("benchmarks.folder"));
    return all;
  }
}
