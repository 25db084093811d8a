package org.sqlflow.database;

/**
 * A table or a view.
 *
 * @param schema its schema, with the catalog before it where that is another one than the current
 * @param current whether the name alone finds it
 */
public record TableName(String schema, String name, boolean current) {}
