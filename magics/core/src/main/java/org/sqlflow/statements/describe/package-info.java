/**
 * What there is to see before and beside a training: the columns of a query, the models of the
 * database, a model's statement, and the attributes of an estimator.
 */
package org.sqlflow.statements.describe;
