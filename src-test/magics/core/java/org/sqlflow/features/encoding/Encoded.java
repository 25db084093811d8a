package org.sqlflow.features.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.Schema;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

/** A table of a few rows, and what a COLUMN clause makes of it. */
final class Encoded {
  private final List<String> names;
  private final FeatureFitter.Fitted fitted;

  private Encoded(List<String> names, FeatureFitter.Fitted fitted) {
    this.names = names;
    this.fitted = fitted;
  }

  /** Fits to columns of {@code double[]}, {@code String[]} or {@code double[][]}. */
  static Encoded train(String clause, OnNull onNull, Object... namesAndValues) {
    RowBatch batch = batch(namesAndValues);
    FeatureSelection selection =
        choose(clause, schema(batch), Optional.empty(), ColumnFunctions.STANDARD);
    FeatureFitter fitter = new FeatureFitter(selection, Scale.NONE, onNull, Optional.empty());
    return new Encoded(batch.names(), fitter.fit(rows(batch), (rows, width) -> {}));
  }

  static FeatureSelection choose(
      String clause,
      Schema schema,
      Optional<org.sqlflow.syntax.Name> label,
      ColumnFunctions functions) {
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse("SELECT 1 TO TRAIN x COLUMN " + clause + " INTO m").get(0);
    return FeatureSelection.choose(train.columns(), schema, label, functions);
  }

  static RowBatch batch(Object... namesAndValues) {
    List<String> names = new ArrayList<>();
    List<ColumnVector> vectors = new ArrayList<>();
    int rows = 0;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.add((String) namesAndValues[i]);
      vectors.add(vector(namesAndValues[i + 1]));
      rows = vectors.get(0).capacity();
    }
    return new RowBatch(rows, names, vectors);
  }

  private static ColumnVector vector(Object values) {
    if (values instanceof double[] numbers) {
      return new ColumnVector.Doubles(numbers);
    }
    return values instanceof String[] texts
        ? new ColumnVector.Texts(texts)
        : new ColumnVector.Lists((double[][]) values);
  }

  /** The columns of a batch, with numbers as real ones. */
  static Schema schema(RowBatch batch) {
    return new Schema(
        IntStream.range(0, batch.names().size())
            .mapToObj(i -> column(batch.names().get(i), batch.column(i)))
            .toList());
  }

  private static Column column(String name, ColumnVector vector) {
    if (vector instanceof ColumnVector.Doubles) {
      return new Column(name, ColumnType.REAL, "DOUBLE");
    }
    return vector instanceof ColumnVector.Texts
        ? new Column(name, ColumnType.TEXT, "VARCHAR")
        : new Column(name, ColumnType.LIST, "DOUBLE[]");
  }

  /** Batches of the same columns as an ordered source. */
  static BufferedRows rows(RowBatch... batches) {
    return rows(true, batches);
  }

  static BufferedRows rows(boolean ordered, RowBatch... batches) {
    List<ColumnRead> reads = new ArrayList<>();
    for (int i = 0; i < batches[0].names().size(); i++) {
      ColumnVector vector = batches[0].column(i);
      ColumnRead.Form form =
          vector instanceof ColumnVector.Doubles
              ? ColumnRead.Form.NUMBERS
              : vector instanceof ColumnVector.Texts
                  ? ColumnRead.Form.TEXTS
                  : ColumnRead.Form.LISTS;
      reads.add(new ColumnRead(batches[0].names().get(i), form));
    }
    BufferedRows rows = new BufferedRows(reads, ordered);
    Arrays.stream(batches).forEach(rows::add);
    return rows;
  }

  FeatureEncoding encoding() {
    return fitted.encoding();
  }

  List<String> names() {
    return encoding().featureNames();
  }

  /** The training's rows. */
  float[][] rows() {
    return rows(fitted.matrix());
  }

  /** Other rows of the same columns, encoded as the training's. */
  float[][] predict(Object... others) {
    Object[] named = new Object[2 * others.length];
    for (int i = 0; i < others.length; i++) {
      named[2 * i] = names.get(i);
      named[2 * i + 1] = others[i];
    }
    return rows(encode(encoding(), named).matrix());
  }

  /** All rows of some columns, encoded. */
  static EncodedRows encode(FeatureEncoding encoding, Object... namesAndValues) {
    RowBatch batch = batch(namesAndValues);
    return encoding.encode(batch, 0, batch.rows());
  }

  static float[][] rows(Matrix matrix) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(
            row ->
                Arrays.copyOfRange(
                    matrix.values(), row * matrix.columns(), (row + 1) * matrix.columns()))
        .toArray(float[][]::new);
  }
}
