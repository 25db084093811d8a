/**
 * Spark by Spark Connect, as a database: a JDBC driver over Spark's client, and the dialect of
 * Spark SQL. The client's classes are loaded apart from all others, and called by reflection.
 */
package org.sqlflow.database.spark;
