package org.sqlflow.statements;

import java.util.List;
import org.sqlflow.report.Output;
import org.sqlflow.syntax.Statement;

/** DROP MODEL. */
final class DropModel {
  private DropModel() {}

  static void run(Statement.DropModel statement, Workspace workspace, StatementListener listener) {
    String name = statement.model().text();
    if (workspace.store().drop(name)) {
      listener.output(new Output.Note(List.of("Model " + name + " was dropped.")));
    } else if (statement.ifExists()) {
      listener.output(new Output.Note(List.of("There is no model " + name + ".")));
    } else {
      throw workspace.noModel(statement.model());
    }
  }
}
