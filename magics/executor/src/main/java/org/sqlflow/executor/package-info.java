/**
 * What runs on the executors of a cluster: the steps that train a dense network and cluster centres
 * on a partition's rows. The jar of this package is sent there alone, so it needs nothing but the
 * JDK; a partition's work and its result are serialized as plain arrays.
 */
package org.sqlflow.executor;
