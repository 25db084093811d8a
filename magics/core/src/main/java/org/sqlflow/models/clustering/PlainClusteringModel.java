package org.sqlflow.models.clustering;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.training.PredictionInput;

/**
 * A clustering model without an encoder, whose outputs are those of {@link ClusterOutputs} and no
 * others.
 */
public interface PlainClusteringModel extends ClusteringModel {
  /**
   * The groups of rows.
   *
   * @param groups of each row; {@link ColumnVector.Ints#NONE} for none
   * @param distances of each row to its group; computed only if requested
   * @param confidences of each row, from 0 to 1; computed only if requested
   */
  record Assignment(int[] groups, Supplier<float[]> distances, Supplier<float[]> confidences) {}

  /**
   * The groups of rows.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  Assignment assignment(Matrix rows);

  @Override
  default ClusteringModel renumbered(int[] numbers) {
    return NumberedModel.of(this, numbers);
  }

  @Override
  default Set<String> extraOutputs() {
    return ClusterOutputs.extra();
  }

  @Override
  default List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    return ClusterOutputs.columns(this, column, extraOutputs);
  }

  @Override
  default List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    Assignment found = assignment(rows);
    return ClusterOutputs.values(
        found.groups(), extraOutputs, found.distances(), found.confidences());
  }

  @Override
  default Matrix codes(Matrix rows) {
    return rows;
  }
}
