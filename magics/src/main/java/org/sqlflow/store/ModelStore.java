package org.sqlflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.database.Database;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.models.ModelContent;
import org.sqlflow.text.Text;

/**
 * The models of a database, in its table {@value #TABLE}. A model is one row, written by one
 * statement: it is there whole, or the earlier one of its name still is. Names fold case, as the
 * names of tables do.
 */
public final class ModelStore {
  /** The table that holds the models. */
  public static final String TABLE = "sqlflow_models";

  /** Raised when a later version could not read what an earlier one wrote, or the reverse. */
  private static final int FORMAT = 2;

  private static final String COLUMNS =
      "name, type, format, trained_at, features, parameters, network, history";

  private final Database database;
  private final JsonMapper json =
      JsonMapper.builder()
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The models of a database. */
  public ModelStore(Database database) {
    this.database = database;
  }

  /** Stores a model in place of an earlier one of its name. */
  public void save(StoredModel model) {
    createTable();
    database.replace(
        TABLE,
        List.of(("model_key, " + COLUMNS).split(", ")),
        Arrays.asList(
            key(model.name()),
            model.name(),
            model.type(),
            FORMAT,
            model.history().started(),
            write(model.encoding()),
            write(model.content().parameters()),
            model.content().network().orElse(null),
            write(model.history())));
  }

  /**
   * Finds a model by its name.
   *
   * @throws StoreException if it is there but damaged, or of a later version
   */
  public Optional<StoredModel> find(String name) {
    if (!tableExists()) {
      return Optional.empty();
    }
    return database
        .rows("SELECT " + COLUMNS + " FROM " + TABLE + " WHERE model_key = ?", List.of(key(name)))
        .stream()
        .findFirst()
        .map(this::read);
  }

  /** The names of all models, in alphabetical order. */
  public List<String> names() {
    if (!tableExists()) {
      return List.of();
    }
    return database.rows("SELECT name FROM " + TABLE + " ORDER BY model_key", List.of()).stream()
        .map(row -> (String) row.get(0))
        .toList();
  }

  /** All models, in alphabetical order. */
  public List<StoredModel.Summary> summaries() {
    if (!tableExists()) {
      return List.of();
    }
    return database
        .rows("SELECT name, type, history FROM " + TABLE + " ORDER BY model_key", List.of())
        .stream()
        .map(
            row ->
                new StoredModel.Summary(
                    (String) row.get(0),
                    (String) row.get(1),
                    part((String) row.get(0), (String) row.get(2), StoredModel.History.class)))
        .toList();
  }

  /** Deletes a model; false if there is none of this name. */
  public boolean drop(String name) {
    return tableExists()
        && database.update("DELETE FROM " + TABLE + " WHERE model_key = ?", List.of(key(name))) > 0;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void createTable() {
    StoredTypes types = database.storedTypes();
    database.run(
        Text.of(
            "CREATE TABLE IF NOT EXISTS %s (model_key %2$s PRIMARY KEY, name %2$s NOT NULL,"
                + " type %2$s NOT NULL, format INTEGER NOT NULL, trained_at %2$s NOT NULL,"
                + " features %3$s NOT NULL, parameters %3$s NOT NULL, network %4$s,"
                + " history %3$s NOT NULL)",
            TABLE, types.key(), types.text(), types.bytes()));
  }

  private boolean tableExists() {
    return database.hasTable(TABLE);
  }

  private StoredModel read(List<Object> row) {
    String name = (String) row.get(0);
    int format = ((Number) row.get(2)).intValue();
    if (format > FORMAT) {
      throw new StoreException(
          "model "
              + name
              + " was stored by a later version of SQLFlow: use that version, or train it anew",
          null);
    }
    return new StoredModel(
        name,
        (String) row.get(1),
        part(name, (String) row.get(4), FeatureEncoding.class),
        new ModelContent(
            part(name, (String) row.get(5), JsonNode.class),
            Optional.ofNullable((byte[]) row.get(6))),
        part(name, (String) row.get(7), StoredModel.History.class));
  }

  private <T> T part(String name, String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException | IllegalArgumentException damaged) {
      throw new StoreException(
          "model " + name + " is damaged in the database: train it anew", damaged);
    }
  }

  private String write(Object part) {
    try {
      return json.writeValueAsString(part);
    } catch (JsonProcessingException error) {
      throw new StoreException("the model cannot be written as JSON", error);
    }
  }
}
