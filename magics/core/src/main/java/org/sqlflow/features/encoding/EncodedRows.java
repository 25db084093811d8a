package org.sqlflow.features.encoding;

import org.sqlflow.data.Matrix;

/**
 * Rows of a batch as a model takes them.
 *
 * @param matrix the rows that have all their values, {@code rows x features}
 * @param rowOf for each row that was encoded its row in the matrix; -1 for a row left out
 */
public record EncodedRows(Matrix matrix, int[] rowOf) {}
