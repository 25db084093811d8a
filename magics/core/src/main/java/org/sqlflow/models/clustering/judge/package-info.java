/**
 * How good clusters are, whatever found them: compared with rows without groups and with plain
 * k-means, in the same way after a training and in an evaluation.
 */
package org.sqlflow.models.clustering.judge;
