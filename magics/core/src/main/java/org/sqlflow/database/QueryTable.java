package org.sqlflow.database;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.sqlflow.data.SqlType;
import tech.tablesaw.api.Table;

/**
 * The whole result of a query.
 *
 * @param table a column for each column of the result; equal names get the suffixes _1, _2, …
 * @param present by column index, the rows whose value is not NULL although Tablesaw counts it as
 *     missing: an empty string, NaN, or the smallest int or long
 * @param types of the columns, as the database has them
 */
public record QueryTable(Table table, Map<Integer, BitSet> present, List<SqlType> types) {}
