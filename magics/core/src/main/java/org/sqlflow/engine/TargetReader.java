package org.sqlflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.encoding.RowMap;
import org.sqlflow.models.Blame;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.Task;
import org.sqlflow.text.Text;

/** Reads what a training learns to predict, in the order of the encoded rows. */
final class TargetReader {
  /** Errors are squared and summed. */
  private static final double LARGEST = 1e140;

  private final RowSource rows;
  private final Column label;
  private final RowMap map;

  private TargetReader(RowSource rows, Column label, RowMap map) {
    this.rows = rows;
    this.label = label;
    this.map = map;
  }

  /** The form in which a label is read. */
  static ColumnRead read(Column label, Task task) {
    boolean numbers = task == Task.REGRESSION || label.type() == ColumnType.REAL;
    return numbers ? ColumnRead.numbers(label.name()) : ColumnRead.texts(label.name());
  }

  /**
   * The target of a task that has one.
   *
   * @throws FeatureException if a row has no label
   * @throws ModelException if all labels are the same, or too large
   */
  static Target of(RowSource rows, Column label, RowMap map, Task task) {
    TargetReader reader = new TargetReader(rows, label, map);
    return task == Task.REGRESSION ? reader.numbers() : reader.classes();
  }

  private Target numbers() {
    double[] all = new double[Math.toIntExact(rows.count())];
    int at = 0;
    for (int index = 0; index < rows.batches(); index++) {
      RowBatch batch = rows.batch(index, List.of(ColumnRead.numbers(label.name())));
      System.arraycopy(batch.doubles(label.name()), 0, all, at, batch.rows());
      at += batch.rows();
    }
    double[] values = new double[map.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = all[map.source(row)];
    }
    long missing = Arrays.stream(values).filter(value -> !Double.isFinite(value)).count();
    refuse(missing, values.length);
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    if (largest > LARGEST) {
      throw new ModelException(
          Text.of(
              "the label %s has values of up to %.3g, whose squares are no numbers: divide it in"
                  + " the query",
              label.name(), largest),
          new Blame.Columns(List.of(label.name())));
    }
    return new Target.Numbers(values);
  }

  private Target classes() {
    List<String> all = new ArrayList<>();
    for (int index = 0; index < rows.batches(); index++) {
      RowBatch batch = rows.batch(index, List.of(read(label, Task.CLASSIFICATION)));
      all.addAll(Arrays.asList(batch.texts(label.name())).subList(0, batch.rows()));
    }
    String[] values = new String[map.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = all.get(map.source(row));
    }
    refuse(Arrays.stream(values).filter(Objects::isNull).count(), values.length);
    ClassNames names = ClassNames.of(Arrays.asList(values), label.type());
    if (names.size() == 1) {
      throw new ModelException(
          Text.of(
              "the label %s has only the value %s: nothing to classify",
              label.name(),
              label.type() == ColumnType.TEXT
                  ? "'" + names.names().get(0) + "'"
                  : names.names().get(0)),
          new Blame.Columns(List.of(label.name())));
    }
    return new Target.Classes(names.codes(values), names);
  }

  /**
   * Refuses rows without a label. Databases sort NaN above all numbers, so the condition for real
   * numbers leaves out NaN and infinity too.
   */
  private void refuse(long missing, int of) {
    if (missing == of && of > 0) {
      throw new FeatureException(
          label.name() + ", the column of LABEL, has no value in any row: name another column",
          List.of(label.name()));
    }
    if (missing > 0) {
      boolean isReal = label.type() == ColumnType.REAL;
      throw new FeatureException(
          names ->
              Text.of(
                  "%1$s, the column of LABEL, %2$s in %3$,d of %4$,d rows. Leave them out in the"
                      + " query (WHERE %5$s)",
                  label.name(),
                  isReal ? "is NULL, NaN or infinite" : "has no value",
                  missing,
                  of,
                  isReal
                      ? "abs(" + names.inSql(label.name()) + ") < 1e308"
                      : names.inSql(label.name()) + " IS NOT NULL"),
          List.of(label.name()));
    }
  }
}
