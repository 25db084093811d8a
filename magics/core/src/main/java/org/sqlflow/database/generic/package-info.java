/**
 * Standard SQL and what a JDBC driver reports: for databases without a specific dialect, and as
 * base classes for those that have one. Tables are built in staging tables and published when they
 * are complete.
 */
package org.sqlflow.database.generic;
