package org.sqlflow.columns;

import java.util.function.UnaryOperator;
import org.sqlflow.text.SqlNames;

/**
 * How the connected database writes what advice consists of.
 *
 * @param names how it writes names
 * @param number makes an expression of texts such as {@code -12.5e3} one of numbers, which gives
 *     NULL for other texts
 * @param readsFiles whether queries read files, so that options of its reader help
 */
public record SqlStyle(SqlNames names, UnaryOperator<String> number, boolean readsFiles) {}
