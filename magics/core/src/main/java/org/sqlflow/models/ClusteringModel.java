package org.sqlflow.models;

import java.util.Arrays;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;

/**
 * A trained model that assigns each row to a cluster: its first output is INTEGER, from 0, or
 * {@link ColumnVector.Ints#NONE} for a row that belongs to none.
 */
public non-sealed interface ClusteringModel extends Model {
  /** How many clusters there are. */
  int clusters();

  /**
   * The rows in the space in which they are clustered: {@code rows x code width}, or the rows
   * themselves for a model without an encoder.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  Matrix codes(Matrix rows);

  /** The cluster of each row, from 0; negative for a row that belongs to none. */
  default int[] assign(Matrix rows) {
    return ((ColumnVector.Ints) predict(rows, Set.of()).get(0)).values();
  }

  /** Whether each number below {@link #clusters} is the number of a group. */
  default boolean[] groups() {
    boolean[] all = new boolean[clusters()];
    Arrays.fill(all, true);
    return all;
  }

  /**
   * The same model with other numbers for its groups.
   *
   * @param numbers the new number of each group, from 0; all different, gaps are allowed
   */
  ClusteringModel renumbered(int[] numbers);

  @Override
  default <R> R accept(ModelVisitor<R> visitor) {
    return visitor.clustering(this);
  }
}
