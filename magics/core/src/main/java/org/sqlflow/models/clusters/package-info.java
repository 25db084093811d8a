/**
 * What is known about clusters, whichever method found them: their profile, names, quality,
 * stability, map and distances. Records that reports show and models store, independent of methods
 * and models.
 */
package org.sqlflow.models.clusters;
