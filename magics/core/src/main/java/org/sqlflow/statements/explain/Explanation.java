package org.sqlflow.statements.explain;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.Scoring;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EncodingModel;
import org.sqlflow.models.ModelVisitor;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.Task;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Statement;

/**
 * What an {@link Explainer} works with.
 *
 * @param attributes already checked, with the explainer's defaults
 * @param source the model, and the query with its columns
 */
record Explanation(
    Statement.Explain statement,
    AttributeValues attributes,
    ModelOnQuery source,
    Workspace workspace,
    StatementListener listener) {
  /**
   * The model, which must make groups.
   *
   * @throws StatementException for a model that makes none
   */
  ClusteringModel clustering() {
    return source.model().accept(new Clustering());
  }

  /**
   * Reads all rows of the query with their groups, part by part.
   *
   * @param further columns to read beside those of the model
   */
  ModelOnQuery.Seen score(List<ColumnRead> further, Consumer<Scoring.ScoredRows> reader) {
    return score(Set.of(), further, reader);
  }

  /** The same with extra outputs of the model. */
  ModelOnQuery.Seen score(
      Set<String> extras, List<ColumnRead> further, Consumer<Scoring.ScoredRows> reader) {
    return source.score(extras, further, RowLimit.ALL, workspace, listener, count -> {}, reader);
  }

  /** The same with another model, which must make the same groups. */
  Explanation with(ModelOnQuery other) {
    return new Explanation(statement, attributes, other, workspace, listener);
  }

  /** The error for a query without rows. */
  StatementException noRows() {
    return new StatementException(
        "the query returns no rows to explain " + source.stored().name() + " with",
        statement.query().position());
  }

  /** Where the explainer is named, or else the model that it does not suit. */
  Position usingOrModel() {
    return statement.using().orElse(source.name()).position();
  }

  private final class Clustering implements ModelVisitor<ClusteringModel> {
    @Override
    public ClusteringModel clustering(ClusteringModel model) {
      return model;
    }

    @Override
    public ClusteringModel encoding(EncodingModel model) {
      throw workspace.notGrouping(source.stored(), source.name());
    }

    @Override
    public ClusteringModel classification(ClassificationModel model) {
      throw notSupported(Task.CLASSIFICATION);
    }

    @Override
    public ClusteringModel regression(RegressionModel model) {
      throw notSupported(Task.REGRESSION);
    }

    private StatementException notSupported(Task task) {
      return new StatementException(
          source.stored().name()
              + " is of type "
              + source.stored().type()
              + ", a model of "
              + task.noun()
              + ", which makes no groups: write USING shap, or leave USING out",
          usingOrModel());
    }
  }
}
