package org.sqlflow.statements;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.clustering.ClusterEvaluation;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.report.EvaluationReport;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/** TO EVALUATE: how well a model's groups come apart, and how well they match a label. */
final class Evaluate {
  /** The seed of the k-means beside the model: that of a training by default. */
  private static final long SEED = 42;

  /** Bytes of a row beside its features: its group, label, k-means group and distance. */
  private static final int ROW = 4 * Integer.BYTES;

  private final Statement.Evaluate statement;
  private final Workspace workspace;
  private final StatementListener listener;

  Evaluate(Statement.Evaluate statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  void run() {
    new Attributes(statement.attributes()).check(new AttributeDeclarations(List.of()));
    ModelOnQuery source = ModelOnQuery.of(statement.model(), statement.query(), workspace);
    ClusteringModel model = source.clustering();
    workspace.requireSchema(statement.into());
    Optional<ColumnRead> label =
        statement
            .label()
            .map(name -> FeatureColumns.text(workspace.columns(statement.query()), name));
    int features = source.stored().encoding().width();
    HeapRoom room = new HeapRoom(statement.query().position(), Evaluate::advice);
    long perRow = Float.BYTES * (long) features + ROW;
    GroupedRows rows = new GroupedRows(features, n -> room.check(n, features, perRow, 0));
    source.read(
        label.stream().toList(),
        RowsWanted.atMost(HeapRoom.most(perRow)),
        workspace,
        listener,
        rows::expect,
        (encoded, batch, from) -> {
          int[] groups = (int[]) model.predict(encoded.matrix(), Set.of()).get(0);
          String[] names = label.map(read -> batch.texts(read.column())).orElse(new String[0]);
          int to = Math.min(names.length, from + encoded.rowOf().length);
          rows.add(encoded, groups, Arrays.copyOfRange(names, Math.min(from, to), to));
        });
    if (rows.count() == 0) {
      throw new StatementException(
          "the query gives no rows to evaluate " + source.stored().name() + " on",
          statement.query().position());
    }
    ClusterScores evaluation =
        ClusterEvaluation.of(
            rows.matrix(),
            rows.groups(),
            model.clusters(),
            label.map(column -> rows.labels()),
            SEED,
            listener);
    EvaluationReport report =
        new EvaluationReport(source.stored().name(), evaluation, rows.skipped());
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  private static String advice(long fit) {
    return Text.of("Evaluate a part: LIMIT %d in the query takes the first ones", fit);
  }
}
