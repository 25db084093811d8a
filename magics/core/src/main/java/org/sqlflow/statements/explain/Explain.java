package org.sqlflow.statements.explain;

import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.TargetTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Statement;

/** TO EXPLAIN: what a model found, by the explainer that USING names. */
public final class Explain {
  private final Statement.Explain statement;
  private final Workspace workspace;
  private final StatementListener listener;

  /** Nothing is read before {@link #run}. */
  public Explain(Statement.Explain statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  /**
   * Explains the model by the explainer that the statement names, or by the default of its task.
   *
   * @throws org.sqlflow.statements.StatementException if the model or the rows do not fit it
   */
  public void run() {
    Explainer explainer =
        predicts() ? Explainers.of(statement, ShapExplainer.NAME) : Explainers.of(statement);
    AttributeValues attributes =
        new Attributes(statement.attributes())
            .check(new AttributeDeclarations(explainer.attributes()));
    ModelOnQuery source = ModelOnQuery.of(statement.model(), statement.query(), workspace);
    TargetTable.requireReport(
        statement.into(), statement.query(), workspace, "TO EXPLAIN", Explainers::isReport);
    Explainer.Report report =
        explainer.explain(new Explanation(statement, attributes, source, workspace, listener));
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  /** Whether the model predicts a label, so that there are no groups to describe. */
  private boolean predicts() {
    return workspace
        .store()
        .find(statement.model().text())
        .flatMap(stored -> workspace.estimators().find(stored.type()))
        .filter(estimator -> estimator.task().hasTarget())
        .isPresent();
  }
}
