package org.sqlflow.statements;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.engine.Scoring;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.RangeCheck;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.DescribedGroups;
import org.sqlflow.report.Output;
import org.sqlflow.report.words.PredictionReport;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** TO PREDICT: writes the query's rows and their predictions into a table. */
final class Predict {
  private static final String VIEWLESS =
      "leave out " + PredictAttributes.VIEW + " to write a table";

  private final Statement.Predict statement;
  private final Workspace workspace;
  private final StatementListener listener;
  private final Attributes written;

  Predict(Statement.Predict statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
    this.written = new Attributes(statement.attributes());
  }

  void run() {
    ModelOnQuery found = ModelOnQuery.of(statement.using(), statement.query(), workspace);
    Optional<DescribedGroups> groups = found.described();
    AttributeDeclarations declarations =
        PredictAttributes.of(
            List.copyOf(groups.<Model>map(g -> g).orElse(found.model()).extraOutputs()),
            groups.isPresent());
    AttributeValues attributes = written.check(declarations);
    Set<String> extras =
        attributes
            .words(PredictAttributes.EXTRA)
            .<Set<String>>map(LinkedHashSet::new)
            .orElse(Set.of());
    ModelOnQuery source =
        groups
            .map(model -> found.with(wanting(model, attributes, extras, found, declarations)))
            .orElse(found);
    List<OutputColumn> outputs = source.model().outputs(workspace.name(statement.column()), extras);
    if (attributes.truth(PredictAttributes.VIEW)) {
      view(found, outputs, attributes.truth(PredictAttributes.REPLACE));
      return;
    }
    Scoring scoring = source.scoring(extras);
    PredictionReport report =
        new PredictionReport(source.stored().name(), source.model(), tableName(), outputs);
    report.name(source.stored().history().groupNames());
    RangeCheck check = source.rangeCheck();
    TargetTable.Decision target =
        TargetTable.forPredictions(
            statement.table(),
            source,
            workspace,
            outputs,
            attributes.truth(PredictAttributes.REPLACE));
    try (OutputTable table = begin(target.plan(), source, outputs)) {
      workspace
          .engines()
          .forScoring(scoring)
          .score(
              scoring,
              reader -> table.read(source.reads(), reader),
              part -> {
                listener.checkCancelled();
                table.append(part.predictions(), part.encoded().rowOf());
                ModelOnQuery.count(check, part);
                report.add(part.predictions(), part.encoded().rowOf());
              });
      listener.checkCancelled();
      table.finish();
    } catch (DatabaseException error) {
      throw Workspace.refused(error, statement.query());
    }
    report.note(check.notes());
    report.note(target.note().stream().toList());
    report.outputs().forEach(listener::output);
  }

  private void view(ModelOnQuery source, List<OutputColumn> wanted, boolean replace) {
    List<OutputColumn> outputs =
        source.model().outputs(workspace.name(statement.column()), Set.of());
    if (wanted.size() > outputs.size()) {
      throw new StatementException(
          "a view has the prediction alone: leave out what asks for "
              + wanted.stream()
                  .filter(column -> !outputs.contains(column))
                  .map(OutputColumn::name)
                  .collect(Collectors.joining(", "))
              + ", or leave out "
              + PredictAttributes.VIEW,
          statement.column().position());
    }
    ModelSql sql = ModelSql.of(source.stored(), source.model(), statement.using(), VIEWLESS);
    List<String> target =
        TargetTable.forView(statement.table(), statement.query(), workspace, replace);
    String select = sql.select(source.schema(), statement.query().text(), outputs, workspace);
    try {
      workspace.database().view(target, select, outputs);
    } catch (DatabaseException error) {
      throw new StatementException(
          "the view could not be made: " + error.getMessage(), statement.query().position());
    }
    listener.output(new Output.Note(List.of(sql.viewNote(tableName(), outputs))));
  }

  private OutputTable begin(
      TargetTable.Plan plan, ModelOnQuery source, List<OutputColumn> outputs) {
    if (plan instanceof TargetTable.Plan.Extend extend) {
      return workspace.database().extend(extend.table(), source.reads(), outputs);
    }
    return workspace
        .database()
        .output(statement.query().text(), ((TargetTable.Plan.Create) plan).table(), outputs);
  }

  private String tableName() {
    return String.join(".", statement.table().stream().map(Name::text).toList());
  }

  /** The model with what the attributes ask for; refuses what it cannot tell. */
  private DescribedGroups wanting(
      DescribedGroups model,
      AttributeValues attributes,
      Set<String> extras,
      ModelOnQuery source,
      AttributeDeclarations declarations) {
    String name = source.stored().name();
    for (String output : extras) {
      model
          .lacking(output)
          .ifPresent(lack -> refuse(declarations, PredictAttributes.EXTRA, name, lack));
    }
    OptionalDouble threshold = OptionalDouble.empty();
    if (attributes.isGiven(PredictAttributes.ANOMALY_THRESHOLD)) {
      model
          .lacking(DescribedGroups.IS_ANOMALY)
          .ifPresent(lack -> refuse(declarations, PredictAttributes.ANOMALY_THRESHOLD, name, lack));
      threshold = OptionalDouble.of(attributes.real(PredictAttributes.ANOMALY_THRESHOLD));
    }
    boolean names = attributes.truth(PredictAttributes.NAMES);
    if (names && source.stored().history().groupNames().isEmpty()) {
      throw written.located(
          new ModelException(
              Text.of(
                  "the groups of %s have no names yet: ALTER MODEL %s NAME GROUPS (0 = 'a name')"
                      + " gives them",
                  name, SqlNames.model(name)),
              PredictAttributes.NAMES),
          declarations,
          "");
    }
    return model.wanting(new DescribedGroups.Wanted(names, threshold));
  }

  private void refuse(
      AttributeDeclarations declarations, String attribute, String name, String lack) {
    throw written.located(
        new ModelException(Text.of("%s %s: retrain it", name, lack), attribute), declarations, "");
  }
}
