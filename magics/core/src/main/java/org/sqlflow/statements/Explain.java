package org.sqlflow.statements;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.Scoring;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EncodingModel;
import org.sqlflow.models.ModelVisitor;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.Task;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.clustering.ClusterProfiler;
import org.sqlflow.report.words.ExplanationReport;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;

/** TO EXPLAIN: what the groups of a model are like, in the query's own numbers. */
final class Explain implements ModelVisitor<ExplanationReport> {
  private static final String PROFILE = "profile";

  private final Statement.Explain statement;
  private final Workspace workspace;
  private final StatementListener listener;
  private final ModelOnQuery source;

  Explain(Statement.Explain statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
    new Attributes(statement.attributes()).check(new AttributeDeclarations(List.of()));
    statement.using().ifPresent(Explain::requireProfile);
    this.source = ModelOnQuery.of(statement.model(), statement.query(), workspace);
  }

  void run() {
    TargetTable.requireReport(
        statement.into(), statement.query(), workspace, "TO EXPLAIN", ExplanationReport::isReport);
    ExplanationReport report = source.model().accept(this);
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  @Override
  public ExplanationReport clustering(ClusteringModel model) {
    FeatureEncoding encoding = source.stored().encoding();
    ClusterProfiler profiler = new ClusterProfiler(encoding, model.clusters());
    ModelOnQuery.Seen seen =
        source.score(
            Optional.empty(),
            RowLimit.ALL,
            workspace,
            listener,
            count -> {},
            part -> {
              profiler.add(part.encoded().matrix(), part.clusters());
              profiler.addMeasures(encoding, part.batch(), part.from(), part.to(), groups(part));
            });
    ExplanationReport report =
        new ExplanationReport(source.stored().name(), profiler.profile(), seen.notes());
    if (report.profile().rows() == 0) {
      throw new StatementException(
          "the query returns no rows to explain " + source.stored().name() + " with",
          statement.query().position());
    }
    return report;
  }

  /** The group of each row that was read; -1 for one that was left out. */
  private static int[] groups(Scoring.ScoredRows part) {
    return Arrays.stream(part.encoded().rowOf())
        .map(row -> row < 0 ? -1 : part.clusters()[row])
        .toArray();
  }

  @Override
  public ExplanationReport encoding(EncodingModel model) {
    throw workspace.notGrouping(source.stored(), source.name());
  }

  @Override
  public ExplanationReport classification(ClassificationModel model) {
    throw notSupported(Task.CLASSIFICATION);
  }

  @Override
  public ExplanationReport regression(RegressionModel model) {
    throw notSupported(Task.REGRESSION);
  }

  private StatementException notSupported(Task task) {
    return new StatementException(
        source.stored().name()
            + " is of type "
            + source.stored().type()
            + "; TO EXPLAIN does not support "
            + task.noun()
            + " models yet. TO EVALUATE says how good its predictions are",
        source.name().position());
  }

  private static void requireProfile(Name explainer) {
    if (!explainer.text().equalsIgnoreCase(PROFILE)) {
      throw new StatementException(
          "no explainer " + explainer + "; leave out USING to explain clusters by their " + PROFILE,
          explainer.position());
    }
  }
}
