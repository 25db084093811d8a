package org.sqlflow.text;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How names are written so that a statement can be run: as they are where that means them, else in
 * quotes. Messages and completion write the names of columns, tables and models by it. Immutable.
 *
 * @param quoting puts a name into the quotes of the connected database
 * @param folding the name that the database makes of one without quotes
 */
public record SqlNames(UnaryOperator<String> quoting, UnaryOperator<String> folding) {
  /** Standard quotes, and a case that stays, as in DuckDB. */
  public static final SqlNames STANDARD =
      new SqlNames(name -> '"' + name.replace("\"", "\"\"") + '"', UnaryOperator.identity());

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern MODEL =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*([./:-][\\p{L}\\p{N}_]+)*");

  /** The words of our own clauses, and the values, none of which is a column without quotes. */
  private static final Set<String> CLAUSES =
      Set.of("with", "column", "label", "using", "into", "for", "true", "false", "null");

  /** Reserved in one database or another. Quotes around a name that needs none do no harm. */
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "analyse",
          "analyze",
          "and",
          "any",
          "array",
          "as",
          "asc",
          "asymmetric",
          "authorization",
          "binary",
          "both",
          "case",
          "cast",
          "change",
          "check",
          "collate",
          "collation",
          "column",
          "condition",
          "constraint",
          "create",
          "cross",
          "current_date",
          "current_time",
          "current_timestamp",
          "current_user",
          "databases",
          "default",
          "desc",
          "describe",
          "distinct",
          "distinctrow",
          "div",
          "do",
          "else",
          "end",
          "except",
          "explain",
          "false",
          "fetch",
          "for",
          "foreign",
          "freeze",
          "from",
          "full",
          "grant",
          "group",
          "groups",
          "having",
          "if",
          "ilike",
          "in",
          "index",
          "initially",
          "inner",
          "insert",
          "intersect",
          "interval",
          "into",
          "is",
          "isnull",
          "join",
          "key",
          "keys",
          "lateral",
          "leading",
          "left",
          "like",
          "limit",
          "lines",
          "localtime",
          "localtimestamp",
          "lock",
          "match",
          "mod",
          "natural",
          "not",
          "notnull",
          "null",
          "offset",
          "on",
          "only",
          "option",
          "or",
          "order",
          "outer",
          "over",
          "overlaps",
          "partition",
          "pivot",
          "placing",
          "primary",
          "qualify",
          "range",
          "rank",
          "read",
          "references",
          "release",
          "rename",
          "repeat",
          "require",
          "return",
          "returning",
          "right",
          "row",
          "rows",
          "schema",
          "select",
          "separator",
          "session_user",
          "set",
          "show",
          "similar",
          "some",
          "summarize",
          "symmetric",
          "system",
          "table",
          "tablesample",
          "then",
          "to",
          "trailing",
          "trigger",
          "true",
          "union",
          "unique",
          "unpivot",
          "update",
          "usage",
          "use",
          "user",
          "using",
          "values",
          "variadic",
          "verbose",
          "when",
          "where",
          "window",
          "with",
          "write",
          "xor");

  /** A name in the database's SQL. */
  public String inSql(String name) {
    boolean plain =
        PLAIN.matcher(name).matches()
            && !RESERVED.contains(name.toLowerCase(Locale.ROOT))
            && folding.apply(name).equals(name);
    return plain ? name : quoting.apply(name);
  }

  /** A column in COLUMN and LABEL, which are the same on every database. */
  public static String inClause(String name) {
    boolean plain =
        PLAIN.matcher(name).matches() && !CLAUSES.contains(name.toLowerCase(Locale.ROOT));
    return plain ? name : quoted(name);
  }

  /** A model in the clauses and statements about models. */
  public static String model(String name) {
    boolean plain =
        MODEL.matcher(name).matches() && !CLAUSES.contains(name.toLowerCase(Locale.ROOT));
    return plain ? name : quoted(name);
  }

  private static String quoted(String name) {
    return name.contains("\"") ? '`' + name.replace("`", "``") + '`' : '"' + name + '"';
  }
}
