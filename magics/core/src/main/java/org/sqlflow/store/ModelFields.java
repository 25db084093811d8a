package org.sqlflow.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sqlflow.database.Database;

/**
 * The fields of a model in a row of a table, or in {@link ModelPieces} where they exceed what the
 * database takes in one statement. Pieces are written before the row, and are not read until the
 * row exists.
 */
final class ModelFields {
  /** The columns of a model's fields, in their order, without the digest. */
  static final List<String> COLUMNS =
      List.of(
          "name", "type", "format", "trained_at", "features", "parameters", "network", "history");

  /** The column of the digest. */
  static final String DIGEST = "digest";

  private static final int SMALLEST_PIECE = 1024;
  private static final int LARGEST_PIECE = 1 << 23;

  private final Database database;
  private final ModelPieces pieces;

  ModelFields(Database database, ModelPieces pieces) {
    this.database = database;
    this.pieces = pieces;
  }

  /**
   * Writes the fields that a row cannot hold as pieces, and returns the values of the row's {@link
   * #COLUMNS} and {@link #DIGEST}. Fields that are in pieces are empty in the row; the pieces have
   * the row's digest. Must not run within a transaction: it may create a table.
   *
   * @param key of the pieces
   */
  List<Object> write(String key, ModelRow row) {
    OptionalLong most = database.maxStatementBytes();
    if (most.isEmpty() || row.bytes() <= most.getAsLong() / 4) {
      return withDigest(row.fields(), row.digest());
    }
    int size = (int) Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, most.getAsLong() / 4));
    pieces.createTable();
    pieces.write(key, row.digest(), "features", utf8(row.features()), size);
    pieces.write(key, row.digest(), "parameters", utf8(row.parameters()), size);
    pieces.write(key, row.digest(), "history", utf8(row.history()), size);
    if (row.network() != null) {
      pieces.write(key, row.digest(), "network", row.network(), size);
    }
    return withDigest(
        Arrays.asList(row.name(), row.type(), row.format(), row.trainedAt(), "", "", null, ""),
        row.digest());
  }

  private static List<Object> withDigest(List<Object> fields, String digest) {
    Object[] all = Arrays.copyOf(fields.toArray(), fields.size() + 1);
    all[fields.size()] = digest;
    return Arrays.asList(all);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The model of a row.
   *
   * @param row the values of {@link #COLUMNS} and {@link #DIGEST}
   * @throws StoreException if they are of other types
   */
  ModelRow read(String key, List<Object> row) {
    try {
      return readAs(key, row);
    } catch (ClassCastException | NullPointerException | ArithmeticException forged) {
      throw StoredModelCheck.corrupt(
          String.valueOf(row.get(0)), "its row has values of wrong types", forged);
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

  /**
   * What a list of models shows of one, even if it is corrupt.
   *
   * @param row name, type, history, format and digest
   */
  StoredModel.Summary summary(String key, List<Object> row, int versions) {
    String name = String.valueOf(row.get(0));
    String type = String.valueOf(row.get(1));
    try {
      String history = (String) row.get(2);
      int format = ((Number) row.get(3)).intValue();
      if (isEmpty(history) && row.get(4) != null && pieces.exist()) {
        history = pieces.text(key, (String) row.get(4), "history");
      }
      return new StoredModel.Summary(
          name, type, ModelRow.readableHistory(history, format), versions);
    } catch (ClassCastException | NullPointerException | ArithmeticException forged) {
      return new StoredModel.Summary(name, type, Optional.empty(), versions);
    }
  }

  /** Some databases return an empty text as NULL. */
  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }
}
