/**
 * What statements of every kind share: the workspace that they run in, the listener that they
 * report to, the model that reads a query's rows, the table that they write, and the error that
 * knows its place. Each package below holds the statements of one theme and knows this one; {@code
 * dispatch} knows them all.
 */
package org.sqlflow.statements;
