package org.sqlflow.statements.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Schema;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.TextColumns;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.describe.ColumnInspection;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * Which columns of the query a training learns from, and which one it predicts.
 *
 * @param found the estimator that the statement names; the plan has the one that trains
 */
record TrainingColumns(
    Statement.Train statement, Estimator found, AttributeValues attributes, Workspace workspace) {
  /**
   * The plan of a training.
   *
   * @param columns looks at the columns, and is to survey the features that are chosen
   */
  TrainingPlan plan(Optional<BaseModel> base, Schema schema, ColumnInspection columns) {
    Optional<Column> label = statement.label().map(name -> FeatureSelection.column(schema, name));
    Estimator estimator = found.forTraining(attributes, label.map(Column::type));
    Optional<Column> target = target(estimator, schema);
    if (target.isPresent() && schema.columns().size() == 1) {
      throw new StatementException(
          Text.of(
              "the query has no column beside %s, the label: SELECT what it is to be predicted"
                  + " from, too",
              target.get().name()),
          statement.label().orElseThrow().position());
    }
    EmbeddingCheck.check(statement, estimator, workspace.estimators());
    Optional<FeatureEncoding> encoding = base.flatMap(BaseModel::encoding);
    TextColumns texts =
        columns.textColumns(
            attributes.truth(CommonAttributes.TEXT_NUMBERS), categories(estimator, base, encoding));
    FeatureSelection chosen =
        FeatureSelection.choose(
            statement.columns(),
            schema,
            statement.label(),
            texts,
            columns.predictions(),
            new InnerModelNames(workspace));
    chosen = estimator.comparesTimes(attributes) ? chosen.comparingTimes(schema) : chosen;
    TrainingPlan plan =
        new TrainingPlan(
            estimator,
            attributes,
            encoding.map(chosen::inOrderOf).orElse(chosen),
            encoding,
            features -> base.map(model -> model.over(features)),
            target,
            Optional.empty());
    plan = plan.with(parts(schema, columns, texts));
    List<ColumnRead> reads = plan.reads().stream().map(read -> read.in(schema)).toList();
    return plan.with(columns.survey(plan.features(), reads, !statement.columns().isEmpty()));
  }

  /**
   * Which columns of texts are categories: a label may depend on them, and a base model already has
   * its own.
   */
  private static TextColumns.Categories categories(
      Estimator estimator, Optional<BaseModel> base, Optional<FeatureEncoding> encoding) {
    if (!estimator.task().hasTarget()) {
      return TextColumns.Categories.NONE;
    }
    return base.isEmpty()
        ? new TextColumns.Categories.OfFewValues()
        : new TextColumns.Categories.Known(
            encoding.stream()
                .flatMap(known -> known.features().stream())
                .filter(IndicatorFeature.class::isInstance)
                .map(feature -> ((IndicatorFeature) feature).column())
                .collect(Collectors.toSet()));
  }

  /** The features of each COLUMN … FOR; those of a COLUMN without FOR belong to all of them. */
  private Map<String, Set<String>> parts(
      Schema schema, ColumnInspection columns, TextColumns texts) {
    Map<String, Set<String>> parts = new LinkedHashMap<>();
    List<String> targets =
        statement.columns().stream()
            .flatMap(clause -> clause.target().stream())
            .map(name -> name.text().toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    for (String target : targets) {
      List<ColumnClause> own =
          statement.columns().stream()
              .filter(
                  clause ->
                      clause.target().isEmpty()
                          || clause.target().get().text().equalsIgnoreCase(target))
              .toList();
      FeatureSelection chosen =
          FeatureSelection.choose(
              own,
              schema,
              statement.label(),
              texts,
              columns.predictions(),
              new InnerModelNames(workspace));
      parts.put(
          target,
          chosen.features().stream()
              .map(feature -> feature.text().toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet()));
    }
    return parts;
  }

  /** The column to predict. */
  private Optional<Column> target(Estimator estimator, Schema schema) {
    if (!estimator.task().hasTarget()) {
      return Optional.empty();
    }
    Name label =
        statement
            .label()
            .orElseThrow(
                () ->
                    new StatementException(
                        estimator.name()
                            + " learns to predict a column: name it with LABEL, such as LABEL "
                            + SqlNames.inClause(
                                schema.names().stream().reduce((first, last) -> last).orElse("c")),
                        statement.estimator().position()));
    return Optional.of(FeatureSelection.column(schema, label));
  }
}
