package org.sqlflow.models.training;

import org.sqlflow.data.Matrix;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.text.Text;

/** Refuses rows that no model can be trained on. */
public final class TrainingRows {
  private TrainingRows() {}

  /**
   * Refuses sets without features or rows, and values that are not finite.
   *
   * @throws ModelException that names the feature and the row
   */
  public static void check(TrainingSet set) {
    Matrix rows = set.rows();
    if (rows.columns() == 0) {
      throw new ModelException("there are no features to train on: name columns in COLUMN");
    }
    if (rows.rows() == 0) {
      throw new ModelException("the query returned no rows to train on");
    }
    float[] values = rows.values();
    for (int at = 0; at < values.length; at++) {
      if (!Float.isFinite(values[at])) {
        throw new ModelException(
            Text.of(
                "%s is not a finite number in row %d of the training rows",
                set.featureNames().get(at % rows.columns()), at / rows.columns() + 1));
      }
    }
  }
}
