package org.sqlflow.statements.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.report.Output;
import org.sqlflow.statements.ModelNames;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelFile;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoreException;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.SqlNames;

/** IMPORT MODEL: stores the model of a file, which EXPORT MODEL or a failed training wrote. */
public final class ImportModel {
  private ImportModel() {}

  /**
   * Stores the model of a file in the connected database.
   *
   * @throws StatementException if the file is no model, or a model that this release cannot read
   */
  public static void run(
      Statement.ImportModel statement, Workspace workspace, StatementListener listener) {
    Path file = workspace.file(statement.path());
    StoredModel model;
    try {
      StoredModel read = ModelFile.read(file);
      workspace.restored(read);
      model = read.named(statement.as().map(Name::text).orElse(read.name()));
    } catch (StoreException error) {
      throw new StatementException(error.getMessage(), statement.path().position());
    }
    ModelStore.Saved saved = workspace.store().save(model, listener);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Model "
            + SqlNames.model(model.name())
            + " ("
            + model.type()
            + ") was imported from "
            + statement.path().value()
            + ".");
    lines.addAll(ModelNames.versions(saved, model.name(), ModelStore.VERSIONS_KEPT));
    listener.output(new Output.Note(lines));
  }
}
