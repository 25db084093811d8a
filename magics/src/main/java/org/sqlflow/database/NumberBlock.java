package org.sqlflow.database;

/**
 * Some rows of a query as numbers, by column.
 *
 * @param rows how many rows
 * @param columns for each column its values, at least {@code rows} of them; NULL is NaN, and truth
 *     values are 0 and 1
 */
public record NumberBlock(int rows, double[][] columns) {}
