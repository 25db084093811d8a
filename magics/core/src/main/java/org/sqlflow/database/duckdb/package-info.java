/**
 * DuckDB, the embedded default. Its driver holds whole results in memory, so long results are
 * spooled to a temporary table and read in chunks.
 */
package org.sqlflow.database.duckdb;
