package org.sqlflow.database;

/**
 * A table or a view.
 *
 * @param schema its schema, after the catalog and a dot if that is not the current catalog
 * @param name of the table
 * @param current whether the name alone finds it
 */
public record TableName(String schema, String name, boolean current) {}
