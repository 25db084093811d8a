package org.sqlflow.statements;

import java.util.List;
import java.util.Set;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.clustering.ClusterProfiler;
import org.sqlflow.report.ProfileReport;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;

/** TO EXPLAIN: what the groups of a model are like, in the features' original units. */
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
    ClusteringModel model = source.clustering();
    workspace.requireSchema(statement.into());
    FeatureEncoding encoding = source.stored().encoding();
    ClusterProfiler profiler = new ClusterProfiler(encoding.originalNames(), model.clusters());
    source.read(
        List.of(),
        RowsWanted.ALL,
        workspace,
        listener,
        count -> {},
        (encoded, batch, from) -> {
          int[] groups = (int[]) model.predict(encoded.matrix(), Set.of()).get(0);
          profiler.add(groups.length, encoding.originals(encoded.matrix()), groups);
        });
    ProfileReport report = new ProfileReport(source.stored().name(), profiler.profile());
    if (report.profile().rows() == 0) {
      throw new StatementException(
          "the query gives no rows to explain " + source.stored().name() + " with",
          statement.query().position());
    }
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
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
