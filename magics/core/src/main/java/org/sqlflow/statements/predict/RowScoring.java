package org.sqlflow.statements.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.Model;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredModel;

/** A model as a function of rows. Safe to call from several threads. */
final class RowScoring implements Function<RowBatch, ColumnVector> {
  private final FeatureEncoding encoding;
  private final List<String> names;
  private final Supplier<Model> restored;

  /** Restored models that no thread uses now: each may be used by only one at a time. */
  private final Queue<Model> idle = new ConcurrentLinkedQueue<>();

  RowScoring(StoredModel stored, Workspace workspace) {
    this.encoding = stored.encoding();
    this.names = encoding.reads().stream().map(ColumnRead::column).toList();
    this.restored = () -> workspace.restored(stored);
  }

  @Override
  public ColumnVector apply(RowBatch arguments) {
    List<ColumnVector> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(column(encoding.reads().get(i).form(), arguments.column(i)));
    }
    RowBatch batch = new RowBatch(arguments.rows(), names, columns);
    Model model = idle.poll();
    if (model == null) {
      model = restored.get();
    }
    try {
      EncodedRows encoded = encoding.encode(batch, 0, batch.rows());
      return spread(model.predict(encoded.matrix(), Set.of()).get(0), encoded.rowOf());
    } catch (FeatureException error) {
      throw new IllegalArgumentException(error.getMessage(), error);
    } finally {
      idle.add(model);
    }
  }

  private static ColumnVector column(ColumnRead.Form form, ColumnVector column) {
    if (!(column instanceof ColumnVector.Texts texts)
        || Arrays.stream(texts.values()).noneMatch(RowScoring::isMarked)) {
      return column;
    }
    return form == ColumnRead.Form.LISTS
        ? new ColumnVector.Lists(
            Arrays.stream(texts.values())
                .map(text -> text == null ? null : list(text))
                .toArray(double[][]::new))
        : new ColumnVector.Doubles(
            Arrays.stream(texts.values())
                .mapToDouble(text -> text == null ? Double.NaN : number(text.substring(1)))
                .toArray());
  }

  private static boolean isMarked(String text) {
    return text != null && !text.isEmpty() && text.charAt(0) == PredictCalls.MARK;
  }

  private static double[] list(String text) {
    String inner = text.substring(2, text.length() - 1).strip();
    return inner.isEmpty()
        ? new double[0]
        : Arrays.stream(inner.split(",", -1)).mapToDouble(RowScoring::number).toArray();
  }

  private static double number(String text) {
    return switch (text.strip()) {
      case "NULL", "nan", "inf", "-inf" -> Double.NaN;
      case "true" -> 1;
      case "false" -> 0;
      default -> Double.parseDouble(text.strip());
    };
  }

  /** The predictions for all rows; none for a row that lacks a value. */
  private static ColumnVector spread(ColumnVector values, int[] rowOf) {
    if (values instanceof ColumnVector.Ints ints) {
      return new ColumnVector.Ints(
          Arrays.stream(rowOf)
              .map(row -> row < 0 ? ColumnVector.Ints.NONE : ints.values()[row])
              .toArray());
    }
    if (values instanceof ColumnVector.Doubles doubles) {
      return new ColumnVector.Doubles(
          Arrays.stream(rowOf)
              .mapToDouble(row -> row < 0 ? Double.NaN : doubles.values()[row])
              .toArray());
    }
    String[] texts = ((ColumnVector.Texts) values).values();
    return new ColumnVector.Texts(
        Arrays.stream(rowOf).mapToObj(row -> row < 0 ? null : texts[row]).toArray(String[]::new));
  }
}
