package org.sqlflow.statements.dispatch;

import org.sqlflow.database.DatabaseException;
import org.sqlflow.features.FeatureException;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeException;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.describe.Describe;
import org.sqlflow.statements.describe.DescribeRows;
import org.sqlflow.statements.describe.ShowModels;
import org.sqlflow.statements.describe.ShowTrain;
import org.sqlflow.statements.evaluate.Evaluate;
import org.sqlflow.statements.explain.Explain;
import org.sqlflow.statements.export.ExportModel;
import org.sqlflow.statements.export.ImportModel;
import org.sqlflow.statements.lifecycle.Compare;
import org.sqlflow.statements.lifecycle.DropModel;
import org.sqlflow.statements.lifecycle.Monitor;
import org.sqlflow.statements.lifecycle.NameGroups;
import org.sqlflow.statements.lifecycle.Retrain;
import org.sqlflow.statements.lifecycle.SetDefaultVersion;
import org.sqlflow.statements.lifecycle.ShowVersions;
import org.sqlflow.statements.predict.Predict;
import org.sqlflow.statements.train.Train;
import org.sqlflow.store.StoreException;
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
      statement.accept(new Dispatch(workspace, listener)).run();
    } catch (FeatureException error) {
      int offset = workspace.places().of(statement, error).orElse(query(statement));
      throw new StatementException(error.message(workspace.database().names()), offset, error);
    } catch (ModelException error) {
      int offset = workspace.places().of(statement, error).orElse(query(statement));
      throw new StatementException(error.getMessage(), offset, error);
    } catch (AttributeException error) {
      throw new StatementException(error.getMessage(), query(statement), error);
    } catch (StoreException error) {
      throw new StatementException(error.getMessage(), -1, error);
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw new StatementException(error.getMessage(), -1, error);
    } catch (StatementException error) {
      // An interrupted query ends with the database's own error.
      listener.checkCancelled();
      if (error.offset().isEmpty() && error.getCause() instanceof ModelException cause) {
        int offset = workspace.places().of(statement, cause).orElse(query(statement));
        throw new StatementException(error.getMessage(), offset, cause);
      }
      throw error;
    }
  }

  /** Where the query starts, for errors about its rows; -1 without a query. */
  private static int query(Statement statement) {
    return statement instanceof Statement.Extended extended
        ? extended.query().position().offset()
        : -1;
  }

  /** How each kind of statement runs. */
  private record Dispatch(Workspace workspace, StatementListener listener)
      implements Statement.Visitor<Runnable> {
    @Override
    public Runnable visit(Statement.StandardSql sql) {
      return () -> Standard.run(sql, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.Train train) {
      return () -> new Train(train, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.Predict predict) {
      return () -> new Predict(predict, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.Evaluate evaluate) {
      return () -> new Evaluate(evaluate, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.Explain explain) {
      return () -> new Explain(explain, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.Describe describe) {
      return () -> DescribeRows.run(describe, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.ShowTrain show) {
      return () -> ShowTrain.run(show, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.ShowModels show) {
      return () -> ShowModels.run(workspace, listener);
    }

    @Override
    public Runnable visit(Statement.DropModel drop) {
      return () -> DropModel.run(drop, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.DescribeModel describe) {
      return () -> Describe.model(describe, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.DescribeType describe) {
      return () -> Describe.type(describe, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.ExportModel export) {
      return () -> new ExportModel(export, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.ImportModel imported) {
      return () -> ImportModel.run(imported, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.Retrain retrain) {
      return () -> new Retrain(retrain, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.Compare compare) {
      return () -> new Compare(compare, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.Monitor monitor) {
      return () -> new Monitor(monitor, workspace, listener).run();
    }

    @Override
    public Runnable visit(Statement.ShowVersions show) {
      return () -> ShowVersions.run(show, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.SetDefaultVersion alter) {
      return () -> SetDefaultVersion.run(alter, workspace, listener);
    }

    @Override
    public Runnable visit(Statement.NameGroups names) {
      return () -> NameGroups.run(names, workspace, listener);
    }
  }
}
