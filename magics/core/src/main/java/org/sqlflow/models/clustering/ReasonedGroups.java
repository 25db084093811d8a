package org.sqlflow.models.clustering;

import org.sqlflow.data.Matrix;

/** A clustering model that knows itself why rows are in their groups. */
public interface ReasonedGroups {
  /**
   * Why each row is in its group, in words.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  String[] reasons(Matrix rows);
}
