package org.sqlflow.statements;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.engine.Scoring;
import org.sqlflow.models.Model;
import org.sqlflow.models.RangeCheck;
import org.sqlflow.report.words.PredictionReport;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;

/** TO PREDICT: writes the query's rows and their predictions into a table. */
final class Predict {
  private final Statement.Predict statement;
  private final Workspace workspace;
  private final StatementListener listener;

  Predict(Statement.Predict statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  void run() {
    ModelOnQuery source = ModelOnQuery.of(statement.using(), statement.query(), workspace);
    Set<String> extras = extraOutputs(source.model());
    workspace.requireSchema(statement.table());
    List<OutputColumn> outputs = source.model().outputs(workspace.name(statement.column()), extras);
    Scoring scoring = source.scoring(extras);
    PredictionReport report =
        new PredictionReport(source.stored().name(), source.model(), tableName(), outputs);
    RangeCheck check = source.rangeCheck();
    try (OutputTable table =
        workspace
            .database()
            .output(statement.query().text(), workspace.names(statement.table()), outputs)) {
      workspace
          .engines()
          .forScoring(scoring)
          .score(
              scoring,
              reader -> table.read(source.reads(), reader),
              part -> {
                listener.checkCancelled();
                table.append(part.predictions(), part.encoded().rowOf());
                check.add(
                    part.encoded().matrix(), check.needsClusters() ? part.clusters() : new int[0]);
                report.add(part.predictions(), part.encoded().rowOf());
              });
      listener.checkCancelled();
      table.finish();
    } catch (DatabaseException error) {
      throw Workspace.refused(error, statement.query());
    }
    report.note(check.notes());
    report.outputs().forEach(listener::output);
  }

  private String tableName() {
    return String.join(".", statement.table().stream().map(Name::text).toList());
  }

  private Set<String> extraOutputs(Model model) {
    List<String> known = List.copyOf(model.extraOutputs());
    return new Attributes(statement.attributes())
        .check(PredictAttributes.of(known))
        .words(PredictAttributes.EXTRA)
        .<Set<String>>map(LinkedHashSet::new)
        .orElse(Set.of());
  }
}
