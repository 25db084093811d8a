package org.sqlflow.models.training;

import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.clustering.dec.DecAttributes;
import org.sqlflow.text.Text;

/** Refuses rows that nothing can be learnt from. */
public final class TrainingRows {
  private TrainingRows() {}

  public static void check(TrainingData data) {
    Matrix rows = data.rows();
    if (rows.columns() == 0) {
      throw new ModelException("there are no features to train on: name columns in COLUMN");
    }
    if (rows.rows() == 0) {
      throw new ModelException("the query gave no rows to train on");
    }
    float[] values = rows.values();
    for (int at = 0; at < values.length; at++) {
      if (!Float.isFinite(values[at])) {
        throw new ModelException(
            Text.of(
                "%s holds a value that is no number in row %d of the training rows",
                data.featureNames().get(at % rows.columns()), at / rows.columns() + 1));
      }
    }
  }

  /** Refuses more clusters than there are different rows: some would have to stay empty. */
  public static void checkClusters(TrainingData data, int clusters) {
    Matrix rows = data.rows();
    if (rows.rows() < clusters) {
      throw new ModelException(
          Text.of(
              "%d rows cannot make %d groups: set a lower %s or train on more rows",
              rows.rows(), clusters, DecAttributes.CLUSTERS),
          DecAttributes.CLUSTERS);
    }
    int distinct = distinct(rows, clusters);
    if (distinct == 1) {
      throw new ModelException(
          Text.of(
              "all %d rows are the same in these features: there is nothing to group",
              rows.rows()));
    }
    if (distinct < clusters) {
      throw new ModelException(
          Text.of(
              "only %d of the %d rows differ in these features, too few for %d groups: set a lower"
                  + " %s",
              distinct, rows.rows(), clusters, DecAttributes.CLUSTERS),
          DecAttributes.CLUSTERS);
    }
  }

  /** How many different rows there are, counted up to {@code enough}. */
  public static int distinct(Matrix rows, int enough) {
    Set<FloatBuffer> seen = new HashSet<>();
    for (int row = 0; row < rows.rows() && seen.size() < enough; row++) {
      seen.add(FloatBuffer.wrap(rows.values(), row * rows.columns(), rows.columns()));
    }
    return seen.size();
  }
}
