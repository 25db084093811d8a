package org.sqlflow.models;

/** What an engine must be able to do so that an estimator can train on it. */
public enum Requirement {
  /** Compute partial sums over parts of the rows and merge them in the order of the parts. */
  SUMS_OVER_PARTITIONS,
  /** Go through all rows in shuffled batches, many times. */
  PASSES_OF_BATCHES,
  /** Have all rows in the memory of one machine. */
  ALL_ROWS_IN_MEMORY
}
