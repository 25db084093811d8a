package org.sqlflow.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.database.Database;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.text.Text;

/**
 * Fields of models that are too large for one statement, in the table {@value #TABLE}. Pieces
 * belong to a digest, so those of a model that is being written never mix with those of the model
 * that it replaces.
 */
final class ModelPieces {
  static final String TABLE = "sqlflow_model_pieces";

  private static final List<String> COLUMNS =
      List.of("piece_key", "model_key", "digest", "field", "number", "content");

  private final Database database;

  ModelPieces(Database database) {
    this.database = database;
  }

  void createTable() {
    exist();
    StoredTypes types = database.storedTypes();
    database.run(
        Text.of(
            "CREATE TABLE IF NOT EXISTS %s (piece_key %2$s PRIMARY KEY, model_key %2$s NOT NULL,"
                + " digest %2$s NOT NULL, field %2$s NOT NULL, number INTEGER NOT NULL,"
                + " content %3$s NOT NULL)",
            TABLE, types.key(), types.bytes()));
  }

  boolean exist() {
    return ModelTables.isOwn(database, TABLE, COLUMNS);
  }

  /** Writes a field in pieces of {@code size} bytes; writing it again changes nothing. */
  void write(String modelKey, String digest, String field, byte[] content, int size) {
    for (int number = 0; (long) number * size < content.length; number++) {
      int from = number * size;
      database.replace(
          TABLE,
          COLUMNS,
          List.of(
              ModelDigest.of(List.of(modelKey, digest, field, number)),
              modelKey,
              digest,
              field,
              number,
              Arrays.copyOfRange(content, from, Math.min(content.length, from + size))));
    }
  }

  /** The bytes of a field; none if it is not in pieces. */
  byte[] read(String modelKey, String digest, String field) {
    List<byte[]> pieces = new ArrayList<>();
    for (List<Object> row :
        database.rows(
            "SELECT number, content FROM "
                + TABLE
                + " WHERE model_key = ? AND digest = ? AND field = ? ORDER BY number",
            List.of(modelKey, digest, field))) {
      pieces.add((byte[]) row.get(1));
    }
    int length = pieces.stream().mapToInt(piece -> piece.length).reduce(0, Math::addExact);
    byte[] content = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, content, at, piece.length);
      at += piece.length;
    }
    return content;
  }

  /** The same as a text. */
  String text(String modelKey, String digest, String field) {
    return new String(read(modelKey, digest, field), StandardCharsets.UTF_8);
  }

  /** Deletes the pieces of one version of a model. */
  void delete(String modelKey, String digest) {
    database.update(
        "DELETE FROM " + TABLE + " WHERE model_key = ? AND digest = ?", List.of(modelKey, digest));
  }

  /** Deletes the pieces of all versions of a model but one. */
  void deleteOthers(String modelKey, String digest) {
    database.update(
        "DELETE FROM " + TABLE + " WHERE model_key = ? AND digest <> ?", List.of(modelKey, digest));
  }

  /** Deletes all pieces of a model. */
  void delete(String modelKey) {
    database.update("DELETE FROM " + TABLE + " WHERE model_key = ?", List.of(modelKey));
  }
}
