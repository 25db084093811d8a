package org.sqlflow.features;

import org.sqlflow.data.Matrix;

/**
 * A block of rows as a model takes them.
 *
 * @param matrix the rows that have all their features
 * @param rowOf for each row of the block its row in the matrix, -1 for a row left out
 */
public record EncodedRows(Matrix matrix, int[] rowOf) {}
