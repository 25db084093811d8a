package org.sqlflow.statements;

import java.nio.file.Path;
import java.util.List;
import org.sqlflow.report.Output;
import org.sqlflow.store.ModelFile;
import org.sqlflow.store.StoreException;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;

/** LOAD MODEL: stores a model that was kept in a file since it could not be stored. */
final class LoadModel {
  private LoadModel() {}

  static void run(Statement.LoadModel statement, Workspace workspace, StatementListener listener) {
    Path file = Path.of(statement.path().value());
    StoredModel model;
    try {
      model = ModelFile.read(file);
    } catch (StoreException error) {
      throw new StatementException(error.getMessage(), statement.path().position());
    }
    String name = statement.into().map(Name::text).orElse(model.name());
    workspace.restored(model);
    int version = workspace.store().save(model.named(name), listener).version();
    String as = version == 1 ? "" : " as version " + version;
    listener.output(
        new Output.Note(
            List.of("Model " + name + " was loaded from " + file + " and stored" + as + ".")));
  }
}
