package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.database.ReadColumn;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.EncodedRows;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EncodingModel;
import org.sqlflow.models.ModelVisitor;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.classification.ClassificationScores;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.clustering.kmeans.ClusterEvaluation;
import org.sqlflow.models.regression.RegressionScores;
import org.sqlflow.report.words.EvaluationReport;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/** TO EVALUATE: how good a model is on some rows, by task. */
final class Evaluate {
  /** The seed of the k-means to compare with: that of a training by default. */
  private static final long SEED = 42;

  /** Bytes of a row in addition to its features: its group, label, k-means group and distance. */
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
    EvaluationReport report = source.model().accept(new ByTask(source));
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  private final class ByTask implements ModelVisitor<EvaluationReport> {
    private final ModelOnQuery source;

    private ByTask(ModelOnQuery source) {
      this.source = source;
    }

    @Override
    public EvaluationReport clustering(ClusteringModel model) {
      workspace.requireSchema(statement.into());
      Optional<ReadColumn> label = label(ReadColumn.Form.TEXT);
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
          (encoded, others) -> {
            int[] groups = model.assign(encoded.matrix());
            rows.add(
                encoded, groups, label.isPresent() ? (String[]) others.get(0) : new String[0]);
          });
      refuseNoRows(rows.count());
      ClusterScores scores =
          ClusterEvaluation.of(
              rows.matrix(),
              rows.groups(),
              model.clusters(),
              label.map(column -> rows.labels()),
              SEED,
              listener);
      return EvaluationReport.of(source.stored().name(), scores, rows.skipped());
    }

    @Override
    public EvaluationReport encoding(EncodingModel model) {
      throw source.unsupported(
          " is of type "
              + source.stored().type()
              + ", which makes no groups: name a model that does, such as a clusterModel");
    }

    @Override
    public EvaluationReport classification(ClassificationModel model) {
      List<int[]> actual = new ArrayList<>();
      List<int[]> predicted = new ArrayList<>();
      long[] missing = new long[1];
      long skipped =
          readLabelled(
              ReadColumn.Form.TEXT,
              (encoded, labels) -> {
                String[] own = take((String[]) labels, encoded);
                missing[0] += Stream.of(own).filter(label -> label == null).count();
                actual.add(model.classes().codes(own));
                predicted.add(model.classify(encoded.matrix()));
                return own.length;
              });
      ClassificationScores scores =
          ClassificationScores.of(
              actual.stream().flatMapToInt(IntStream::of).toArray(),
              predicted.stream().flatMapToInt(IntStream::of).toArray(),
              model.classes().names(),
              missing[0]);
      return EvaluationReport.of(source.stored().name(), scores, skipped);
    }

    @Override
    public EvaluationReport regression(RegressionModel model) {
      List<double[]> actual = new ArrayList<>();
      List<double[]> predicted = new ArrayList<>();
      long skipped =
          readLabelled(
              ReadColumn.Form.NUMBER,
              (encoded, labels) -> {
                actual.add(take((double[]) labels, encoded));
                predicted.add(model.estimate(encoded.matrix()));
                return encoded.matrix().rows();
              });
      RegressionScores scores =
          RegressionScores.of(
              actual.stream().flatMapToDouble(DoubleStream::of).toArray(),
              predicted.stream().flatMapToDouble(DoubleStream::of).toArray());
      return EvaluationReport.of(source.stored().name(), scores, skipped);
    }

    /** Reads all rows with their labels; returns how many had no prediction. */
    private long readLabelled(ReadColumn.Form form, Labelled reader) {
      workspace.requireSchema(statement.into());
      ReadColumn label =
          label(form)
              .orElseThrow(
                  () ->
                      source.unsupported(
                          " predicts a label: name the column that has it with LABEL"));
      long[] counts = new long[2];
      source.read(
          List.of(label),
          RowsWanted.ALL,
          workspace,
          listener,
          count -> {},
          (encoded, others) -> {
            counts[0] += reader.read(encoded, others.get(0));
            counts[1] += encoded.rowOf().length - encoded.matrix().rows();
          });
      refuseNoRows(counts[0]);
      return counts[1];
    }

    private Optional<ReadColumn> label(ReadColumn.Form form) {
      return statement
          .label()
          .map(name -> FeatureColumns.label(workspace.columns(statement.query()), name, form));
    }

    private void refuseNoRows(long rows) {
      if (rows == 0) {
        throw new StatementException(
            "the query returns no rows to evaluate " + source.stored().name() + " on",
            statement.query().position());
      }
    }
  }

  /** Takes a batch's encoded rows and the labels of all its rows; returns how many it took. */
  private interface Labelled {
    long read(EncodedRows encoded, Object labels);
  }

  private static String[] take(String[] labels, EncodedRows encoded) {
    String[] taken = new String[encoded.matrix().rows()];
    for (int row = 0; row < encoded.rowOf().length; row++) {
      if (encoded.rowOf()[row] >= 0) {
        taken[encoded.rowOf()[row]] = labels[row];
      }
    }
    return taken;
  }

  private static double[] take(double[] labels, EncodedRows encoded) {
    double[] taken = new double[encoded.matrix().rows()];
    for (int row = 0; row < encoded.rowOf().length; row++) {
      if (encoded.rowOf()[row] >= 0) {
        taken[encoded.rowOf()[row]] = labels[row];
      }
    }
    return taken;
  }

  private static String advice(long fit) {
    return Text.of("Evaluate a part: LIMIT %d in the query takes the first ones", fit);
  }
}
