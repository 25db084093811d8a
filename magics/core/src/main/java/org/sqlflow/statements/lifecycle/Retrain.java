package org.sqlflow.statements.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sqlflow.features.FeatureException;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Task;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.train.Train;
import org.sqlflow.statements.train.TrainingText;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.SyntaxException;
import org.sqlflow.syntax.Value;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * TO RETRAIN: runs the statement that trained a model on new rows; the new groups take over the
 * numbers of the model's groups that they match. The new model stores the equivalent TO TRAIN
 * statement.
 */
public final class Retrain {
  /** A query that the parser accepts in place of one with a database's own syntax. */
  private static final String ANY_QUERY = "FROM t";

  private final Statement.Retrain statement;
  private final Workspace workspace;
  private final StatementListener listener;

  /** Nothing is read before {@link #run}. */
  public Retrain(Statement.Retrain statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  /**
   * Trains the model's own statement on the query's rows; the result is a new version or a new
   * model.
   *
   * @throws StatementException if the model's statement cannot be trained on these rows
   */
  public void run() {
    StoredModel stored = workspace.model(statement.model());
    Statement.Train own = own(stored);
    Estimator estimator = workspace.estimator(own.estimator());
    AttributeDeclarations declarations = new AttributeDeclarations(estimator.attributes());
    new Attributes(statement.attributes()).check(declarations);
    Map<String, String> changed = new LinkedHashMap<>();
    String model = ModelName.of(stored.name()).model();
    if (estimator.task() == Task.CLUSTERING) {
      changed.put(CommonAttributes.MATCH, quoted(ModelName.of(model, stored.version())));
    }
    for (Attribute attribute : statement.attributes()) {
      String name = declarations.find(attribute.name().text()).orElseThrow().name();
      changed.put(name, written(attribute.value()));
    }
    TrainingText clauses = new TrainingText(own, workspace.estimators());
    String rest =
        "\nTO TRAIN "
            + own.estimator().text()
            + TrainingText.spaced(clauses.attributes(own.estimator().text(), changed))
            + TrainingText.spaced(clauses.clause("COLUMN"))
            + TrainingText.spaced(clauses.clause("LABEL"))
            + TrainingText.spaced(clauses.clause("USING"))
            + " INTO "
            + SqlNames.model(statement.into().map(Name::text).orElse(model));
    run(rest);
  }

  private void run(String rest) {
    String query = statement.query().text();
    String padding = " ".repeat(Math.max(0, query.length() - ANY_QUERY.length()));
    Statement.Train parsed =
        (Statement.Train) SqlflowParser.parse(ANY_QUERY + padding + rest).get(0);
    Statement.Train train =
        new Statement.Train(
            query + rest,
            parsed.position(),
            new Statement.StandardSql(query, parsed.query().position()),
            parsed.estimator(),
            parsed.attributes(),
            parsed.columns(),
            parsed.label(),
            parsed.using(),
            parsed.into());
    try {
      new Train(train, queryAsWritten() + rest, workspace, listener).run();
    } catch (FeatureException error) {
      String message = error.message(workspace.database().names());
      if (error.position().isPresent()) {
        throw located(message, error.position().get().offset(), error);
      }
      int offset =
          workspace.places().of(statement, error).orElse(statement.query().position().offset());
      throw new StatementException(message, offset, error);
    } catch (StatementException error) {
      throw error.offset().isEmpty()
          ? error
          : located(error.getMessage(), error.offset().getAsInt(), error);
    }
  }

  /**
   * An error at its place in the query; one in the model's own statement is shown at the model's
   * name.
   */
  private StatementException located(String message, int offset, Throwable cause) {
    boolean inQuery = offset < statement.query().text().length();
    return new StatementException(
        message,
        inQuery
            ? statement.query().position().offset() + offset
            : statement.model().position().offset(),
        cause);
  }

  /** The statement that trained the model. */
  private Statement.Train own(StoredModel stored) {
    try {
      List<Statement> statements =
          SqlflowParser.parse(stored.history().statement(), workspace.rules());
      if (statements.size() == 1 && statements.get(0) instanceof Statement.Train train) {
        return train;
      }
    } catch (SyntaxException otherRules) {
      // It has variables in its clauses, or strings of another database.
    }
    throw new StatementException(
        Text.of(
            "the statement that trained %1$s cannot run again by itself, for example because of"
                + " variables: write it with WITH %2$s = %3$s (SHOW TRAIN %3$s shows it)",
            stored.name(), CommonAttributes.MATCH, SqlNames.model(stored.name())),
        statement.model().position());
  }

  /** The query as it is in the cell, with the names of variables instead of their values. */
  private String queryAsWritten() {
    try {
      List<Statement> statements = SqlflowParser.parse(statement.text(), workspace.rules());
      if (statements.size() == 1 && statements.get(0) instanceof Statement.Extended extended) {
        return extended.query().text();
      }
    } catch (SyntaxException variables) {
      // Variables are at places where the language does not allow them.
    }
    return statement.text().startsWith(statement.query().text())
        ? statement.query().text()
        : "\u2026";
  }

  private static String written(Value value) {
    if (value instanceof Value.Whole whole) {
      return String.valueOf(whole.value());
    }
    if (value instanceof Value.Real real) {
      return String.valueOf(real.value());
    }
    if (value instanceof Value.Truth truth) {
      return String.valueOf(truth.value());
    }
    if (value instanceof Value.Items items) {
      return items.values().stream()
          .map(Retrain::written)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Value.Text text ? quoted(text.value()) : "NULL";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
