package org.sqlflow.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.models.CancellationCheck;

/**
 * The models of a database. Each training under a name adds a version ({@link ModelVersions}). The
 * default version is also in the table {@value #TABLE}, where releases without versions look for
 * it. A model that such a release stored there counts as the latest version.
 *
 * <p>Both rows are written in one transaction: a new version exists completely, or nothing has
 * changed. Fields that exceed what the database takes in one statement are written before, in
 * pieces ({@link ModelPieces}), which are not read until the row exists. Names ignore case, as the
 * names of tables do. Used by one thread at a time.
 */
public final class ModelStore {
  /** The table that holds the models. */
  public static final String TABLE = "sqlflow_models";

  /** The name of the folder for models that the database could not store. */
  public static final String KEPT = "sqlflow_models_kept";

  /** How many versions of a model are kept by default. */
  public static final int VERSIONS_KEPT = 10;

  private final Database database;
  private final ModelPieces pieces;
  private final ModelFields fields;
  private final ModelVersions versions;
  private final ModelTables tables;
  private final DefaultVersions defaults;
  private final VersionUpdate update;
  private final Path kept;

  /**
   * The models of a database.
   *
   * @param kept the folder for models that the database cannot store
   */
  public ModelStore(Database database, Path kept) {
    this.database = database;
    this.pieces = new ModelPieces(database);
    this.fields = new ModelFields(database, pieces);
    this.versions = new ModelVersions(database, pieces);
    this.tables = new ModelTables(database, versions);
    this.defaults = new DefaultVersions(database, pieces, fields, tables);
    this.update = new VersionUpdate(database, pieces, fields, versions, defaults, this::row);
    this.kept = kept;
  }

  /**
   * How a model was stored.
   *
   * @param version its number, from 1
   * @param earlier the other versions that are kept, in their order
   * @param deleted the versions that were deleted because there were too many, in their order
   */
  public record Saved(int version, List<Integer> earlier, List<Integer> deleted) {}

  /**
   * One version of a model.
   *
   * @param number from 1
   * @param isDefault whether a name without a version means it
   */
  public record Version(int number, StoredModel.Summary summary, boolean isDefault) {}

  /** Stores a model, and keeps {@value #VERSIONS_KEPT} versions of it. */
  public Saved save(StoredModel model, CancellationCheck cancellation) {
    return save(model, VERSIONS_KEPT, cancellation);
  }

  /**
   * Stores a model as the next version of its name, which becomes the default. If the connection
   * was lost, it connects again and tries once more. A model that cannot be stored is written to a
   * file.
   *
   * @param keep how many versions to keep, at least 1; the oldest are deleted
   * @param cancellation checked before the model is written to a file
   * @throws StoreException if the model is not in the database; the message says why, where its
   *     file is, and which statement loads it
   */
  public Saved save(StoredModel model, int keep, CancellationCheck cancellation) {
    try {
      return saveOnConnection(model, keep);
    } catch (DatabaseException error) {
      cancellation.checkCancelled();
      throw kept(model, error);
    }
  }

  private Saved saveOnConnection(StoredModel model, int keep) {
    try {
      if (database.isLost()) {
        database.reconnect();
      }
      return saveAsNextVersion(model, keep);
    } catch (DatabaseException error) {
      if (!database.isLost()) {
        throw error;
      }
      database.reconnect();
      return saveAsNextVersion(model, keep);
    }
  }

