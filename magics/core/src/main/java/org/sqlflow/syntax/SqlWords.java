package org.sqlflow.syntax;

import java.util.Set;

/** Keywords of standard SQL by what they do. */
final class SqlWords {
  /** Words that an expression follows. */
  static final Set<String> BEFORE_OPERAND =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "ON",
          "BY",
          "HAVING",
          "QUALIFY",
          "WHEN",
          "THEN",
          "ELSE",
          "CASE",
          "BETWEEN",
          "LIKE",
          "ILIKE",
          "IN",
          "SET",
          "RETURNING");

  /** Words that end a list of tables and are no alias. */
  static final Set<String> AFTER_TABLE =
      Set.of(
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "JOIN",
          "LEFT",
          "RIGHT",
          "FULL",
          "INNER",
          "OUTER",
          "CROSS",
          "NATURAL",
          "ASOF",
          "ON",
          "USING",
          "SELECT",
          "TO",
          "QUALIFY",
          "WINDOW",
          "TABLESAMPLE",
          "SET",
          "VALUES",
          "SEMI",
          "ANTI",
          "POSITIONAL",
          "LATERAL",
          "AS",
          "PIVOT",
          "UNPIVOT");

  private SqlWords() {}
}
