/**
 * Whether new rows are still like those that a model was trained on: what a model keeps of its
 * training rows, the range of each feature, and the comparison with later rows.
 */
package org.sqlflow.models.drift;
