/**
 * What is known of clusters, whichever method found them: their profile, names, quality, stability,
 * map and distances. Records that reports show and models store; no method, no model.
 */
package org.sqlflow.models.clusters;
