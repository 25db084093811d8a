package org.sqlflow.statements.describe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.report.Output;
import org.sqlflow.report.tables.AttributeTable;
import org.sqlflow.report.words.ModelReport;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.QueryReader;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.SyntaxException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** DESCRIBE MODEL and DESCRIBE MODEL TYPE. */
public final class Describe {
  private Describe() {}

  /**
   * Shows what is stored about a model: its statement, columns, findings and versions.
   *
   * @throws org.sqlflow.statements.StatementException if no model has the name
   */
  public static void model(
      Statement.DescribeModel statement, Workspace workspace, StatementListener listener) {
    StoredModel stored = workspace.model(statement.model());
    StoredModel.History history = stored.history();
    ModelReport report =
        new ModelReport(
            stored.name(),
            stored.type(),
            history.base(),
            history.label(),
            tablesRead(history.statement()),
            stored.encoding().functions(),
            stored.encoding().width(),
            history.leftOut(),
            history.skippedRows(),
            history.started(),
            history.seconds(),
            history.versions(),
            history.statement(),
            history.summary(),
            version(stored, workspace),
            history.groupNames());
    report.outputs().forEach(listener::output);
  }

  /** Which version it is, and of how many. */
  private static String version(StoredModel stored, Workspace workspace) {
    String name = ModelName.of(stored.name()).model();
    List<ModelStore.Version> all = workspace.store().versions(name);
    if (all.isEmpty()) {
      all = workspace.store().versions(stored.name());
    }
    int number =
        stored.history().version() > 0
            ? stored.version()
            : all.stream()
                .filter(ModelStore.Version::isDefault)
                .mapToInt(ModelStore.Version::number)
                .findFirst()
                .orElse(1);
    boolean isDefault =
        all.stream().anyMatch(version -> version.number() == number && version.isDefault());
    return all.size() == 1
        ? String.valueOf(number)
        : number + " of " + all.size() + (isDefault ? ", the default" : "");
  }

  /** The tables of the statement's query, as far as JSqlParser understands it. */
  private static List<String> tablesRead(String statement) {
    List<Statement> statements;
    try {
      statements = SqlflowParser.parse(statement);
    } catch (SyntaxException otherRules) { // it may have strings of another database
      return List.of();
    }
    return statements.stream()
        .filter(Statement.Extended.class::isInstance)
        .map(extended -> ((Statement.Extended) extended).query().text())
        .flatMap(query -> QueryReader.read(query).stream())
        .flatMap(outline -> outline.tables().stream())
        .distinct()
        .toList();
  }

  /**
   * Shows an estimator's attributes, with their defaults.
   *
   * @throws org.sqlflow.statements.StatementException if no estimator has the name
   */
  public static void type(
      Statement.DescribeType statement, Workspace workspace, StatementListener listener) {
    Estimator type = workspace.estimator(statement.estimator());
    List<AttributeDeclaration> attributes = type.attributes();
    Table table =
        Table.create(
            column("attribute", attributes, AttributeDeclaration::name),
            column("default", attributes, AttributeTable::defaultOf),
            column("value", attributes, a -> a.type().describe()),
            column("meaning", attributes, AttributeDeclaration::meaning),
            column("also", attributes, a -> String.join(", ", a.aliases())));
    String title = type.name() + ": " + type.summary();
    listener.output(new Output.Rows(Optional.of(title), table, Map.of(), Output.Role.ANSWER));
  }

  private static StringColumn column(
      String name,
      List<AttributeDeclaration> attributes,
      Function<AttributeDeclaration, String> value) {
    StringColumn column = StringColumn.create(name);
    attributes.forEach(attribute -> column.append(value.apply(attribute)));
    return column;
  }
}
