/**
 * Connecting and working by JDBC: {@link org.sqlflow.database.session.Databases} opens a connection
 * with the dialect that fits, {@link org.sqlflow.database.session.RowReader} turns result sets into
 * batches of rows.
 */
package org.sqlflow.database.session;
