/** Deep embedded clustering, its autoencoder, k-means and their scores. */
package org.sqlflow.models.cluster;
