package org.sqlflow.statements;

import java.util.List;
import org.sqlflow.database.RowsWanted;
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

/** TO EXPLAIN: what a model found, in the features' original units, by task. */
final class Explain {
  private static final String PROFILE = "profile";

  private final Statement.Explain statement;
  private final Workspace workspace;
  private final StatementListener listener;

  Explain(Statement.Explain statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  void run() {
    new Attributes(statement.attributes()).check(new AttributeDeclarations(List.of()));
    statement.using().ifPresent(Explain::requireProfile);
    ModelOnQuery source = ModelOnQuery.of(statement.model(), statement.query(), workspace);
    ExplanationReport report = source.model().accept(new ByTask(source));
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  private final class ByTask implements ModelVisitor<ExplanationReport> {
    private final ModelOnQuery source;

    private ByTask(ModelOnQuery source) {
      this.source = source;
    }

    @Override
    public ExplanationReport clustering(ClusteringModel model) {
      workspace.requireSchema(statement.into());
      FeatureEncoding encoding = source.stored().encoding();
      ClusterProfiler profiler = new ClusterProfiler(encoding.originalNames(), model.clusters());
      source.read(
          List.of(),
          RowsWanted.ALL,
          workspace,
          listener,
          count -> {},
          (encoded, none) -> {
            int[] groups = model.assign(encoded.matrix());
            profiler.add(groups.length, encoding.originals(encoded.matrix()), groups);
          });
      ExplanationReport report = new ExplanationReport(source.stored().name(), profiler.profile());
      if (report.profile().rows() == 0) {
        throw new StatementException(
            "the query returns no rows to explain " + source.stored().name() + " with",
            statement.query().position());
      }
      return report;
    }

    @Override
    public ExplanationReport encoding(EncodingModel model) {
      throw source.unsupported(
          " is of type "
              + source.stored().type()
              + ", which makes no groups: name a model that does, such as a clusterModel");
    }

    @Override
    public ExplanationReport classification(ClassificationModel model) {
      throw notYet(Task.CLASSIFICATION);
    }

    @Override
    public ExplanationReport regression(RegressionModel model) {
      throw notYet(Task.REGRESSION);
    }

    private StatementException notYet(Task task) {
      return source.unsupported(
          " is of type "
              + source.stored().type()
              + "; TO EXPLAIN does not support "
              + task.noun()
              + " models yet: TO EVALUATE says how good it is");
    }
  }

  private static void requireProfile(Name explainer) {
    if (!explainer.text().equalsIgnoreCase(PROFILE)) {
      throw new StatementException(
          "no explainer "
              + explainer
              + "; clusters are explained by their "
              + PROFILE
              + ": leave USING out",
          explainer.position());
    }
  }
}
