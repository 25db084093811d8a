package org.sqlflow.statements;

import java.util.List;
import java.util.Map;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.NearestName;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/** What statements work with: a database, the models in it, and the model types. */
public record Workspace(Database database, ModelStore store, Estimators types) {
  /** The model type of a name, or an error that names the nearest one. */
  Estimator type(Name estimator) {
    return types
        .find(estimator.text())
        .orElseThrow(
            () ->
                new StatementException(
                    "no estimator "
                        + estimator
                        + "; "
                        + NearestName.question(estimator.text(), types.names())
                            .orElseGet(
                                () ->
                                    "there are "
                                        + String.join(
                                            ", ",
                                            types.all().stream().map(Estimator::name).toList())),
                    estimator.position()));
  }

  /** The stored model of a name, or an error that names the nearest one. */
  StoredModel model(Name name) {
    return store.find(name.text()).orElseThrow(() -> noModel(name));
  }

  /** The error for a name that no model has, with the nearest one. */
  StatementException noModel(Name name) {
    List<String> names = store.names();
    String hint =
        names.isEmpty()
            ? "the database has none yet; TO TRAIN … INTO " + name + " makes one"
            : NearestName.question(name.text(), names)
                .orElse("there are " + String.join(", ", names));
    return new StatementException("no model " + name + "; " + hint, name.position());
  }

  /** The columns that a query offers. */
  Schema columns(StandardSql query) {
    try {
      return DatabaseBridge.schema(database.describe(query.text()));
    } catch (DatabaseException error) {
      throw refused(error, query);
    }
  }

  /** A database's error, moved to the place of the query in the cell. */
  static StatementException refused(DatabaseException error, StandardSql query) {
    return refused(error, query, "");
  }

  /** The same with a hint behind the database's words. */
  static StatementException refused(DatabaseException error, StandardSql query, String hint) {
    int start = query.position().offset();
    int offset = error.offset().isPresent() ? start + error.offset().getAsInt() : -1;
    return new StatementException(error.getMessage() + hint, offset, error);
  }

  /** Refuses a table in a schema that is not there. */
  void requireSchema(List<Name> table) {
    if (table.size() < 2) {
      return;
    }
    List<String> schema = names(table.subList(0, table.size() - 1));
    if (!database.hasSchema(schema)) {
      String name = String.join(".", schema);
      throw new StatementException(
          Text.of(
              "no schema %1$s: make it first (CREATE SCHEMA %1$s), or write to table %2$s without"
                  + " one",
              name, table.get(table.size() - 1)),
          table.get(0).position());
    }
  }

  /** A name as the database keeps it: without quotes, it may fold its case. */
  String name(Name written) {
    return written.quoted() ? written.text() : database.folded(written.text());
  }

  /** The parts of a table's name as the database keeps them. */
  List<String> names(List<Name> parts) {
    return parts.stream().map(this::name).toList();
  }

  /** Writes a table whole or not at all; to a name without parts nothing. */
  void write(List<Name> target, Table table) {
    if (!target.isEmpty()) {
      database.write(names(target), table, Map.of());
    }
  }
}
