/**
 * Spark as a database: a JDBC driver that uses the client of Spark Connect, and the dialect of
 * Spark SQL. The client's classes have their own class loader and are called by reflection.
 */
package org.sqlflow.database.spark;
