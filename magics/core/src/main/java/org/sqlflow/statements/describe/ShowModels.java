package org.sqlflow.statements.describe;

import java.util.Map;
import java.util.Optional;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** SHOW MODELS: the models of the database, one per row. */
public final class ShowModels {
  private ShowModels() {}

  /** Shows a row for each model that the connected database stores. */
  public static void run(Workspace workspace, StatementListener listener) {
    StringColumn name = StringColumn.create("name");
    StringColumn type = StringColumn.create("type");
    LongColumn rows = LongColumn.create("rows");
    StringColumn metric = StringColumn.create("metric");
    DoubleColumn value = DoubleColumn.create("value");
    StringColumn trained = StringColumn.create("trained at");
    IntColumn versions = IntColumn.create("versions");
    for (StoredModel.Summary model : workspace.store().summaries()) {
      name.append(model.name());
      type.append(model.type());
      Optional<StoredModel.History> history = model.history();
      history
          .map(h -> (long) h.summary().rows())
          .ifPresentOrElse(rows::append, rows::appendMissing);
      Optional<Map.Entry<String, Double>> first = history.flatMap(h -> h.summary().mainMetric());
      metric.append(first.map(Map.Entry::getKey).orElse(""));
      value.append(first.map(Map.Entry::getValue).orElse(Double.NaN));
      trained.append(history.map(StoredModel.History::started).orElse("corrupt: retrain it"));
      versions.append(model.versions());
    }
    Table table = Table.create(name, type, rows, metric, value, trained, versions);
    listener.output(Output.Rows.listing(table));
  }
}
