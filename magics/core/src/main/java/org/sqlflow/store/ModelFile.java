package org.sqlflow.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlflow.files.WholeFile;

/**
 * A trained model as a file: one JSON object with the fields of a stored model, the network in
 * base64, and their digest. IMPORT MODEL reads such files, and a trained model that the database
 * could not store is written to one.
 */
public final class ModelFile {
  /** The extension of the files' names. */
  public static final String EXTENSION = ".sqlflow-model.json";

  /** Larger files are not read: their content would not fit into a Java array. */
  private static final long MOST_BYTES = 1L << 30;

  private static final String MADE_BY = "SQLFlow for the JVM";

  /** How the content of a file begins. */
  public static final String HEAD = "{\"made_by\":\"" + MADE_BY + "\"";

  /** A network may take more than Jackson's limit of 20 million characters for a string. */
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private ModelFile() {}

  /**
   * Writes a model to a new file, whole or not at all.
   *
   * @param folder is created if it is missing
   * @return the file, named after the model and the start of its training
   */
  public static Path write(Path folder, StoredModel model) throws IOException {
    ModelRow row = ModelRow.of(model);
    Files.createDirectories(folder);
    Path file = unused(folder, fileName(row));
    WholeFile.write(file, out -> out.write(bytes(row)));
    return file;
  }

  /** The content of a model's file. */
  public static byte[] bytes(StoredModel model) {
    return bytes(ModelRow.of(model));
  }

  private static byte[] bytes(ModelRow row) {
    ObjectNode json = JSON.createObjectNode();
    json.put("made_by", MADE_BY);
    json.put("format", row.format());
    json.put("name", row.name());
    json.put("type", row.type());
    json.put("trained_at", row.trainedAt());
    json.put("features", row.features());
    json.put("parameters", row.parameters());
    json.put("network", row.network());
    json.put("history", row.history());
    json.put("digest", row.digest());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException error) {
      throw new StoreException("the model cannot be written as JSON", error);
    }
  }

  private static String fileName(ModelRow row) {
    String name = row.name().replaceAll("[^\\p{L}\\p{N}_-]", "_");
    String start = row.trainedAt().replaceAll("[^0-9TZ]", "");
    return name.substring(
            0, name.offsetByCodePoints(0, Math.min(60, name.codePointCount(0, name.length()))))
        + "-"
        + start;
  }

  private static Path unused(Path folder, String name) {
    Path file = folder.resolve(name + EXTENSION);
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(name + "-" + i + EXTENSION);
    }
    return file;
  }

  /**
   * Reads a model, of any format that can be stored.
   *
   * @throws StoreException if there is no such file, or it is corrupt or of a later version
   */
  public static StoredModel read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("no file " + file.toAbsolutePath(), null);
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new StoreException(file + " is too large to be a model file of SQLFlow", null);
      }
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      if (json == null || !json.path("format").isInt() || !json.path("digest").isTextual()) {
        throw new StoreException(file + " is not a model file of SQLFlow", null);
      }
      JsonNode network = json.path("network");
      return new ModelRow(
              json.path("name").asText(),
              json.path("type").asText(),
              json.path("format").asInt(),
              json.path("trained_at").asText(),
              json.path("features").asText(),
              json.path("parameters").asText(),
              network.isTextual() ? network.binaryValue() : null,
              json.path("history").asText(),
              json.path("digest").asText())
          .model();
    } catch (JsonProcessingException noJson) {
      throw new StoreException(file + " is not a model file of SQLFlow", noJson);
    } catch (IOException error) {
      throw new StoreException("cannot read " + file + ": " + error.getMessage(), error);
    }
  }
}
