package org.sqlflow.columns;

import java.util.function.UnaryOperator;

/**
 * How the connected database writes what advice consists of.
 *
 * @param name a column's name in the query, quoted where it must be
 * @param number an expression that reads a text such as {@code -12.5e3} as a number, and gives NULL
 *     for other texts
 * @param readsFiles whether queries read files, so that options of its reader help
 */
public record SqlStyle(
    UnaryOperator<String> name, UnaryOperator<String> number, boolean readsFiles) {
  /** A column in COLUMN, where double quotes hold a pattern. */
  String inClause(String column) {
    return column.matches("[\\p{L}_][\\p{L}\\p{N}_]*")
        ? column
        : '`' + column.replace("`", "``") + '`';
  }
}
