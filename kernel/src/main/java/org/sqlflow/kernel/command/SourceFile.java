package org.sqlflow.kernel.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code sqlflow run} runs: a notebook, or a script of SQL.
 *
 * @param name as the user wrote it
 * @param isNotebook whether its pieces are cells; a script is one piece of SQL
 * @param pieces from top to bottom
 */
record SourceFile(String name, boolean isNotebook, List<Piece> pieces) {
  private static final int FORMAT = 4;
  private static final Set<String> LANGUAGES = Set.of("sql", "sqlflow", "java", "");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A part of the file. */
  sealed interface Piece {
    /** Words between the cells. */
    record Markdown(String text) implements Piece {}

    /**
     * A cell, or the whole script.
     *
     * @param number its place among the file's pieces of code, from 1
     * @param tags of the cell, such as {@code parameters}
     */
    record Code(String text, int number, Set<String> tags) implements Piece {
      /** Whether it declares the parameters that {@code -p} sets; the tag is papermill's. */
      boolean hasParameters() {
        return tags.contains("parameters");
      }

      /** Whether it is not run; the tag is nbclient's. */
      boolean isSkipped() {
        return tags.contains("skip-execution");
      }

      /** Whether it may fail; the tag is nbclient's. */
      boolean mayFail() {
        return tags.contains("raises-exception");
      }
    }
  }

  /** Whether a file's name is a notebook's. */
  static boolean isNotebook(String file) {
    return file.endsWith(".ipynb");
  }

  /** The pieces of code. */
  List<Piece.Code> code() {
    return pieces.stream()
        .filter(Piece.Code.class::isInstance)
        .map(Piece.Code.class::cast)
        .toList();
  }

  /**
   * Reads a file.
   *
   * @param name as the user wrote it
   * @throws CommandException if it can't be read or is of another kind
   */
  static SourceFile read(String name, Path path) {
    try {
      return of(name, Files.readAllBytes(path));
    } catch (NoSuchFileException gone) {
      throw new CommandException("there is no file " + name, gone);
    } catch (IOException unreadable) {
      String why = Files.isDirectory(path) ? "it is a folder" : String.valueOf(unreadable);
      throw new CommandException("can't read " + name + ": " + why, unreadable);
    }
  }

  /** Reads a script to its end. */
  static SourceFile readScript(String name, InputStream in) {
    try {
      return of(name, in.readAllBytes());
    } catch (IOException unreadable) {
      throw new CommandException("can't read " + name + ": " + unreadable, unreadable);
    }
  }

  private static SourceFile of(String name, byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException other) {
      throw new CommandException(name + " is not a text in UTF-8: save it in that encoding", other);
    }
    String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    return isNotebook(name)
        ? notebook(name, plain)
        : new SourceFile(name, false, List.of(new Piece.Code(plain, 1, Set.of())));
  }

  private static SourceFile notebook(String name, String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new CommandException(
          name + " is not a notebook: " + broken.getOriginalMessage(), broken);
    }
    if (root.path("nbformat").asInt() != FORMAT || !root.path("cells").isArray()) {
      throw new CommandException(
          name + " is not a notebook of format 4: open it in Jupyter and save it again");
    }
    JsonNode metadata = root.path("metadata");
    String language =
        metadata
            .path("kernelspec")
            .path("language")
            .asText(metadata.path("language_info").path("name").asText());
    if (!LANGUAGES.contains(language)) {
      throw new CommandException(
          name
              + " is a notebook of "
              + language
              + ", not of SQLFlow: open it in Jupyter, choose the kernel SQLFlow and save it");
    }
    List<Piece> pieces = new ArrayList<>();
    int number = 0;
    for (JsonNode cell : root.path("cells")) {
      String source = joined(cell.path("source"));
      switch (cell.path("cell_type").asText()) {
        case "code" -> pieces.add(new Piece.Code(source, ++number, tags(cell)));
        case "markdown" -> pieces.add(new Piece.Markdown(source));
        default -> {} // raw cells are for converters
      }
    }
    return new SourceFile(name, true, pieces);
  }

  private static Set<String> tags(JsonNode cell) {
    Set<String> tags = new LinkedHashSet<>();
    cell.path("metadata").path("tags").forEach(tag -> tags.add(tag.asText()));
    return Set.copyOf(tags);
  }

  /** A text of a notebook, which is a string or a list of lines. */
  private static String joined(JsonNode text) {
    if (!text.isArray()) {
      return text.asText();
    }
    StringBuilder lines = new StringBuilder();
    text.forEach(line -> lines.append(line.asText()));
    return lines.toString();
  }
}
