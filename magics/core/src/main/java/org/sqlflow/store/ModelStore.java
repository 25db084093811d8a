package org.sqlflow.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.text.Text;

/**
 * The models of a database, in its table {@value #TABLE}. A model is one row, written by one
 * statement: it is there whole, or the earlier one of its name still is. Fields that exceed what
 * the database takes in a statement are written before, in pieces ({@link ModelPieces}), which
 * count only once the row is there. Names ignore case, as the names of tables do. Used by one
 * thread at a time.
 */
public final class ModelStore {
  /** The table that holds the models. */
  public static final String TABLE = "sqlflow_models";

  /** The name of the folder for models that the database cannot store. */
  public static final String KEPT = "sqlflow_models_kept";

  private static final String COLUMNS =
      "name, type, format, trained_at, features, parameters, network, history";
  private static final String DIGEST = "digest";
  private static final int MOST_ATTEMPTS = 10;

  private final Database database;
  private final ModelPieces pieces;
  private final Path kept;

  /**
   * The models of a database.
   *
   * @param kept the folder for models that the database cannot store
   */
  public ModelStore(Database database, Path kept) {
    this.database = database;
    this.pieces = new ModelPieces(database);
    this.kept = kept;
  }

  /**
   * Stores a model in place of an earlier one of its name. If the connection was lost meanwhile, it
   * connects again and tries once more. A model that cannot be stored is kept as a file.
   *
   * @param cancellation called before the model is kept as a file
   * @throws StoreException if the model is not in the database; the message says why, where its
   *     file is, and which statement loads it
   */
  public void save(StoredModel model, CancellationCheck cancellation) {
    try {
      saveOnConnection(model);
    } catch (DatabaseException error) {
      cancellation.checkCancelled();
      throw kept(model, error);
    }
  }

  private void saveOnConnection(StoredModel model) {
    try {
      if (database.isLost()) {
        database.reconnect();
      }
      saveInPlace(model);
    } catch (DatabaseException error) {
      if (!database.isLost()) {
        throw error;
      }
      database.reconnect();
      saveInPlace(model);
    }
  }

