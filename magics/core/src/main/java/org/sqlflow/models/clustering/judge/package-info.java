/**
 * What clusters are worth, whatever found them: beside rows without groups and beside plain
 * k-means, after a training and in an evaluation alike.
 */
package org.sqlflow.models.clustering.judge;
