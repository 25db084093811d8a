package org.sqlflow.statements;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.GroupName;
import org.sqlflow.text.Text;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** ALTER MODEL … NAME GROUPS: what people call the groups. The model itself stays as it is. */
final class NameGroups {
  private NameGroups() {}

  static void run(Statement.NameGroups statement, Workspace workspace, StatementListener listener) {
    StoredModel stored = workspace.model(statement.model());
    if (!(workspace.restored(stored) instanceof ClusteringModel)) {
      throw workspace.notGrouping(stored, statement.model());
    }
    boolean there =
        workspace
            .store()
            .update(
                statement.model().text(),
                model -> {
                  listener.checkCancelled();
                  int clusters = ((ClusteringModel) workspace.restored(model)).clusters();
                  return model.with(names(statement, model, clusters));
                });
    if (!there) {
      throw workspace.noModel(statement.model());
    }
    StoredModel named = workspace.model(statement.model());
    listener.output(
        new Output.Rows(
            Optional.of("Groups of " + named.name()), table(named), Map.of(), Output.Role.RESULT));
  }

  /** The earlier names with those of the statement. */
  private static GroupNames names(Statement.NameGroups statement, StoredModel model, int clusters) {
    Map<Integer, String> names = new TreeMap<>(model.history().groupNames().names());
    for (GroupName given : statement.names()) {
      if (given.number() >= clusters) {
        throw new StatementException(
            Text.of(
                clusters == 1
                    ? "%s has no group %d; its only group is 0"
                    : "%s has no group %d; its groups are 0 to %d",
                model.name(),
                given.number(),
                clusters - 1),
            given.place());
      }
      given
          .name()
          .ifPresentOrElse(
              name -> names.put(given.number(), name), () -> names.remove(given.number()));
    }
    for (GroupName given : statement.names()) {
      names.forEach(
          (number, name) -> {
            if (number != given.number() && name.equalsIgnoreCase(given.name().orElse(""))) {
              throw new StatementException(
                  Text.of(
                      "group %d of %s has the name %s already: rename it in the same statement, or"
                          + " choose another name",
                      number, model.name(), name),
                  given.namePlace());
            }
          });
    }
    return new GroupNames(names);
  }

  private static Table table(StoredModel model) {
    IntColumn number = IntColumn.create("group_id");
    StringColumn name = StringColumn.create("name");
    model
        .history()
        .groupNames()
        .names()
        .forEach(
            (group, called) -> {
              number.append(group);
              name.append(called);
            });
    return Table.create(number, name);
  }
}
