package org.sqlflow.store;

import java.util.List;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.text.Text;

/**
 * The tables in which models are stored: whether they exist, and how they are created. For one
 * thread.
 */
final class ModelTables {
  private final Database database;
  private final ModelVersions versions;

  ModelTables(Database database, ModelVersions versions) {
    this.database = database;
    this.versions = versions;
  }

  /**
   * Creates the tables that do not exist. If another session creates them at the same time, the
   * database may refuse that, which is fine if the tables exist then.
   */
  void create() {
    try {
      createNow();
    } catch (DatabaseException error) {
      boolean exist;
      try {
        exist = !database.isLost() && exist() && haveDigests() && versions.exist();
      } catch (DatabaseException unknown) {
        throw error;
      }
      if (!exist) {
        throw error;
      }
    }
  }

  private void createNow() {
    exist();
    StoredTypes types = database.storedTypes();
    database.run(
        Text.of(
            "CREATE TABLE IF NOT EXISTS %s (model_key %2$s PRIMARY KEY, name %2$s NOT"
                + " NULL, type %2$s NOT NULL, format INTEGER NOT NULL, trained_at %2$s NOT NULL,"
                + " features %3$s NOT NULL, parameters %3$s NOT NULL, network %4$s, history %3$s"
                + " NOT NULL, %5$s %2$s)",
            ModelStore.TABLE, types.key(), types.text(), types.bytes(), ModelFields.DIGEST));
    if (!haveDigests()) {
      database.run(
          Text.of(
              "ALTER TABLE %s ADD COLUMN %s %s",
              ModelStore.TABLE, ModelFields.DIGEST, types.key()));
    }
    versions.createTable();
  }

  /** Whether rows have digests, which early releases did not store. */
  boolean haveDigests() {
    return database.describe("SELECT * FROM " + ModelStore.TABLE).columns().stream()
        .anyMatch(column -> column.name().equalsIgnoreCase(ModelFields.DIGEST));
  }

  /** Whether the models' table exists; refuses a foreign table of its name. */
  boolean exist() {
    return isOwn(
        database,
        ModelStore.TABLE,
        List.of(("model_key, " + String.join(", ", ModelFields.COLUMNS)).split(", ")));
  }

  /**
   * Whether one of SQLFlow's own tables exists.
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
}
