package org.sqlflow.statements.lifecycle;

import java.util.List;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/** DROP MODEL: drops a model with all its versions, or one version. */
public final class DropModel {
  private DropModel() {}

  /**
   * Removes a model with all its versions, or the one version that the name asks for.
   *
   * @throws org.sqlflow.statements.StatementException if no model has the name
   */
  public static void run(
      Statement.DropModel statement, Workspace workspace, StatementListener listener) {
    String name = statement.model().text();
    ModelName parts = ModelName.of(name);
    boolean isModel = workspace.store().names().stream().anyMatch(name::equalsIgnoreCase);
    String done =
        parts.version().isPresent() && !isModel
            ? dropVersion(statement, parts, workspace)
            : dropModel(statement, workspace);
    listener.output(new Output.Note(List.of(done)));
  }

  private static String dropModel(Statement.DropModel statement, Workspace workspace) {
    String name = statement.model().text();
    int versions = workspace.store().versions(name).size();
    if (workspace.store().drop(name)) {
      return versions > 1
          ? Text.of("Model %s was dropped with its %d versions.", name, versions)
          : "Model " + name + " was dropped.";
    }
    if (statement.ifExists()) {
      return "There is no model " + name + ".";
    }
    throw workspace.noModel(statement.model());
  }

  private static String dropVersion(
      Statement.DropModel statement, ModelName parts, Workspace workspace) {
    Name name = statement.model();
    int number = parts.version().getAsInt();
    List<ModelStore.Version> before = workspace.store().versions(parts.model());
    if (before.stream().noneMatch(version -> version.number() == number)) {
      if (statement.ifExists()) {
        return "There is no model " + name + ".";
      }
      throw workspace.noModel(name);
    }
    List<ModelStore.Version> left = workspace.store().dropVersion(parts.model(), number);
    if (left.isEmpty()) {
      return Text.of("%s was the only version: model %s was dropped.", name, parts.model());
    }
    boolean wasDefault =
        before.stream().anyMatch(version -> version.number() == number && version.isDefault());
    return wasDefault
        ? Text.of(
            "%s was dropped; it was the default, which is now %s, the latest remaining version.",
            name, ModelName.of(parts.model(), left.get(left.size() - 1).number()))
        : name + " was dropped.";
  }
}
