package org.sqlflow.engine;

import java.util.List;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.Model;

/**
 * A model to apply to rows.
 *
 * @param encoding how the rows' columns become the model's features
 * @param extraOutputs names of further outputs
 */
public record Scoring(FeatureEncoding encoding, Model model, Set<String> extraOutputs) {
  /** The model with its prediction alone. */
  public Scoring(FeatureEncoding encoding, Model model) {
    this(encoding, model, Set.of());
  }

  /**
   * Some rows with what the model makes of them.
   *
   * @param batch the rows as they were read
   * @param from the first of the batch's rows to be scored
   * @param to the end, exclusive
   * @param encoded those rows as the model sees them; rows without a value may be left out
   * @param predictions for each row of the encoded matrix, in the order of the model's outputs
   */
  public record ScoredRows(
      RowBatch batch, int from, int to, EncodedRows encoded, List<ColumnVector> predictions) {
    /** The cluster of each row, negative for none; only of a model that gives clusters. */
    public int[] clusters() {
      return ((ColumnVector.Ints) predictions.get(0)).values();
    }
  }
}
