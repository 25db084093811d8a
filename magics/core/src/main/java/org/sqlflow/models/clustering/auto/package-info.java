/**
 * {@code autoCluster}: whether rows have groups, how many, and which method finds them. Tries the
 * other clustering methods on a sample and trains the one that wins.
 */
package org.sqlflow.models.clustering.auto;
