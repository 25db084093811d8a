package org.sqlflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * How the kernel's JVM is run, read of the kernel.json that is installed, without its archive of
 * classes.
 */
record KernelSettings(List<String> flags, Map<String, String> environment) {
  private static final Path FILE = Path.of("kernelspec/target/sqlflow/kernel.json");

  static KernelSettings read() throws IOException {
    JsonNode json = new JsonMapper().readTree(FILE.toFile());
    List<String> flags =
        StreamSupport.stream(json.get("argv").spliterator(), false)
            .map(JsonNode::asText)
            .filter(word -> word.startsWith("-X") && !word.matches(".*(cds|[sS]hare).*"))
            .toList();
    Map<String, String> environment = new LinkedHashMap<>();
    json.get("env")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return new KernelSettings(flags, environment);
  }
}
