package org.sqlflow.statements;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.models.Model;
import org.sqlflow.report.PredictionReport;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;

/** TO PREDICT: writes the query's rows with a prediction beside each. */
final class Predict {
  private final Statement.Predict statement;
  private final Workspace workspace;
  private final StatementListener listener;

  Predict(Statement.Predict statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  void run() {
    ModelOnQuery source = ModelOnQuery.of(statement.using(), statement.query(), workspace);
    StoredModel stored = source.stored();
    Model model = source.model();
    Set<String> extras = extraOutputs(model);
    workspace.requireSchema(statement.table());
    List<Model.OutputColumn> outputs = model.outputs(workspace.name(statement.column()), extras);
    List<OutputTable.Column> added =
        outputs.stream().map(o -> new OutputTable.Column(o.name(), o.whole())).toList();
    PredictionReport report = new PredictionReport(stored.name(), tableName(), outputs);
    List<String> target = workspace.names(statement.table());
    try (OutputTable table = workspace.database().output(statement.query().text(), target, added)) {
      table.read(
          DatabaseBridge.columns(source.columns()),
          block -> {
            listener.checkCancelled();
            stored
                .encoding()
                .encode(
                    DatabaseBridge.batch(block, source.columns()),
                    (from, rows) -> {
                      List<Object> predicted = model.predict(rows.matrix(), extras);
                      table.append(predicted, rows.rowOf());
                      report.add(predicted, rows.rowOf());
                    });
          });
      listener.checkCancelled();
      table.finish();
    } catch (DatabaseException error) {
      throw Workspace.refused(error, statement.query());
    }
    report.outputs().forEach(listener::output);
  }

  private String tableName() {
    return String.join(".", statement.table().stream().map(Name::text).toList());
  }

  private Set<String> extraOutputs(Model model) {
    List<String> known = List.copyOf(model.extraOutputs());
    return new Attributes(statement.attributes())
        .check(PredictAttributes.of(known))
        .words(PredictAttributes.EXTRA)
        .<Set<String>>map(LinkedHashSet::new)
        .orElse(Set.of());
  }
}
