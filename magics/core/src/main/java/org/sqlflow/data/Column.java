package org.sqlflow.data;

/**
 * A column of a query's result.
 *
 * @param name as the database labels it
 * @param type what its values are to a model
 * @param typeName the database's own name of the type, for messages
 */
public record Column(String name, ColumnType type, String typeName) {}
