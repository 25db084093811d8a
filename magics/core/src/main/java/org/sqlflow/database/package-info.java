/**
 * What the rest of the program sees of a database: where it is ({@link
 * org.sqlflow.database.DataSource}), what can be done with it ({@link
 * org.sqlflow.database.Database}), and what can go wrong ({@link
 * org.sqlflow.database.DatabaseException}). Connecting is in {@code session}; what differs between
 * databases is described in {@code spi} and implemented in a package for each.
 */
package org.sqlflow.database;
