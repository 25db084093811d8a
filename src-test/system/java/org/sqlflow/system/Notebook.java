package org.sqlflow.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A notebook and the folder it is run in, which is always a temporary copy.
 *
 * @param file the .ipynb in that folder
 * @param root its JSON
 */
record Notebook(Path file, ObjectNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A code cell after execution. */
  record Cell(String source, List<JsonNode> outputs) {
    /** What the outputs show in one MIME type, one after the other. */
    String shown(String mime) {
      return outputs.stream()
          .map(output -> joined(output.path("data").path(mime)))
          .collect(Collectors.joining("\n"));
    }

    /** What the cell printed. */
    String printed() {
      return outputs.stream()
          .map(output -> joined(output.path("text")))
          .collect(Collectors.joining());
    }
  }

  /** A notebook of these code cells. */
  static Notebook of(Path folder, String... cells) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("nbformat", 4).put("nbformat_minor", 5);
    root.putObject("metadata")
        .putObject("kernelspec")
        .put("name", InstalledKernel.NAME)
        .put("display_name", "SQLFlow");
    root.putArray("cells");
    return new Notebook(folder.resolve("notebook.ipynb"), root).with(cells);
  }

  /** A copy of one of the project's notebooks and of the data that lies beside them. */
  static Notebook copyOf(String name, Path folder) throws IOException {
    Path notebooks = InstalledKernel.root().resolve("notebooks");
    try (Stream<Path> files = Files.walk(notebooks.resolve("data"))) {
      for (Path source : files.toList()) {
        Files.copy(source, folder.resolve(notebooks.relativize(source).toString()));
      }
    }
    JsonNode root = JSON.readTree(notebooks.resolve(name).toFile());
    return new Notebook(folder.resolve(name), (ObjectNode) root);
  }

  /** The same notebook with further code cells at its end. */
  Notebook with(String... cells) {
    ObjectNode longer = root.deepCopy();
    ArrayNode list = (ArrayNode) longer.path("cells");
    for (String source : cells) {
      ObjectNode cell = list.addObject().put("cell_type", "code").put("source", source);
      cell.put("id", "added-" + list.size());
      cell.putNull("execution_count");
      cell.putObject("metadata");
      cell.putArray("outputs");
    }
    return new Notebook(file, longer);
  }

  List<Cell> codeCells() {
    return StreamSupport.stream(root.path("cells").spliterator(), false)
        .filter(cell -> cell.path("cell_type").asText().equals("code"))
        .map(
            cell -> {
              List<JsonNode> outputs = new ArrayList<>();
              cell.path("outputs").forEach(outputs::add);
              return new Cell(joined(cell.path("source")), outputs);
            })
        .toList();
  }

  /** Executes it with nbconvert into another notebook. */
  Notebook executed(InstalledKernel kernel) throws IOException {
    Command.Outcome outcome = convert(kernel, "notebook", "executed");
    if (outcome.status() != 0) {
      throw new AssertionError("nbconvert ended with " + outcome.status() + "\n" + outcome.err());
    }
    Path executed = file.resolveSibling("executed.ipynb");
    return new Notebook(executed, (ObjectNode) JSON.readTree(executed.toFile()));
  }

  /** Writes the file. */
  void write() throws IOException {
    JSON.writeValue(file.toFile(), root);
  }

  /** Runs {@code nbconvert --execute} with further options, whatever comes of it. */
  Command.Outcome convert(InstalledKernel kernel, String format, String output, String... options)
      throws IOException {
    write();
    List<String> line = new ArrayList<>(List.of("-m", "nbconvert", "--to", format, "--execute"));
    line.add("--ExecutePreprocessor.kernel_name=" + InstalledKernel.NAME);
    line.addAll(List.of(options));
    line.addAll(List.of("--output", output, file.getFileName().toString()));
    return kernel.python(file.getParent(), line.toArray(String[]::new)).run();
  }

  /** Notebook text is a string or a list of lines. */
  private static String joined(JsonNode text) {
    if (!text.isArray()) {
      return text.asText();
    }
    StringBuilder lines = new StringBuilder();
    text.forEach(line -> lines.append(line.asText()));
    return lines.toString();
  }
}
