package org.sqlflow.statements;

import org.sqlflow.database.DatabaseException;
import org.sqlflow.features.FeatureException;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeException;
import org.sqlflow.store.StoreException;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Statement;

/** Runs statements of any kind. */
public final class Statements {
  private Statements() {}

  /**
   * Runs one statement.
   *
   * @throws StatementException if it cannot run
   * @throws java.util.concurrent.CancellationException if the listener asked to stop
   */
  public static void run(Statement statement, Workspace workspace, StatementListener listener) {
    listener.checkCancelled();
    try {
      dispatch(statement, workspace, listener);
    } catch (FeatureException error) {
      int offset = error.position().map(Position::offset).orElse(-1);
      throw new StatementException(error.getMessage(), offset, error);
    } catch (ModelException | AttributeException | StoreException error) {
      throw new StatementException(error.getMessage(), -1, error);
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw new StatementException(error.getMessage(), -1, error);
    } catch (StatementException error) {
      // An interrupt reaches a query as the database's own error.
      listener.checkCancelled();
      throw error;
    }
  }

  private static void dispatch(
      Statement statement, Workspace workspace, StatementListener listener) {
    if (statement instanceof Statement.StandardSql sql) {
      Standard.run(sql, workspace, listener);
    } else if (statement instanceof Statement.Train train) {
      new Train(train, workspace, listener).run();
    } else if (statement instanceof Statement.Predict predict) {
      new Predict(predict, workspace, listener).run();
    } else if (statement instanceof Statement.Evaluate evaluate) {
      new Evaluate(evaluate, workspace, listener).run();
    } else if (statement instanceof Statement.Explain explain) {
      new Explain(explain, workspace, listener).run();
    } else if (statement instanceof Statement.ShowTrain show) {
      ShowTrain.run(show, workspace, listener);
    } else if (statement instanceof Statement.ShowModels) {
      ShowModels.run(workspace, listener);
    } else if (statement instanceof Statement.DropModel drop) {
      DropModel.run(drop, workspace, listener);
    } else if (statement instanceof Statement.DescribeModel describe) {
      Describe.model(describe, workspace, listener);
    } else {
      Describe.type((Statement.DescribeType) statement, workspace, listener);
    }
  }
}
