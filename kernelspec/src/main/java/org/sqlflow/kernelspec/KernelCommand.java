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
  private static final String MAIN_CLASS = "org.sqlflow.kernel.Main";
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

  /** The same command, but it writes the class archive instead of reading it. */
  KernelCommand archiving() {
    return new KernelCommand(
        argv.stream()
            .map(word -> word.replace(ARCHIVE, "-XX:ArchiveClassesAtExit="))
            .map(word -> word.replace(CACHE, "-XX:AOTCacheOutput="))
            .toList(),
        environment);
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().putAll(environment);
    return builder;
  }
}