  private void saveInPlace(StoredModel model) {
    for (int attempt = 1; ; attempt++) {
      try {
        createTable();
        write(ModelRow.of(model));
        return;
      } catch (DatabaseException error) {
        // The other session's model is complete; this one replaces it as if it came later.
        if (!error.isConflict() || attempt == MOST_ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  private StoreException kept(StoredModel model, DatabaseException error) {
    String failed = "model " + model.name() + " could not be stored: " + error.getMessage();
    for (Path folder : List.of(kept, Path.of(System.getProperty("java.io.tmpdir")).resolve(KEPT))) {
      try {
        Path file = ModelFile.write(folder, model).toAbsolutePath().normalize();
        return new StoreException(
            failed
                + ". The trained model is in the file "
                + file
                + "; once the database can store it, run IMPORT MODEL '"
                + file.toString().replace("'", "''")
                + "'",
            error);
      } catch (IOException unwritable) {
        error.addSuppressed(unwritable);
      }
    }
    return new StoreException(failed + ". It could not be written to a file either", error);
  }

  private void write(ModelRow row) {
    String key = key(row.name());
    Optional<String> earlier = digestOf(key);
    OptionalLong most = database.mostBytesOfAStatement();
    if (most.isPresent() && row.bytes() > most.getAsLong() / 4) {
      writeInPieces(key, row, (int) Math.max(1024, Math.min(1 << 23, most.getAsLong() / 4)));
    } else {
      writeRow(key, row, row.fields());
    }
    if (pieces.exist() && earlier.isPresent() && !earlier.get().equals(row.digest())) {
      pieces.delete(key, earlier.get());
    }
  }

  /** The large fields of the row are empty then: their pieces have the same digest. */
  private void writeInPieces(String key, ModelRow row, int size) {
    pieces.createTable();
    pieces.write(key, row.digest(), "features", utf8(row.features()), size);
    pieces.write(key, row.digest(), "parameters", utf8(row.parameters()), size);
    pieces.write(key, row.digest(), "history", utf8(row.history()), size);
    if (row.network() != null) {
      pieces.write(key, row.digest(), "network", row.network(), size);
    }
    writeRow(
        key,
        row,
        Arrays.asList(row.name(), row.type(), row.format(), row.trainedAt(), "", "", null, ""));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void writeRow(String key, ModelRow row, List<Object> fields) {
    List<Object> values = new ArrayList<>();
    values.add(key);
    values.addAll(fields);
    values.add(row.digest());
    database.replace(TABLE, List.of(("model_key, " + COLUMNS + ", " + DIGEST).split(", ")), values);
  }

  private Optional<String> digestOf(String key) {
    return database
        .rows("SELECT " + DIGEST + " FROM " + TABLE + " WHERE model_key = ?", List.of(key))
        .stream()
        .findFirst()
        .flatMap(row -> Optional.ofNullable((String) row.get(0)));
  }

  /**
   * Finds a model by its name.
   *
   * @throws StoreException if it is there but corrupt, or of another version
   */
  public Optional<StoredModel> find(String name) {
    if (!tableExists()) {
      return Optional.empty();
    }
    // Early versions stored no digests.
    String digest = hasDigests() ? DIGEST : "NULL";
    return database
        .rows(
            "SELECT " + COLUMNS + ", " + digest + " FROM " + TABLE + " WHERE model_key = ?",
            List.of(key(name)))
        .stream()
        .findFirst()
        .map(row -> read(name, row).model());
  }

  /** The names of all models, in alphabetical order. */
  public List<String> names() {
    if (!tableExists()) {
      return List.of();
    }
    return database.rows("SELECT name FROM " + TABLE + " ORDER BY model_key", List.of()).stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  /** All models, in alphabetical order, corrupt ones included. */
  public List<StoredModel.Summary> summaries() {
    if (!tableExists()) {
      return List.of();
    }
    String digest = hasDigests() ? DIGEST : "NULL";
    return database
        .rows(
            "SELECT name, type, history, format, model_key, "
                + digest
                + " FROM "
                + TABLE
                + " ORDER BY model_key",
            List.of())
        .stream()
        .map(this::summary)
        .toList();
  }

  private StoredModel.Summary summary(List<Object> row) {
    String name = String.valueOf(row.get(0));
    String type = String.valueOf(row.get(1));
    try {
      String history = (String) row.get(2);
      int format = ((Number) row.get(3)).intValue();
      if (isEmpty(history) && row.get(5) != null && pieces.exist()) {
        history = pieces.text((String) row.get(4), (String) row.get(5), "history");
      }
      return new StoredModel.Summary(name, type, ModelRow.readableHistory(history, format));
    } catch (ClassCastException | NullPointerException | ArithmeticException forged) {
      return new StoredModel.Summary(name, type, Optional.empty());
    }
  }

  /** Deletes a model; false if there is none of this name. */
  public boolean drop(String name) {
    if (!tableExists()) {
      return false;
    }
    boolean dropped =
        database.update("DELETE FROM " + TABLE + " WHERE model_key = ?", List.of(key(name))) > 0;
    if (dropped && pieces.exist()) {
      pieces.delete(key(name));
    }
    return dropped;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void createTable() {
    tableExists();
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

  /** Whether the models' table is there; refuses another table of its name. */
  private boolean tableExists() {
    return isOwn(database, TABLE, List.of(("model_key, " + COLUMNS).split(", ")));
  }

  /**
   * Whether one of SQLFlow's own tables is there.
   *
   * @throws DatabaseException if a table of this name lacks the columns
   */
  static boolean isOwn(Database database, String table, List<String> columns) {
    if (!database.hasTable(table)) {
      return false;
    }
    List<String> found = database.describe("SELECT * FROM " + table).names();
    if (columns.stream().allMatch(name -> found.stream().anyMatch(name::equalsIgnoreCase))) {
      return true;
    }
    throw new DatabaseException(
        Text.of(
            "table %1$s exists and does not hold SQLFlow's models (columns %2$s): rename it, such"
                + " as by ALTER TABLE %1$s RENAME TO my_%1$s",
            table, String.join(", ", found)),
        null);
  }

  /** Whether a name, in any case, is that of a table which holds models. */
  public static boolean isReserved(String table) {
    return table.equalsIgnoreCase(TABLE) || table.equalsIgnoreCase(ModelPieces.TABLE);
  }

  private ModelRow read(String name, List<Object> row) {
    try {
      return readAs(key(name), row);
    } catch (ClassCastException | NullPointerException | ArithmeticException forged) {
      throw StoredModelCheck.corrupt(name, "its row has other types", forged);
    }
  }

  private ModelRow readAs(String key, List<Object> row) {
    String features = (String) row.get(4);
    String parameters = (String) row.get(5);
    byte[] network = (byte[]) row.get(6);
    String history = (String) row.get(7);
    String digest = (String) row.get(8);
    boolean inPieces =
        isEmpty(features) && isEmpty(parameters) && isEmpty(history) && digest != null;
    if (inPieces && pieces.exist()) {
      features = pieces.text(key, digest, "features");
      parameters = pieces.text(key, digest, "parameters");
      history = pieces.text(key, digest, "history");
      byte[] bytes = pieces.read(key, digest, "network");
      network = bytes.length == 0 ? null : bytes;
    }
    return new ModelRow(
        (String) row.get(0),
        (String) row.get(1),
        ((Number) row.get(2)).intValue(),
        (String) row.get(3),
        features,
        parameters,
        network,
        history,
        digest);
  }

  /** Some databases return an empty text as NULL. */
  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }
}