  private Saved saveAsNextVersion(StoredModel model, int keep) {
    String key = ModelName.key(model.name());
    for (int attempt = 1; ; attempt++) {
      int number = 0;
      try {
        tables.create();
        number = next(key);
        return saveAs(number, model, keep);
      } catch (DatabaseException error) {
        // Another session has just stored a version of this number: the next attempt takes the
        // next.
        boolean isTaken = error.isConflict() || exists(key, number);
        if (!isTaken || attempt == VersionUpdate.MOST_ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  /**
   * Whether a version exists, which another session must have inserted; false if that is unknown.
   */
  private boolean exists(String key, int number) {
    try {
      return !database.isLost()
          && versions.of(key).stream().anyMatch(entry -> entry.number() == number);
    } catch (DatabaseException unknown) {
      return false;
    }
  }

  /**
   * The number of the next version. A default that a release without versions stored takes one
   * before.
   */
  private int next(String key) {
    List<ModelVersions.Entry> entries = versions.of(key);
    return last(entries) + 1 + (isUnnumbered(entries, defaults.digest(key)) ? 1 : 0);
  }

  private static int last(List<ModelVersions.Entry> entries) {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).number();
  }

  /** Whether the default was stored by a release without versions. */
  private static boolean isUnnumbered(List<ModelVersions.Entry> entries, Optional<String> digest) {
    return digest.isPresent()
        && entries.stream().noneMatch(entry -> entry.digest().equals(digest.get()));
  }

  private Saved saveAs(int number, StoredModel model, int keep) {
    String key = ModelName.key(model.name());
    Optional<String> earlier = defaults.digest(key);
    List<ModelVersions.Entry> entries = versions.of(key);
    Optional<ModelVersions.Prepared> unnumbered = unnumbered(key, entries, earlier);
    ModelRow row = ModelRow.of(model.withVersion(number));
    ModelVersions.Prepared version = versions.prepare(key, number, row);
    List<Object> values = fields.write(key, row);
    List<Integer> numbers = new ArrayList<>();
    entries.stream().filter(e -> !e.isDropped()).forEach(e -> numbers.add(e.number()));
    unnumbered.ifPresent(one -> numbers.add(one.number()));
    List<Integer> deleted =
        List.copyOf(numbers.subList(0, Math.max(0, numbers.size() + 1 - Math.max(1, keep))));
    database.atomically(
        () -> {
          unnumbered.ifPresent(versions::insert);
          versions.insert(version);
          defaults.replace(key, values);
          deleted.forEach(old -> versions.delete(key, old));
        });
    versions.deletePieces(key, deleted);
    defaults.deletePieces(key, earlier, row.digest());
    if (pieces.exist()) {
      // Pieces of a session that was killed before it inserted its version.
      pieces.deleteOthers(ModelVersions.key(key, number), row.digest());
    }
    numbers.removeAll(deleted);
    return new Saved(number, List.copyOf(numbers), deleted);
  }

  /** The default as a version, if a release without versions stored it. */
  private Optional<ModelVersions.Prepared> unnumbered(
      String key, List<ModelVersions.Entry> entries, Optional<String> digest) {
    return isUnnumbered(entries, digest)
        ? defaults.row(key).map(row -> versions.prepare(key, last(entries) + 1, row))
        : Optional.empty();
  }

  private StoreException kept(StoredModel model, DatabaseException error) {
    String failed = "model " + model.name() + " could not be stored: " + error.getMessage();
    for (boolean isTemporary : new boolean[] {false, true}) {
      try {
        // In a directory that users share, a folder with a known name could be another user's.
        Path folder = isTemporary ? Files.createTempDirectory(KEPT) : kept;
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

  /**
   * Changes a stored version in place, whole or not at all, starting from what is in the database
   * at that moment.
   *
   * @param name of the model, or of one of its versions
   * @param change makes the new model from the stored one; may be called again if another session
   *     has changed it
   * @return whether there is a model of this name
   * @throws StoreException if it is corrupt, or of another version of SQLFlow
   */
  public boolean update(String name, UnaryOperator<StoredModel> change) {
    return update.run(name, change);
  }

  /**
   * Finds a model's default version by its name, or a version by a name such as {@code m@2}.
   *
   * @throws StoreException if it is there but corrupt, or of another version of SQLFlow
   */
  public Optional<StoredModel> find(String name) {
    Optional<StoredModel> literal = defaults.row(ModelName.key(name)).map(ModelRow::model);
    ModelName parts = ModelName.of(name);
    if (literal.isPresent() || parts.version().isEmpty()) {
      return literal;
    }
    return row(ModelName.key(parts.model()), parts.version().getAsInt())
        .map(row -> row.model().withVersion(parts.version().getAsInt()));
  }

  private Optional<ModelRow> row(String key, int number) {
    Optional<ModelRow> row = versions.find(key, number);
    if (row.isPresent()) {
      return row;
    }
    List<ModelVersions.Entry> entries = versions.of(key);
    Optional<String> digest = defaults.digest(key);
    return isUnnumbered(entries, digest) && number == last(entries) + 1
        ? defaults.row(key)
        : Optional.empty();
  }

  /** The versions of a model, in their order; empty if there is no such model. */
  public List<Version> versions(String name) {
    String key = ModelName.key(name);
    List<ModelVersions.Entry> entries = versions.of(key);
    Optional<StoredModel.Summary> own =
        summaries().stream().filter(one -> ModelName.key(one.name()).equals(key)).findFirst();
    Optional<String> digest = defaults.digest(key);
    List<Version> all = new ArrayList<>();
    Map<Integer, StoredModel.Summary> summaries = versions.summaries(key);
    for (ModelVersions.Entry entry : entries) {
      if (!entry.isDropped() && summaries.containsKey(entry.number())) {
        all.add(
            new Version(
                entry.number(),
                summaries.get(entry.number()),
                digest.filter(entry.digest()::equals).isPresent()));
      }
    }
    boolean isUnnumbered = digest.isEmpty() || isUnnumbered(entries, digest);
    own.filter(summary -> isUnnumbered)
        .ifPresent(summary -> all.add(new Version(last(entries) + 1, summary, true)));
    return List.copyOf(all);
  }

  /**
   * Makes a version the default one.
   *
   * @return false if there is no such version
   */
  public boolean setDefault(String name, int number) {
    String key = ModelName.key(name);
    Optional<ModelRow> row = row(key, number);
    if (row.isEmpty()) {
      return false;
    }
    tables.create();
    Optional<String> earlier = defaults.digest(key);
    Optional<ModelVersions.Prepared> unnumbered =
        unnumbered(key, versions.of(key), earlier).filter(one -> one.number() != number);
    List<Object> values = fields.write(key, row.get());
    database.atomically(
        () -> {
          unnumbered.ifPresent(versions::insert);
          defaults.replace(key, values);
        });
    defaults.deletePieces(key, earlier, row.get().digest());
    return true;
  }

  /**
   * Deletes one version. If it was the default, the latest remaining one becomes the default. If it
   * was the only one, the model is gone.
   *
   * @return the remaining versions; also empty if there was no such version
   */
  public List<Version> dropVersion(String name, int number) {
    String key = ModelName.key(name);
    List<Version> all = versions(name);
    Optional<Version> dropped = all.stream().filter(one -> one.number() == number).findFirst();
    if (dropped.isEmpty() || all.size() == 1) {
      if (dropped.isPresent()) {
        drop(name);
      }
      return List.of();
    }
    List<Version> others = all.stream().filter(one -> one.number() != number).toList();
    int latest = others.get(others.size() - 1).number();
    List<ModelVersions.Entry> entries = versions.of(key);
    Optional<String> earlier = defaults.digest(key);
    Optional<List<Object>> values =
        dropped.get().isDefault()
            ? row(key, latest).map(row -> fields.write(key, row))
            : Optional.empty();
    database.atomically(
        () -> {
          values.ifPresent(row -> defaults.replace(key, row));
          if (number == last(entries)) {
            versions.markDropped(key, number);
          } else {
            versions.delete(key, number);
          }
        });
    versions.deletePieces(key, List.of(number));
    values.ifPresent(row -> defaults.deletePieces(key, earlier, (String) row.get(row.size() - 1)));
    return versions(name);
  }

  /** The names of all models, in alphabetical order. */
  public List<String> names() {
    if (!tables.exist()) {
      return List.of();
    }
    return database.rows("SELECT name FROM " + TABLE + " ORDER BY model_key", List.of()).stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  /** All models by their default versions, in alphabetical order, corrupt ones included. */
  public List<StoredModel.Summary> summaries() {
    if (!tables.exist()) {
      return List.of();
    }
    Map<String, List<ModelVersions.Entry>> all = versions.all();
    String digest = tables.haveDigests() ? ModelFields.DIGEST : "NULL";
    return database
        .rows(
            "SELECT name, type, history, format, "
                + digest
                + ", model_key FROM "
                + TABLE
                + " ORDER BY model_key",
            List.of())
        .stream()
        .map(
            row -> {
              String key = String.valueOf(row.get(5));
              List<ModelVersions.Entry> own = all.getOrDefault(key, List.of());
              Optional<String> stored = Optional.ofNullable(row.get(4)).map(String::valueOf);
              long there = own.stream().filter(entry -> !entry.isDropped()).count();
              boolean isFurther = stored.isEmpty() || isUnnumbered(own, stored);
              return fields.summary(key, row, (int) there + (isFurther ? 1 : 0));
            })
        .toList();
  }

  /** Deletes a model with all its versions; false if there is none of this name. */
  public boolean drop(String name) {
    String key = ModelName.key(name);
    if (!tables.exist()) {
      return false;
    }
    List<Integer> numbers = versions.of(key).stream().map(ModelVersions.Entry::number).toList();
    boolean[] dropped = {false};
    database.atomically(
        () -> {
          dropped[0] =
              database.update("DELETE FROM " + TABLE + DefaultVersions.BY_KEY, List.of(key)) > 0
                  || !numbers.isEmpty();
          if (!numbers.isEmpty()) {
            versions.deleteAll(key);
          }
        });
    if (dropped[0] && pieces.exist()) {
      pieces.delete(key);
      versions.deletePieces(key, numbers);
    }
    return dropped[0];
  }

  /** Whether a name, ignoring case, is that of a table in which models are stored. */
  public static boolean isReserved(String table) {
    return table.equalsIgnoreCase(TABLE)
        || table.equalsIgnoreCase(ModelPieces.TABLE)
        || table.equalsIgnoreCase(ModelVersions.TABLE);
  }
}
