package org.sqlflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.ModelContent;

/**
 * A model as it is stored, in a table or in a file: JSON texts, the network's bytes, and a digest
 * of all of them.
 *
 * @param network null if there is none
 * @param digest null if the model was stored by a version without digests
 */
@SuppressWarnings("ArrayRecordComponent")
record ModelRow(
    String name,
    String type,
    int format,
    String trainedAt,
    String features,
    String parameters,
    byte[] network,
    String history,
    String digest) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A model in the current format. */
  static ModelRow of(StoredModel model) {
    ModelRow row =
        new ModelRow(
            model.name(),
            model.type(),
            Migrations.FORMAT,
            model.history().started(),
            json(model.encoding()),
            json(model.content().parameters()),
            model.content().network().orElse(null),
            json(model.history()),
            null);
    return new ModelRow(
        row.name,
        row.type,
        row.format,
        row.trainedAt,
        row.features,
        row.parameters,
        row.network,
        row.history,
        ModelDigest.of(row.fields()));
  }

  /** Everything but the digest, in the order of the digest. */
  List<Object> fields() {
    return Arrays.asList(name, type, format, trainedAt, features, parameters, network, history);
  }

  /** How many bytes the fields take. */
  long bytes() {
    long bytes = network == null ? 0 : network.length;
    for (String text : List.of(name, type, trainedAt, features, parameters, history)) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /**
   * The model.
   *
   * @throws StoreException if it is corrupt or of another version
   */
  StoredModel model() {
    if (format > Migrations.FORMAT) {
      throw new StoreException(
          "model "
              + name
              + " was stored by a later version of SQLFlow: use that version, or retrain it",
          null);
    }
    if (format < Migrations.OLDEST) {
      throw new StoreException(
          "model " + name + " was stored by an earlier version of SQLFlow: retrain it", null);
    }
    if (!ModelDigest.of(fields()).equals(digest)) {
      throw corrupt(null);
    }
    try {
      StoredModel model =
          new StoredModel(
              name,
              type,
              JSON.readValue(features, FeatureEncoding.class),
              new ModelContent(JSON.readTree(parameters), Optional.ofNullable(network)),
              history(history, format));
      StoredModelCheck.check(model);
      return model;
    } catch (JsonProcessingException broken) {
      throw corrupt(broken);
    } catch (RuntimeException forged) {
      throw StoredModelCheck.corrupt(name, forged.getMessage(), forged);
    }
  }

  private StoreException corrupt(Throwable cause) {
    return new StoreException("model " + name + " is corrupt: retrain it", cause);
  }

  /** The history of a model of some format, in the current one. */
  private static StoredModel.History history(String text, int format)
      throws JsonProcessingException {
    JsonNode current = Migrations.history(JSON.readTree(text), format);
    StoredModel.History history = JSON.treeToValue(current, StoredModel.History.class);
    StoredModelCheck.check(history);
    return history;
  }

  /** The same, empty if it is corrupt or of an unknown format. */
  static Optional<StoredModel.History> readableHistory(String text, int format) {
    if (format < Migrations.OLDEST || format > Migrations.FORMAT) {
      return Optional.empty();
    }
    try {
      return Optional.of(history(text, format));
    } catch (JsonProcessingException | RuntimeException broken) {
      return Optional.empty();
    }
  }

  private static String json(Object part) {
    try {
      return JSON.writeValueAsString(part);
    } catch (JsonProcessingException error) {
      throw new StoreException("the model cannot be written as JSON", error);
    }
  }
}
