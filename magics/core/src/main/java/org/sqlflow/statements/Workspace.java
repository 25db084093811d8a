package org.sqlflow.statements;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.engine.Engines;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.clustering.rules.RuledEstimator;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Value;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/**
 * What statements work with: a database, the models in it, the estimators, the engines, and the
 * folder of files. Used by one thread at a time.
 */
public record Workspace(
    Database database, ModelStore store, Estimators estimators, Engines engines, Path folder) {
  public Workspace {
    estimators = RuledEstimator.all(estimators);
  }

  /** A workspace with files in the working directory of the process. */
  public Workspace(Database database, ModelStore store, Estimators estimators, Engines engines) {
    this(database, store, estimators, engines, Path.of(""));
  }

  /** The estimator of a name, or an error that names the nearest one. */
  public Estimator estimator(Name name) {
    return estimators
        .find(name.text())
        .orElseThrow(
            () ->
                new StatementException(
                    estimators
                        .elsewhere(name.text())
                        .orElseGet(() -> "no estimator " + name + "; " + nearest(name.text())),
                    name.position()));
  }

  private String nearest(String method) {
    List<String> nearest = estimators.nearest(method);
    if (!nearest.isEmpty()) {
      return (nearest.size() == 1 ? "the nearest to it is " : "the nearest to it are ")
          + Text.list(nearest);
    }
    return NearestName.question(method, estimators.names())
        .orElseGet(() -> "there are " + estimatorNames());
  }

  private String estimatorNames() {
    return String.join(", ", estimators.all().stream().map(Estimator::name).toList());
  }

  /** The stored model of a name, or an error that names the nearest one. */
  public StoredModel model(Name name) {
    StoredModel model = store.find(name.text()).orElseThrow(() -> noModel(name));
    boolean isVersion =
        ModelName.of(name.text()).version().isPresent()
            && !model.name().equalsIgnoreCase(name.text());
    return isVersion ? model.named(ModelName.of(model.name(), model.version())) : model;
  }

  /** The versions of a model, or an error that names the nearest model. */
  public List<ModelStore.Version> versions(Name name) {
    ModelName parts = ModelName.of(name.text());
    boolean isLiteral = store.names().stream().anyMatch(name.text()::equalsIgnoreCase);
    if (parts.version().isPresent() && !isLiteral) {
      throw new StatementException(
          Text.of("%s is one version: name the model, %s", name, SqlNames.model(parts.model())),
          name.position());
    }
    List<ModelStore.Version> versions = store.versions(name.text());
    if (versions.isEmpty()) {
      throw noModel(name);
    }
    return versions;
  }

  /** The error for a name that no model has, with the nearest one. */
  public StatementException noModel(Name name) {
    ModelName parts = ModelName.of(name.text());
    List<Integer> versions =
        store.versions(parts.model()).stream().map(ModelStore.Version::number).toList();
    if (!versions.isEmpty() && parts.version().isPresent()) {
      return new StatementException(
          Text.of(
              "%s has no version %d; there %s",
              parts.model(), parts.version().getAsInt(), ModelNames.listed(versions)),
          name.position());
    }
    if (!versions.isEmpty()) {
      return new StatementException(
          Text.of(
              "%1$s has no default version, since another release of SQLFlow dropped it; there"
                  + " %2$s. To set one: ALTER MODEL %3$s SET DEFAULT_VERSION = %4$d",
              name,
              ModelNames.listed(versions),
              SqlNames.model(name.text()),
              versions.get(versions.size() - 1)),
          name.position());
    }
    List<String> names = store.names();
    String hint =
        names.isEmpty()
            ? "the database has none yet; TO TRAIN … INTO "
                + SqlNames.model(parts.version().isPresent() ? parts.model() : name.text())
                + " makes one"
            : NearestName.question(name.text(), names)
                .orElse(
                    (names.size() == 1 ? "there is " : "there are ") + String.join(", ", names));
    return new StatementException("no model " + name + "; " + hint, name.position());
  }

  /** A stored model, ready to predict. */
  public Model restored(StoredModel stored) {
    Estimator estimator =
        estimators
            .find(stored.type())
            .orElseThrow(
                () ->
                    new ModelException(
                        estimators.elsewhere(stored.type()).map(where -> where + "; ").orElse("")
                            + "model "
                            + stored.name()
                            + " was trained by "
                            + stored.type()
                            + ", an estimator that is not installed here; there are "
                            + estimatorNames()));
    return stored.restored(estimator);
  }

  /** The error for a model without groups where groups are needed. */
  public StatementException notGrouping(StoredModel stored, Name name) {
    return new StatementException(
        stored.name()
            + " is of type "
            + stored.type()
            + ", which makes no groups: name a model that does, such as a clusterModel",
        name.position());
  }

  /** Where statements for this database name what an error is about. */
  public Places places() {
    return new Places(rules());
  }

  /** How this database writes strings and comments. */
  public LexicalRules rules() {
    return database.backslashEscapes() ? LexicalRules.MARIADB : LexicalRules.STANDARD;
  }

  /** The columns of a query. */
  public Schema schema(StandardSql query) {
    try {
      return database.describe(query.text());
    } catch (DatabaseException error) {
      throw refused(error, query);
    }
  }

  /** A database's error, moved to the place of the query in the cell, with what may help. */
  public static StatementException refused(DatabaseException error, StandardSql query) {
    return refused(error, query, RefusedSql.hint(query.text(), error));
  }

  /** The same with a hint of the caller after the database's message. */
  public static StatementException refused(
      DatabaseException error, StandardSql query, String hint) {
    int start = query.position().offset();
    int offset = error.offset().isPresent() ? start + error.offset().getAsInt() : -1;
    return new StatementException(error.getMessage() + hint, offset, error);
  }

  /** Refuses a table in a schema that does not exist. */
  void requireSchema(List<Name> table) {
    if (table.size() < 2) {
      return;
    }
    List<String> schema = names(table.subList(0, table.size() - 1));
    if (!database.hasSchema(schema)) {
      SqlNames names = database.names();
      throw new StatementException(
          Text.of(
              "no schema %s: create it first (CREATE SCHEMA %s), or write to table %s without a"
                  + " schema",
              String.join(".", schema),
              String.join(".", schema.stream().map(names::inSql).toList()),
              table.get(table.size() - 1)),
          table.get(0).position());
    }
  }

  /** The file that a statement names. */
  public Path file(Value.Text written) {
    try {
      return folder.resolve(written.value());
    } catch (InvalidPathException error) {
      throw new StatementException(
          "a file cannot have this name: " + error.getReason(), written.position());
    }
  }

  /** A name as the database stores it: without quotes, its case may change. */
  public String name(Name written) {
    return written.quoted() ? written.text() : database.folded(written.text());
  }

  /** The parts of a table's name as the database stores them. */
  public List<String> names(List<Name> parts) {
    return parts.stream().map(this::name).toList();
  }

  /** Writes a table whole or not at all; nothing if the target has no name. */
  public void write(List<Name> target, Table table) {
    if (!target.isEmpty()) {
      database.write(names(target), table, Map.of());
    }
  }
}
