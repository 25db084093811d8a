package org.sqlflow.database;

import java.util.List;
import java.util.function.Function;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;

/**
 * A Java function that SQL calls with batches of rows, from several threads.
 *
 * @param name in SQL
 * @param arguments for each, true for a number in double precision and false for a text
 * @param result the type of its result for each row; the name is not used
 * @param body takes the arguments as columns named "0", "1" and so on; returns a vector with a
 *     value for each row
 */
public record RowFunction(
    String name,
    List<Boolean> arguments,
    OutputColumn result,
    Function<RowBatch, ColumnVector> body) {}
