package org.sqlflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.data.Column;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.supervised.SupervisedAttributes;

/**
 * Further rows that a model is judged by. Rows without a label, with a class that the training does
 * not have, or without a feature's value do not count.
 *
 * @param rows have the reads of the plan
 * @param label the column to predict, as these rows have it
 */
public record ValidationRows(RowSource rows, Column label) {
  private static final String QUERY = "the query of validation.select";
  private static final int READ = 0;
  private static final int ENCODED = 1;

  private static EncodedRows encode(FeatureEncoding encoding, RowBatch batch, int from, int to) {
    try {
      return encoding.encode(batch, from, to);
    } catch (FeatureException unfit) {
      throw new ModelException(
          QUERY + ": " + unfit.getMessage(), SupervisedAttributes.VALIDATION_SELECT);
    }
  }

  /**
   * The rows, encoded as those of the training.
   *
   * @throws ModelException if none of them counts, or if one has a value that must not be
   */
  LabelledRows encoded(FeatureEncoding encoding, Target target) {
    List<float[]> parts = new ArrayList<>();
    List<Integer> codes = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    long[] counts = new long[2];
    rows.read(
        batch -> {
          counts[READ] += batch.rows();
          for (int from = 0; from < batch.rows(); from += encoding.rowsAtATime()) {
            int to = Math.min(batch.rows(), from + encoding.rowsAtATime());
            EncodedRows encoded = encode(encoding, batch, from, to);
            counts[ENCODED] += encoded.matrix().rows();
            int[] own = null;
            double[] values = null;
            if (target instanceof Target.Classes classes) {
              own = classes.names().codes(batch.texts(label.name()));
            } else {
              values = batch.doubles(label.name());
            }
            for (int row = from; row < to; row++) {
              int at = encoded.rowOf()[row - from];
              boolean isKnown = own != null ? own[row] >= 0 : Double.isFinite(values[row]);
              if (at >= 0 && isKnown) {
                int width = encoding.width();
                parts.add(
                    Arrays.copyOfRange(encoded.matrix().values(), at * width, (at + 1) * width));
                if (own != null) {
                  codes.add(own[row]);
                } else {
                  numbers.add(values[row]);
                }
              }
            }
          }
        });
    if (parts.isEmpty()) {
      throw new ModelException(
          QUERY
              + (counts[READ] == 0
                  ? " returns no rows"
                  : counts[ENCODED] == 0
                      ? " has no row with all features"
                      : target instanceof Target.Classes
                          ? " has no row whose " + label.name() + " is a class of the training"
                          : " has no row with a number in " + label.name()),
          SupervisedAttributes.VALIDATION_SELECT);
    }
    float[] all = new float[Math.multiplyExact(parts.size(), encoding.width())];
    for (int row = 0; row < parts.size(); row++) {
      System.arraycopy(parts.get(row), 0, all, row * encoding.width(), encoding.width());
    }
    return new LabelledRows(
        new Matrix(parts.size(), encoding.width(), all),
        target instanceof Target.Classes classes
            ? new Target.Classes(
                codes.stream().mapToInt(Integer::intValue).toArray(), classes.names())
            : new Target.Numbers(numbers.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
