package org.sqlflow.statements.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.Findings;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Statement;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** SHOW VERSIONS IN MODEL: one version per row, the oldest first. */
public final class ShowVersions {
  private ShowVersions() {}

  /**
   * Shows a row for each version of a model that is kept.
   *
   * @throws org.sqlflow.statements.StatementException if no model has the name
   */
  public static void run(
      Statement.ShowVersions statement, Workspace workspace, StatementListener listener) {
    List<ModelStore.Version> versions = workspace.versions(statement.model());
    IntColumn number = IntColumn.create("version");
    StringColumn isDefault = StringColumn.create("default");
    StringColumn type = StringColumn.create("type");
    LongColumn rows = LongColumn.create("rows");
    IntColumn groups = IntColumn.create("groups");
    StringColumn metric = StringColumn.create("metric");
    DoubleColumn value = DoubleColumn.create("value");
    StringColumn trained = StringColumn.create("trained at");
    StringColumn query = StringColumn.create("statement");
    for (ModelStore.Version version : versions) {
      StoredModel.Summary model = version.summary();
      Optional<StoredModel.History> history = model.history();
      number.append(version.number());
      isDefault.append(version.isDefault() ? "default" : "");
      type.append(model.type());
      history
          .map(h -> (long) h.summary().rows())
          .ifPresentOrElse(rows::append, rows::appendMissing);
      history
          .map(h -> h.summary().findings())
          .filter(Findings.Clustering.class::isInstance)
          .map(f -> (int) ((Findings.Clustering) f).sizes().stream().filter(s -> s > 0).count())
          .ifPresentOrElse(groups::append, groups::appendMissing);
      Optional<Map.Entry<String, Double>> first = history.flatMap(h -> h.summary().mainMetric());
      metric.append(first.map(Map.Entry::getKey).orElse(""));
      value.append(first.map(Map.Entry::getValue).orElse(Double.NaN));
      trained.append(history.map(StoredModel.History::started).orElse("corrupt: retrain it"));
      query.append(history.map(StoredModel.History::statement).orElse(""));
    }
    Table table =
        Table.create(number, isDefault, type, rows, groups, metric, value, trained, query);
    listener.output(Output.Rows.listing(table));
  }
}
