package org.sqlflow.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.database.Database;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.text.Text;

/**
 * All versions of all models, one row each, in the table {@value #TABLE}. Releases without versions
 * do not know the table, so they cannot lose any.
 */
final class ModelVersions {
  static final String TABLE = "sqlflow_model_versions";

  /** Marks a version that was dropped, whose number must not be used again. */
  private static final int DROPPED = 0;

  private static final List<String> KEYS = List.of("version_key", "model_key", "version");
  private static final List<String> COLUMNS =
      Stream.of(KEYS, ModelFields.COLUMNS, List.of(ModelFields.DIGEST))
          .flatMap(List::stream)
          .toList();
  private static final String FIELDS =
      String.join(", ", ModelFields.COLUMNS) + ", " + ModelFields.DIGEST;
  private static final String BY_MODEL = " WHERE model_key = ?";
  private static final String BY_KEY = " WHERE version_key = ?";

  /**
   * A version that exists, or was dropped.
   *
   * @param digest of its fields
   */
  record Entry(int number, String digest, boolean isDropped) {}

  private final Database database;
  private final ModelPieces pieces;
  private final ModelFields fields;

  ModelVersions(Database database, ModelPieces pieces) {
    this.database = database;
    this.pieces = pieces;
    this.fields = new ModelFields(database, pieces);
  }

  void createTable() {
    exist();
    StoredTypes types = database.storedTypes();
    database.run(
        Text.of(
            "CREATE TABLE IF NOT EXISTS %s (version_key %2$s PRIMARY KEY, model_key %2$s NOT NULL,"
                + " version INTEGER NOT NULL, name %2$s NOT NULL, type %2$s NOT NULL, format"
                + " INTEGER NOT NULL, trained_at %2$s NOT NULL, features %3$s NOT NULL, parameters"
                + " %3$s NOT NULL, network %4$s, history %3$s NOT NULL, digest %2$s)",
            TABLE, types.key(), types.text(), types.bytes()));
  }

  boolean exist() {
    return ModelTables.isOwn(database, TABLE, COLUMNS);
  }

  /**
   * The key of a version's row and of its pieces: a digest, so that it differs from every model's
   * name.
   */
  static String key(String modelKey, int number) {
    return ModelDigest.of(List.of(modelKey, number));
  }

  /** The versions of a model, in their order, dropped ones included. */
  List<Entry> of(String modelKey) {
    return exist()
        ? database
            .rows(
                "SELECT version, digest, format FROM " + TABLE + BY_MODEL + " ORDER BY version",
                List.of(modelKey))
            .stream()
            .map(row -> entry(row, 0))
            .toList()
        : List.of();
  }

  private static Entry entry(List<Object> row, int from) {
    return new Entry(
        ((Number) row.get(from)).intValue(),
        String.valueOf(row.get(from + 1)),
        ((Number) row.get(from + 2)).intValue() == DROPPED);
  }

  /** The versions of all models, by the models' keys. */
  Map<String, List<Entry>> all() {
    Map<String, List<Entry>> all = new HashMap<>();
    if (exist()) {
      for (List<Object> row :
          database.rows("SELECT model_key, version, digest, format FROM " + TABLE, List.of())) {
        all.computeIfAbsent((String) row.get(0), none -> new ArrayList<>()).add(entry(row, 1));
      }
    }
    return all;
  }

  /** One version; empty if there is none of this number. */
  Optional<ModelRow> find(String modelKey, int number) {
    String key = key(modelKey, number);
    return exist()
        ? database
            .rows("SELECT " + FIELDS + " FROM " + TABLE + BY_KEY + " AND format > 0", List.of(key))
            .stream()
            .findFirst()
            .map(row -> fields.read(key, row))
        : Optional.empty();
  }

  /** What a list shows of each version, by its number. */
  Map<Integer, StoredModel.Summary> summaries(String modelKey) {
    return exist()
        ? database
            .rows(
                "SELECT name, type, history, format, digest, version FROM "
                    + TABLE
                    + BY_MODEL
                    + " AND format > 0",
                List.of(modelKey))
            .stream()
            .collect(
                Collectors.toMap(
                    row -> ((Number) row.get(5)).intValue(),
                    row -> fields.summary(key(modelKey, ((Number) row.get(5)).intValue()), row, 1)))
        : Map.of();
  }

  /** A version that is ready to be inserted; its pieces are already written. */
  record Prepared(String modelKey, int number, List<Object> values) {}

  /** Prepares a version. Must not run within a transaction: it may create a table. */
  Prepared prepare(String modelKey, int number, ModelRow row) {
    return new Prepared(modelKey, number, fields.write(key(modelKey, number), row));
  }

  /** Inserts a version; refused by the database if there is one of this number. */
  void insert(Prepared version) {
    List<Object> values = new ArrayList<>();
    values.add(key(version.modelKey(), version.number()));
    values.add(version.modelKey());
    values.add(version.number());
    values.addAll(version.values());
    database.update(
        "INSERT INTO "
            + TABLE
            + " ("
            + String.join(", ", COLUMNS)
            + ") VALUES ("
            + String.join(", ", COLUMNS.stream().map(column -> "?").toList())
            + ")",
        values);
  }

  /** Replaces a version's row; false if there is none with the earlier digest any more. */
  boolean update(Prepared version, String earlier) {
    List<Object> values = new ArrayList<>(version.values());
    values.add(key(version.modelKey(), version.number()));
    values.add(earlier);
    return database.update(
            Text.of(
                "UPDATE %s SET %s = ? WHERE version_key = ? AND %s = ?",
                TABLE, FIELDS.replace(",", " = ?,"), ModelFields.DIGEST),
            values)
        > 0;
  }

  /** Deletes a version's row; its pieces are not read any more. */
  void delete(String modelKey, int number) {
    database.update("DELETE FROM " + TABLE + BY_KEY, List.of(key(modelKey, number)));
  }

  /** Empties a version's row, but keeps it so that its number is not used again. */
  void markDropped(String modelKey, int number) {
    database.update(
        "UPDATE "
            + TABLE
            + " SET format = "
            + DROPPED
            + ", features = '', parameters = '', network = NULL, history = '', digest = ''"
            + BY_KEY,
        List.of(key(modelKey, number)));
  }

  /** Deletes all versions of a model. */
  void deleteAll(String modelKey) {
    database.update("DELETE FROM " + TABLE + BY_MODEL, List.of(modelKey));
  }

  /** Deletes the pieces of versions that are not there any more. */
  void deletePieces(String modelKey, List<Integer> numbers) {
    if (!numbers.isEmpty() && pieces.exist()) {
      numbers.forEach(number -> pieces.delete(key(modelKey, number)));
    }
  }
}
