package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jupyter's conformance suite, {@code jupyter_kernel_test}: all of its tests, none skipped. */
@ExtendWith(RealKernel.class)
class ConformanceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TESTS =
      List.of(
          "clear_output",
          "completion",
          "display_data",
          "error",
          "execute_result",
          "execute_stderr",
          "execute_stdout",
          "history",
          "inspect",
          "is_complete",
          "kernel_info",
          "pager");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> itConforms(InstalledKernel kernel) throws URISyntaxException {
    String script = Path.of(ConformanceIT.class.getResource("/conformance.py").toURI()).toString();
    Command.Outcome outcome = kernel.python(folder, script).run();
    Map<String, List<JsonNode>> told =
        outcome
            .out()
            .lines()
            .map(ConformanceIT::parse)
            .collect(Collectors.groupingBy(line -> line.path("test").asText()));
    return Stream.concat(
        TESTS.stream().map(name -> dynamicTest(name, () -> check(told, name, outcome.err()))),
        Stream.of(
            dynamicTest(
                "the suite has no other tests",
                () -> assertThat(told).as(outcome.err()).hasSize(TESTS.size()))));
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }

  private static void check(Map<String, List<JsonNode>> told, String name, String log) {
    List<JsonNode> outcomes = told.getOrDefault("test_" + name, List.of());
    assertThat(outcomes).as(log).isNotEmpty();
    for (JsonNode outcome : outcomes) {
      assertThat(outcome.path("outcome").asText())
          .as(outcome.path("detail").asText())
          .isEqualTo("passed");
    }
  }
}
