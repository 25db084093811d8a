/** JDBC connections: a query as columns, a table written whole or not at all. */
package org.sqlflow.database;
