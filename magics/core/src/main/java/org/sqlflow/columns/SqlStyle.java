package org.sqlflow.columns;

import java.util.function.UnaryOperator;
import org.sqlflow.text.SqlNames;

/**
 * How the connected database writes the expressions in advice.
 *
 * @param names how it writes names
 * @param number turns an expression that yields texts such as {@code -12.5e3} into one that yields
 *     numbers, and NULL for other texts
 * @param readsFiles whether queries read files, so that options of its reader help
 */
public record SqlStyle(SqlNames names, UnaryOperator<String> number, boolean readsFiles) {}
