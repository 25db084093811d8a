package org.sqlflow.statements.lifecycle;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.GroupName;
import org.sqlflow.text.Text;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** ALTER MODEL … NAME GROUPS: gives groups names. The model itself does not change. */
public final class NameGroups {
  private NameGroups() {}

  /**
   * Stores the names with the model.
   *
   * @throws StatementException if the model makes no groups, or has no such group
   */
  public static void run(
      Statement.NameGroups statement, Workspace workspace, StatementListener listener) {
    StoredModel stored = workspace.model(statement.model());
    if (!(workspace.restored(stored) instanceof ClusteringModel)) {
      throw workspace.notGrouping(stored, statement.model());
    }
    boolean exists =
        workspace
            .store()
            .update(
                statement.model().text(),
                model -> {
                  listener.checkCancelled();
                  boolean[] groups = ((ClusteringModel) workspace.restored(model)).groups();
                  return model.with(names(statement, model, groups));
                });
    if (!exists) {
      throw workspace.noModel(statement.model());
    }
    StoredModel named = workspace.model(statement.model());
    listener.output(
        new Output.Rows(
            Optional.of("Groups of " + named.name()), table(named), Map.of(), Output.Role.RESULT));
  }

  /** The earlier names with those of the statement. */
  private static GroupNames names(
      Statement.NameGroups statement, StoredModel model, boolean[] groups) {
    Map<Integer, String> names = new TreeMap<>(model.history().groupNames().names());
    for (GroupName given : statement.names()) {
      if (given.number() >= groups.length || !groups[given.number()]) {
        throw new StatementException(
            Text.of("%s has no group %d; %s", model.name(), given.number(), listed(groups)),
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
                      "group %d of %s already has the name %s: rename it in the same statement, or"
                          + " choose another name",
                      number, model.name(), name),
                  given.namePlace());
            }
          });
    }
    return new GroupNames(names);
  }

  private static String listed(boolean[] groups) {
    int[] numbers = IntStream.range(0, groups.length).filter(i -> groups[i]).toArray();
    if (numbers.length == 1) {
      return "its only group is " + numbers[0];
    }
    return numbers.length == groups.length
        ? "its groups are 0 to " + (numbers.length - 1)
        : "its groups are " + Text.list(Arrays.stream(numbers).boxed().toList());
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
