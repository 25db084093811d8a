package org.sqlflow.database;

import java.util.List;
import java.util.function.Function;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;

/**
 * A function of Java that SQL calls, some rows at a time and from several threads.
 *
 * @param name in SQL
 * @param arguments whether each is a number in double precision, else a text
 * @param result what it gives for each row; its name does not matter
 * @param body takes the arguments as columns that are named by their places, from 0; its vector has
 *     a value for each row
 */
public record RowFunction(
    String name,
    List<Boolean> arguments,
    OutputColumn result,
    Function<RowBatch, ColumnVector> body) {}
