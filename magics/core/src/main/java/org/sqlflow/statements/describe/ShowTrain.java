package org.sqlflow.statements.describe;

import java.util.Map;
import java.util.Optional;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Statement;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** SHOW TRAIN: the statement that trained a model. */
public final class ShowTrain {
  private ShowTrain() {}

  /**
   * Shows the statement that trained a model.
   *
   * @throws org.sqlflow.statements.StatementException if no model has the name
   */
  public static void run(
      Statement.ShowTrain statement, Workspace workspace, StatementListener listener) {
    StoredModel model = workspace.model(statement.model());
    Table table =
        Table.create(
            StringColumn.create("Model", model.name()),
            StringColumn.create("Train Statement", model.history().statement()));
    listener.output(new Output.Rows(Optional.empty(), table, Map.of(), Output.Role.ANSWER));
  }
}
