package org.sqlflow.database;

import java.util.BitSet;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * The whole result of a query.
 *
 * @param table a column for each column of the result; equal names are told apart by _1, _2, …
 * @param present by column index, the rows whose value is not NULL though Tablesaw counts it as
 *     missing: an empty string, NaN, or the least int or long
 */
public record QueryTable(Table table, Map<Integer, BitSet> present) {}
