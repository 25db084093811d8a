/**
 * What happens to a model after its training: its versions, retraining, comparing, watching for
 * drift, the names of its groups, and its end.
 */
package org.sqlflow.statements.lifecycle;
