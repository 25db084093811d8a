package org.sqlflow.statements.describe;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.columns.ColumnSurvey;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.report.words.DescriptionReport;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.TargetTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Statement;

/** TO DESCRIBE: what the columns of a query hold, before a training. */
public final class DescribeRows {
  private DescribeRows() {}

  /**
   * Reads the query's rows once and shows a row for each column; writes these to a table if asked.
   */
  public static void run(
      Statement.Describe statement, Workspace workspace, StatementListener listener) {
    TargetTable.requireReport(
        statement.into(), statement.query(), workspace, "TO DESCRIBE", DescriptionReport::isReport);
    Schema schema = workspace.schema(statement.query());
    refuseSameNames(statement, schema);
    List<ColumnRead> reads =
        schema.columns().stream().flatMap(column -> ColumnSurvey.read(column).stream()).toList();
    ColumnSurvey survey = new ColumnSurvey(schema, reads, 0);
    long[] rows = {0};
    try (RowSource source =
        workspace.database().read(statement.query().text(), reads, RowLimit.ALL)) {
      source.read(
          batch -> {
            listener.checkCancelled();
            rows[0] += batch.rows();
            survey.add(batch);
          });
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, statement.query());
    }
    listener.checkCancelled();
    DescriptionReport report =
        new DescriptionReport(
            schema,
            rows[0],
            survey.diagnosis(EarlierPredictions.of(statement.query(), schema, workspace)),
            ColumnInspection.words(workspace.database()),
            survey.sampled());
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  /** Columns of the same name could not be distinguished. */
  private static void refuseSameNames(Statement.Describe statement, Schema schema) {
    Map<String, Long> counts =
        schema.names().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    schema.names().stream()
        .filter(name -> counts.get(name) > 1)
        .findFirst()
        .ifPresent(
            name -> {
              throw new StatementException(
                  "two columns of the query are named " + name + ": name one of them by AS",
                  statement.query().position());
            });
  }
}
