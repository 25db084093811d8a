/** Rows and the centres that they are nearest to: k-means as other methods use it. */
package org.sqlflow.models.clustering.centres;
