package org.sqlflow.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;

/**
 * Changes a stored version in place, whole or not at all, although other sessions may change it at
 * the same time. Used by one thread at a time.
 */
final class VersionUpdate {
  /** How often a change begins again if another session was first. */
  static final int MOST_ATTEMPTS = 10;

  private final Database database;
  private final ModelPieces pieces;
  private final ModelFields fields;
  private final ModelVersions versions;
  private final DefaultVersions defaults;
  private final BiFunction<String, Integer, Optional<ModelRow>> unnumbered;

  /**
   * Changes of a store.
   *
   * @param unnumbered finds a version by its model's key and a number that no version has, since a
   *     release without versions stored it
   */
  VersionUpdate(
      Database database,
      ModelPieces pieces,
      ModelFields fields,
      ModelVersions versions,
      DefaultVersions defaults,
      BiFunction<String, Integer, Optional<ModelRow>> unnumbered) {
    this.database = database;
    this.pieces = pieces;
    this.fields = fields;
    this.versions = versions;
    this.defaults = defaults;
    this.unnumbered = unnumbered;
  }

  /**
   * Changes a version, starting from what is in the database at that moment.
   *
   * @param name of the model, or of one of its versions
   * @param change makes the new model from the stored one; may be called again
   * @return whether there is a model of this name
   * @throws StoreException if it is corrupt, or of another version of SQLFlow
   */
  boolean run(String name, UnaryOperator<StoredModel> change) {
    for (int attempt = 1; ; attempt++) {
      Optional<Place> place = place(name);
      Optional<ModelRow> found = place.flatMap(this::row);
      if (found.isEmpty()) {
        return false;
      }
      try {
        ModelRow changed = ModelRow.of(change.apply(found.get().model()));
        boolean isDone =
            changed.digest().equals(found.get().digest())
                || writeInPlaceOf(place.get(), found.get(), changed);
        if (isDone) {
          return true;
        }
      } catch (DatabaseException error) {
        if (!error.isConflict() || attempt == MOST_ATTEMPTS) {
          throw error;
        }
      }
      if (attempt == MOST_ATTEMPTS) {
        throw DatabaseException.conflict("other sessions keep changing model " + name, null);
      }
    }
  }

  /**
   * Where a version is stored: as the default, as a version, or as both.
   *
   * @param number empty for a default that a release without versions stored
   */
  private record Place(String key, OptionalInt number, boolean isDefault) {}

  private Optional<Place> place(String name) {
    String literal = ModelName.key(name);
    Optional<String> digest = defaults.digest(literal);
    if (digest.isPresent()) {
      OptionalInt number =
          versions.of(literal).stream()
              .filter(entry -> entry.digest().equals(digest.get()))
              .mapToInt(ModelVersions.Entry::number)
              .max();
      return Optional.of(new Place(literal, number, true));
    }
    ModelName parts = ModelName.of(name);
    if (parts.version().isEmpty()) {
      return defaults.row(literal).map(row -> new Place(literal, OptionalInt.empty(), true));
    }
    String key = ModelName.key(parts.model());
    int number = parts.version().getAsInt();
    Optional<String> own = defaults.digest(key);
    Optional<ModelVersions.Entry> entry =
        versions.of(key).stream().filter(one -> one.number() == number).findFirst();
    if (entry.isEmpty()) {
      return unnumbered.apply(key, number).map(row -> new Place(key, OptionalInt.empty(), true));
    }
    boolean isDefault = own.filter(entry.get().digest()::equals).isPresent();
    return Optional.of(new Place(key, OptionalInt.of(number), isDefault));
  }

  private Optional<ModelRow> row(Place place) {
    return place.number().isPresent()
        ? versions.find(place.key(), place.number().getAsInt())
        : defaults.row(place.key());
  }

  /** Replaces the rows in one transaction; returns false if another session has changed them. */
  private boolean writeInPlaceOf(Place place, ModelRow earlier, ModelRow row) {
    Optional<ModelVersions.Prepared> version =
        place.number().isPresent()
            ? Optional.of(versions.prepare(place.key(), place.number().getAsInt(), row))
            : Optional.empty();
    Optional<List<Object>> values =
        place.isDefault() ? Optional.of(fields.write(place.key(), row)) : Optional.empty();
    try {
      database.atomically(
          () -> {
            boolean isWritten =
                version.map(one -> versions.update(one, earlier.digest())).orElse(true)
                    && values
                        .map(one -> defaults.update(place.key(), one, earlier.digest()))
                        .orElse(true);
            if (!isWritten) {
              throw new ChangedMeanwhileException();
            }
          });
    } catch (ChangedMeanwhileException changed) {
      return false;
    }
    if (pieces.exist()) {
      version.ifPresent(
          one -> pieces.delete(ModelVersions.key(one.modelKey(), one.number()), earlier.digest()));
      values.ifPresent(one -> pieces.delete(place.key(), earlier.digest()));
    }
    return true;
  }

  /** Ends a transaction whose rows another session has changed. */
  private static final class ChangedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
