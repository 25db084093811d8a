package org.sqlflow.statements.predict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.engine.Scoring;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Task;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.DescribedGroups;
import org.sqlflow.models.drift.RangeCheck;
import org.sqlflow.report.Output;
import org.sqlflow.report.words.PredictionReport;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.TargetTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.export.ModelSql;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** TO PREDICT: writes the query's rows and their predictions into a table. */
public final class Predict {
  private static final String WITHOUT_VIEW =
      "leave out " + PredictAttributes.VIEW + " to write a table";

  private static final String BY_SQL =
      "The database computed them; rows outside the range of the training's rows are not counted"
          + " then.";

  private final Statement.Predict statement;
  private final Workspace workspace;
  private final StatementListener listener;
  private final Attributes written;

  /** Nothing is read before {@link #run}. */
  public Predict(Statement.Predict statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
    this.written = new Attributes(statement.attributes());
  }

  /**
   * Writes a table of predictions, or makes the view that computes them.
   *
   * @throws StatementException if the model, the target or the rows do not fit
   */
  public void run() {
    ModelOnQuery found = ModelOnQuery.of(statement.using(), statement.query(), workspace);
    Optional<DescribedGroups> groups = found.described();
    AttributeDeclarations declarations =
        PredictAttributes.of(
            List.copyOf(groups.<Model>map(g -> g).orElse(found.model()).extraOutputs()),
            groups.isPresent());
    refuseOthers(found, declarations);
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
      view(found, outputs, attributes, declarations);
      return;
    }
    Scoring scoring = source.scoring(extras);
    PredictionReport report =
        new PredictionReport(source.stored().name(), source.model(), tableName(), outputs);
    report.name(source.stored().history().groupNames());
    RangeCheck check = source.rangeCheck();
    TargetTable.Decision target =
        TargetTable.forPredictions(
            statement.table(), source, workspace, outputs, attributes.truth(TargetTable.REPLACE));
    Optional<String> select =
        inDatabase(target.plan(), plain(found, source, outputs), outputs, extras);
    if (select.isPresent()) {
      score(select.get(), target.plan(), source, outputs, report);
      report.note(List.of(BY_SQL));
    } else {
      score(scoring, target.plan(), source, outputs, report, check);
      report.note(check.notes());
    }
    report.note(target.note().stream().toList());
    report.outputs().forEach(listener::output);
  }

  /** Refuses what only other models can give, by what this one gives. */
  private void refuseOthers(ModelOnQuery found, AttributeDeclarations declarations) {
    written.onlyOf(PredictAttributes.ofSomeModel(), declarations).stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw new StatementException(
                  Text.of(
                      "%s is for %s, and %s is of type %s, which gives %s: leave %s out",
                      name.text(),
                      name.text().equalsIgnoreCase(PredictAttributes.EXTRA)
                          ? "models of groups or classes"
                          : "models of groups",
                      found.stored().name(),
                      found.stored().type(),
                      given(found.model()),
                      name.text()),
                  name.position());
            });
  }

  private static String given(Model model) {
    return switch (model.estimator().task()) {
      case CLUSTERING -> "groups";
      case ENCODING -> "an embedding";
      case CLASSIFICATION -> "classes";
      case REGRESSION ->
          "one number (and by TO EXPLAIN … INTO a table, what each column adds to it)";
    };
  }

  /** The stored model itself if it makes these outputs, since SQL can express only that. */
  private ModelOnQuery plain(
      ModelOnQuery found, ModelOnQuery described, List<OutputColumn> outputs) {
    List<OutputColumn> own = found.model().outputs(workspace.name(statement.column()), Set.of());
    return own.equals(outputs) ? found : described;
  }

  /** Whether to mark the table as made by TO PREDICT: not one that it only adds a column to. */
  private static boolean isPredicted(TargetTable.Plan plan) {
    return !(plan instanceof TargetTable.Plan.Extend extend) || extend.table().predicted();
  }

  private static List<String> path(TargetTable.Plan plan) {
    return plan instanceof TargetTable.Plan.Extend extend
        ? extend.table().path()
        : ((TargetTable.Plan.Create) plan).table();
  }

  /**
   * The SELECT of the rows with their predictions, for a database that computes them; empty if it
   * does not, if the rows are too few for that, or if SQL cannot express what is asked for.
   */
  private Optional<String> inDatabase(
      TargetTable.Plan plan, ModelOnQuery source, List<OutputColumn> outputs, Set<String> extras) {
    Database database = workspace.database();
    if (database.fewestRowsToScore(0).isEmpty() || !extras.isEmpty()) {
      return Optional.empty();
    }
    String query =
        plan instanceof TargetTable.Plan.Extend extend
            ? "SELECT * FROM " + database.quote(extend.table().path())
            : statement.query().text();
    long terms;
    String select;
    try {
      ModelSql sql = ModelSql.of(source.stored(), source.model(), statement.using(), WITHOUT_VIEW);
      terms = sql.terms();
      select = sql.select(database.describe(query), query, outputs, workspace);
    } catch (StatementException inexpressible) {
      return Optional.empty();
    }
    return Optional.of(select).filter(sql -> hasRowsFor(terms, query));
  }

  /** Whether a query has so many rows that it pays to compute the model in the database. */
  private boolean hasRowsFor(long terms, String query) {
    long fewest = workspace.database().fewestRowsToScore(terms).orElse(Long.MAX_VALUE);
    if (fewest == 0) {
      return true;
    }
    try {
      return workspace.database().count(query) >= fewest;
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, statement.query());
    }
  }

  private void score(
      String select,
      TargetTable.Plan plan,
      ModelOnQuery source,
      List<OutputColumn> outputs,
      PredictionReport report) {
    Database database = workspace.database();
    String query = statement.query().text();
    List<String> target = path(plan);
    try {
      database.create(target, select, isPredicted(plan));
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(
          error.within(select.indexOf(query), query.length()), statement.query());
    }
    String first = database.quote(outputs.get(0).name());
    Task task = source.model().estimator().task();
    boolean counts = task == Task.CLUSTERING || task == Task.CLASSIFICATION;
    String value = counts ? first : "CASE WHEN " + first + " IS NOT NULL THEN 1 END";
    database
        .rows(
            Text.of("SELECT %1$s, count(*) FROM %2$s GROUP BY %1$s", value, database.quote(target)),
            List.of())
        .forEach(row -> report.add(row.get(0), ((Number) row.get(1)).longValue()));
  }

  private void score(
      Scoring scoring,
      TargetTable.Plan plan,
      ModelOnQuery source,
      List<OutputColumn> outputs,
      PredictionReport report,
      RangeCheck check) {
    try (OutputTable table = begin(plan, source, outputs)) {
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
  }

  private void view(
      ModelOnQuery source,
      List<OutputColumn> wanted,
      AttributeValues attributes,
      AttributeDeclarations declarations) {
    String column = workspace.name(statement.column());
    boolean named = source.described().isPresent() && attributes.truth(PredictAttributes.NAMES);
    List<OutputColumn> outputs = new ArrayList<>(source.model().outputs(column, Set.of()));
    if (named) {
      outputs.add(1, new OutputColumn(DescribedGroups.nameColumn(column), OutputColumn.Type.TEXT));
    }
    if (wanted.size() > outputs.size()) {
      String further =
          wanted.stream()
              .filter(output -> !outputs.contains(output))
              .map(OutputColumn::name)
              .collect(Collectors.joining(", "));
      boolean extra = attributes.isGiven(PredictAttributes.EXTRA);
      throw written.located(
          new ModelException(
              Text.of(
                  "a view computes only %s%s, not %s: leave out %s, or %s",
                  column,
                  named ? " and " + outputs.get(1).name() : "",
                  further,
                  Stream.of(PredictAttributes.EXTRA, PredictAttributes.ANOMALY_THRESHOLD)
                      .filter(attributes::isGiven)
                      .collect(Collectors.joining(" and ")),
                  WITHOUT_VIEW),
              extra ? PredictAttributes.EXTRA : PredictAttributes.ANOMALY_THRESHOLD),
          declarations,
          "");
    }
    ModelSql sql = ModelSql.of(source.stored(), source.model(), statement.using(), WITHOUT_VIEW);
    List<String> target =
        TargetTable.forView(
            statement.table(), statement.query(), workspace, attributes.truth(TargetTable.REPLACE));
    String query = statement.query().text();
    String select =
        named
            ? sql.selectNamed(source.schema(), query, outputs, workspace)
            : sql.select(source.schema(), query, outputs, workspace);
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

  /**
   * The model with the outputs that the attributes ask for; refuses those that it cannot compute.
   */
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
