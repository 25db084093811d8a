/**
 * TO PREDICT and predict(): a model's values for rows, into a table, into a view, or as a function
 * in a query.
 */
package org.sqlflow.statements.predict;
