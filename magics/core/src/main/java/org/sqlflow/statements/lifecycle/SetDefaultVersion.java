package org.sqlflow.statements.lifecycle;

import java.util.List;
import org.sqlflow.report.Output;
import org.sqlflow.statements.ModelNames;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/** ALTER MODEL … SET DEFAULT_VERSION. */
public final class SetDefaultVersion {
  private SetDefaultVersion() {}

  /**
   * Stores which version a model's name without a version means.
   *
   * @throws StatementException if the model has no such version
   */
  public static void run(
      Statement.SetDefaultVersion statement, Workspace workspace, StatementListener listener) {
    Name name = statement.model();
    List<ModelStore.Version> versions = workspace.versions(name);
    int number = Math.toIntExact(statement.version().value());
    if (!workspace.store().setDefault(name.text(), number)) {
      throw new StatementException(
          Text.of(
              "%s has no version %d; there %s",
              name, number, ModelNames.listed(versions.stream().map(v -> v.number()).toList())),
          statement.version().position());
    }
    listener.output(
        new Output.Note(
            List.of(
                Text.of(
                    "%1$s now means %2$s: every statement that names %1$s uses version %3$d.",
                    name, ModelName.of(name.text(), number), number))));
  }
}
