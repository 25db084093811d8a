package org.sqlflow.statements;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.features.EncodedRows;
import org.sqlflow.models.Model;
import org.sqlflow.report.words.PredictionReport;
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
    List<OutputColumn> outputs = model.outputs(workspace.name(statement.column()), extras);
    List<OutputTable.Column> added =
        outputs.stream().map(o -> new OutputTable.Column(o.name(), o.type() == OutputColumn.Type.INTEGER)).toList();
    PredictionReport report = new PredictionReport(stored.name(), model, tableName(), outputs);
    List<String> target = workspace.names(statement.table());
    try (OutputTable table = workspace.database().output(statement.query().text(), target, added)) {
      table.read(
          source.columns(),
          block -> {
            listener.checkCancelled();
            EncodedRows rows = stored.encoding().encode(block.rows(), block.columns());
            List<ColumnVector> predicted = model.predict(rows.matrix(), extras);
            table.append(predicted.stream().map(Predict::array).toList(), rows.rowOf());
            report.add(predicted, rows.rowOf());
          });
      listener.checkCancelled();
      table.finish();
    } catch (DatabaseException error) {
      throw Workspace.refused(error, statement.query());
    }
    report.outputs().forEach(listener::output);
  }

  private static Object array(ColumnVector vector) {
    if (vector instanceof ColumnVector.Ints ints) {
      return ints.values();
    }
    if (vector instanceof ColumnVector.Floats floats) {
      return floats.values();
    }
    throw new IllegalArgumentException("the table takes no " + vector.getClass().getSimpleName());
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
