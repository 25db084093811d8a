package org.sqlflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
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
  private static final int FORMAT = 3;

  private static final String COLUMNS =
      "name, type, format, trained_at, features, parameters, network, history";

  private static final String DIGEST = "digest";
  private static final int MOST_ATTEMPTS = 10;

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
    for (int attempt = 1; ; attempt++) {
      try {
        createTable();
        write(model);
        return;
      } catch (DatabaseException error) {
        // The other's model is there whole; this one takes its place as if it came later.
        if (!error.isConflict() || attempt == MOST_ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  private void write(StoredModel model) {
    List<Object> fields =
        Arrays.asList(
            model.name(),
            model.type(),
            FORMAT,
            model.history().started(),
            json(model.encoding()),
            json(model.content().parameters()),
            model.content().network().orElse(null),
            json(model.history()));
    List<Object> row = new ArrayList<>();
    row.add(key(model.name()));
    row.addAll(fields);
    row.add(ModelDigest.of(fields));
    database.replace(TABLE, List.of(("model_key, " + COLUMNS + ", " + DIGEST).split(", ")), row);
  }

  /**
   * Finds a model by its name.
   *
   * @throws StoreException if it is there but damaged, or of another version
   */
  public Optional<StoredModel> find(String name) {
    if (!tableExists()) {
      return Optional.empty();
    }
    // Earlier versions kept no digests.
    String digest = hasDigests() ? DIGEST : "NULL";
    return database
        .rows(
            "SELECT " + COLUMNS + ", " + digest + " FROM " + TABLE + " WHERE model_key = ?",
            List.of(key(name)))
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

  /** All models, in alphabetical order; a damaged one may be among them. */
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
                    (String) row.get(0), (String) row.get(1), history((String) row.get(2))))
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
                + " history %3$s NOT NULL, %5$s %2$s)",
            TABLE, types.key(), types.text(), types.bytes(), DIGEST));
    if (!hasDigests()) {
      database.run(Text.of("ALTER TABLE %s ADD COLUMN %s %s", TABLE, DIGEST, types.key()));
    }
  }

  private boolean hasDigests() {
    return database.describe("SELECT * FROM " + TABLE).columns().stream()
        .anyMatch(column -> column.name().equalsIgnoreCase(DIGEST));
  }

  private boolean tableExists() {
    return database.hasTable(TABLE);
  }

  private StoredModel read(List<Object> row) {
    String name = (String) row.get(0);
    int format = ((Number) row.get(2)).intValue();
    if (format != FORMAT) {
      throw new StoreException(
          format > FORMAT
              ? "model "
                  + name
                  + " was stored by a later version of SQLFlow: use that version, or train it anew"
              : "model " + name + " was stored by an earlier version of SQLFlow: train it anew",
          null);
    }
    int last = row.size() - 1;
    if (!ModelDigest.of(row.subList(0, last)).equals(row.get(last))) {
      throw damaged(name, null);
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
      throw damaged(name, damaged);
    }
  }

  private Optional<StoredModel.History> history(String text) {
    try {
      return Optional.of(part("", text, StoredModel.History.class));
    } catch (StoreException damaged) {
      return Optional.empty();
    }
  }

  private static StoreException damaged(String name, Throwable cause) {
    return new StoreException(
        "model " + name + " is damaged in the database: train it anew", cause);
  }

  private String json(Object part) {
    try {
      return json.writeValueAsString(part);
    } catch (JsonProcessingException error) {
      throw new StoreException("the model cannot be written as JSON", error);
    }
  }
}
