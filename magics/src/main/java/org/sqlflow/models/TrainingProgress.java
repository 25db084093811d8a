package org.sqlflow.models;

/**
 * Where a training stands.
 *
 * @param phase such as {@code pre-training}
 * @param pass passes over the rows begun in this phase, from 1
 * @param passes the most passes that this phase may take
 * @param done rows of this phase so far, over all its passes
 * @param loss of the last pass, or of the last batch within the first pass; NaN if none yet
 * @param changedShare share of rows that changed group, from 0 to 1; NaN where there are none
 * @param rowsPerSecond in this phase; NaN if not known yet
 */
public record TrainingProgress(
    String phase,
    int pass,
    int passes,
    long done,
    double loss,
    double changedShare,
    double rowsPerSecond) {}
