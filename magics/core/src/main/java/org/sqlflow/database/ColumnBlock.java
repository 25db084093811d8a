package org.sqlflow.database;

import java.util.List;

/**
 * Some rows of a query, by column.
 *
 * @param rows how many rows
 * @param columns for each column its values as {@link ReadColumn.Form} tells, one for each row or
 *     more
 */
public record ColumnBlock(int rows, List<Object> columns) {}
