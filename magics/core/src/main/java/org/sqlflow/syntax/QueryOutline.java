package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;

/**
 * The columns and tables of a query, from its text alone.
 *
 * @param columns the output columns in order; of a UNION, those of its first query
 * @param tables the tables read, as written, without the query's own WITH names
 * @param whole the table, as written, if the query is nothing but rows of one table, all of them in
 *     the table's order, and each of its columns is one of the table's under its own name
 */
public record QueryOutline(
    List<OutputColumn> columns, List<String> tables, Optional<String> whole) {
  /**
   * One item of the select list.
   *
   * @param text the item as JSqlParser writes it
   * @param name its alias or the column's own name, without quotes; none for an expression, which
   *     each database names in its own way, and for {@code *}
   * @param star whether it is {@code *} or {@code t.*}
   */
  public record OutputColumn(String text, Optional<String> name, boolean star) {}
}
