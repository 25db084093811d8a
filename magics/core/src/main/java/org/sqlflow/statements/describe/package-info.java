/**
 * What can be shown without a training: the columns of a query, the models of the database, a
 * model's statement, and the attributes of an estimator.
 */
package org.sqlflow.statements.describe;
