package org.sqlflow.statements;

import java.util.Map;
import java.util.Optional;
import org.sqlflow.report.Output;
import org.sqlflow.store.StoredModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** SHOW MODELS: the models of the database, one a row. */
final class ShowModels {
  private ShowModels() {}

  static void run(Workspace workspace, StatementListener listener) {
    StringColumn name = StringColumn.create("name");
    StringColumn type = StringColumn.create("type");
    IntColumn rows = IntColumn.create("rows");
    StringColumn metric = StringColumn.create("metric");
    DoubleColumn value = DoubleColumn.create("value");
    StringColumn trained = StringColumn.create("trained at");
    for (StoredModel.Summary model : workspace.store().summaries()) {
      name.append(model.name());
      type.append(model.type());
      StoredModel.History history = model.history();
      rows.append(history.story().rows());
      Optional<Map.Entry<String, Double>> first =
          history.story().metrics().entrySet().stream().findFirst();
      metric.append(first.map(Map.Entry::getKey).orElse(""));
      value.append(first.map(Map.Entry::getValue).orElse(Double.NaN));
      trained.append(history.started());
    }
    Table table = Table.create(name, type, rows, metric, value, trained);
    listener.output(new Output.Rows(Optional.empty(), table, Map.of(), Output.Role.RESULT));
  }
}
