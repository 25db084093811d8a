/** A few points that represent all rows, and the spectral map that they make. */
package org.sqlflow.models.clustering.landmarks;
