package org.sqlflow.features;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

/** A table of a few rows, and what a COLUMN clause makes of it. */
final class Encoded {
  private final List<SourceColumn> columns;
  private final FeatureLearner.Learnt learnt;

  private Encoded(List<SourceColumn> columns, FeatureLearner.Learnt learnt) {
    this.columns = columns;
    this.learnt = learnt;
  }

  /** Learns from columns of {@code double[]}, {@code String[]} or {@code double[][]}. */
  static Encoded train(String clause, OnNull onNull, Object... namesAndValues) {
    List<SourceColumn> columns =
        IntStream.range(0, namesAndValues.length / 2)
            .mapToObj(i -> column((String) namesAndValues[2 * i], namesAndValues[2 * i + 1]))
            .toList();
    List<Object> values =
        IntStream.range(0, columns.size()).mapToObj(i -> namesAndValues[2 * i + 1]).toList();
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse("SELECT 1 TO TRAIN x COLUMN " + clause + " INTO m").get(0);
    FeatureSelection selection =
        FeatureSelection.choose(train.columns(), columns, Optional.empty());
    FeatureLearner learner = new FeatureLearner(selection, Scale.NONE, onNull, Optional.empty());
    HeldBlocks blocks = new HeldBlocks(selection.reads());
    blocks.add(rows(values), pick(selection.reads(), columns, values));
    return new Encoded(columns, learner.learn(blocks));
  }

  private static SourceColumn column(String name, Object values) {
    if (values instanceof double[]) {
      return new SourceColumn(name, SourceColumn.Kind.REAL, "DOUBLE");
    }
    return values instanceof String[]
        ? new SourceColumn(name, SourceColumn.Kind.TEXT, "VARCHAR")
        : new SourceColumn(name, SourceColumn.Kind.LIST, "DOUBLE[]");
  }

  private static int rows(List<Object> values) {
    return java.lang.reflect.Array.getLength(values.get(0));
  }

  private static List<Object> pick(
      List<ColumnRead> reads, List<SourceColumn> columns, List<Object> values) {
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    return reads.stream().map(read -> values.get(names.indexOf(read.column()))).toList();
  }

  FeatureEncoding encoding() {
    return learnt.encoding();
  }

  List<String> names() {
    return encoding().featureNames();
  }

  /** The training's rows. */
  float[][] rows() {
    return rows(learnt.matrix());
  }

  /** Other rows of the same columns, encoded as the training's. */
  float[][] predict(Object... others) {
    List<Object> asked = pick(encoding().reads(), columns, Arrays.asList(others));
    return rows(encoding().encode(rows(List.of(others)), asked).matrix());
  }

  private static float[][] rows(Matrix matrix) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(
            row ->
                Arrays.copyOfRange(
                    matrix.values(), row * matrix.columns(), (row + 1) * matrix.columns()))
        .toArray(float[][]::new);
  }
}
