package org.sqlflow.kernelspec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an installed kernel is started, read from its kernel.json.
 *
 * @param argv the program and its arguments
 * @param environment variables in addition to those of the front end
 */
record KernelCommand(List<String> argv, Map<String, String> environment) {
  static final String MAIN_CLASS = "org.sqlflow.kernel.Main";
  private static final String SHELL = "/bin/sh";
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";
  private static final String CACHE = "-XX:AOTCache=";

  static KernelCommand of(Path kernelJson) throws IOException {
    List<String> argv = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(Files.readString(kernelJson))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("argv")) {
          while (parser.nextToken() == JsonToken.VALUE_STRING) {
            argv.add(parser.getText());
          }
        } else if (field.equals("env")) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            environment.put(parser.currentName(), parser.nextTextValue());
          }
        } else {
          parser.skipChildren();
        }
      }
    }
    return new KernelCommand(List.copyOf(argv), environment);
  }

  /** The java executable; on Unix the script {@code start} runs it. */
  Path java() {
    return Path.of(argv.get(argv.get(0).equals(SHELL) ? 2 : 0));
  }

  /** The same JVM with another main class, without arguments. */
  KernelCommand running(String mainClass) {
    List<String> line = new ArrayList<>(argv.subList(0, argv.indexOf(MAIN_CLASS)));
    line.add(mainClass);
    return new KernelCommand(line, environment);
  }

  /** Whether it reads a class archive; otherwise an AOT cache. */
  boolean hasArchive() {
    return argv.stream().anyMatch(word -> word.startsWith(ARCHIVE));
  }

  /** The same command, but it writes an AOT cache instead of reading one. */
  KernelCommand caching(Path cache) {
    return replacing(CACHE, "-XX:AOTCacheOutput=" + cache);
  }

  /** The same command, but it writes a class list instead of reading the archive. */
  KernelCommand listing(Path classes) {
    return replacing(ARCHIVE, "-XX:DumpLoadedClassList=" + classes);
  }

  /** The same command, but it only dumps a static archive of the classes in a list. */
  KernelCommand archiving(Path classes, Path archive) {
    List<String> line =
        new ArrayList<>(
            replacing("-Xshare:auto", "-Xshare:dump").replacing(ARCHIVE, ARCHIVE + archive).argv);
    line.add(line.indexOf("-Xshare:dump"), "-XX:SharedClassListFile=" + classes);
    return new KernelCommand(line, environment);
  }

  /**
   * The kernel without a connection file, so that it ends at once: it prints where each class came
   * from. If the JVM crashes, it says and leaves nothing.
   */
  KernelCommand tracing() {
    List<String> line = new ArrayList<>(running(MAIN_CLASS).argv);
    line.addAll(
        line.size() - 1,
        List.of(
            "-Xlog:class+load:stdout:none",
            "-XX:+SuppressFatalErrorMessage",
            "-XX:-CreateCoredumpOnCrash"));
    return new KernelCommand(line, environment);
  }

  /** The same command, but it reads no archive. */
  KernelCommand withoutArchive() {
    return new KernelCommand(
        argv.stream().filter(word -> !word.startsWith(ARCHIVE) && !word.startsWith(CACHE)).toList(),
        environment);
  }

  /** The same command with another word instead of the one that starts like this. */
  private KernelCommand replacing(String start, String word) {
    return new KernelCommand(
        argv.stream().map(old -> old.startsWith(start) ? word : old).toList(), environment);
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().putAll(environment);
    return builder;
  }
}
