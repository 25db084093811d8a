/** K-means, and which centre a row is nearest to. */
package org.sqlflow.models.clustering.centres;
