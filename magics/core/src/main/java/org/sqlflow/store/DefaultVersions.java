package org.sqlflow.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.database.Database;
import org.sqlflow.text.Text;

/**
 * The default version of each model: a row of the table that all releases have. Early ones stored
 * no digests.
 */
final class DefaultVersions {
  private static final String FIELDS =
      String.join(", ", ModelFields.COLUMNS) + ", " + ModelFields.DIGEST;

  /** Selects the row of a model. */
  static final String BY_KEY = " WHERE model_key = ?";

  private final Database database;
  private final ModelPieces pieces;
  private final ModelFields fields;
  private final ModelTables tables;

  DefaultVersions(Database database, ModelPieces pieces, ModelFields fields, ModelTables tables) {
    this.database = database;
    this.pieces = pieces;
    this.fields = fields;
    this.tables = tables;
  }

  /** Writes the row of the default; must run within a transaction. */
  void replace(String key, List<Object> values) {
    List<Object> all = new ArrayList<>();
    all.add(key);
    all.addAll(values);
    database.replace(ModelStore.TABLE, List.of(("model_key, " + FIELDS).split(", ")), all);
  }

  /** Deletes the pieces of the earlier default if it is no longer the default. */
  void deletePieces(String key, Optional<String> earlier, String now) {
    if (earlier.isPresent() && !earlier.get().equals(now) && pieces.exist()) {
      pieces.delete(key, earlier.get());
    }
  }

  /** Replaces a row unless another session has; returns whether it did. */
  boolean update(String key, List<Object> row, String earlier) {
    List<Object> values = new ArrayList<>(row);
    values.add(key);
    values.add(earlier);
    return database.update(
            Text.of(
                "UPDATE %s SET %s = ? WHERE model_key = ? AND %s = ?",
                ModelStore.TABLE, FIELDS.replace(",", " = ?,"), ModelFields.DIGEST),
            values)
        > 0;
  }

  /** The digest of a model, if it is stored with one. */
  Optional<String> digest(String key) {
    if (!tables.exist() || !tables.haveDigests()) {
      return Optional.empty();
    }
    return database
        .rows("SELECT " + ModelFields.DIGEST + " FROM " + ModelStore.TABLE + BY_KEY, List.of(key))
        .stream()
        .findFirst()
        .flatMap(row -> Optional.ofNullable((String) row.get(0)));
  }

  /** The row of a model, if there is one. */
  Optional<ModelRow> row(String key) {
    if (!tables.exist()) {
      return Optional.empty();
    }
    String digest = tables.haveDigests() ? ModelFields.DIGEST : "NULL";
    return database
        .rows(
            "SELECT "
                + String.join(", ", ModelFields.COLUMNS)
                + ", "
                + digest
                + " FROM "
                + ModelStore.TABLE
                + BY_KEY,
            List.of(key))
        .stream()
        .findFirst()
        .map(row -> fields.read(key, row));
  }
}
