package org.sqlflow.completion;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names as statements need them, maybe quoted. */
final class SqlNames {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern MODEL =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*([./:-][\\p{L}\\p{N}_]+)*");
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "and",
          "any",
          "as",
          "asc",
          "both",
          "case",
          "cast",
          "check",
          "collate",
          "column",
          "constraint",
          "create",
          "default",
          "desc",
          "describe",
          "distinct",
          "do",
          "else",
          "end",
          "except",
          "false",
          "fetch",
          "for",
          "foreign",
          "from",
          "group",
          "having",
          "in",
          "intersect",
          "into",
          "lateral",
          "leading",
          "limit",
          "not",
          "null",
          "offset",
          "on",
          "only",
          "or",
          "order",
          "pivot",
          "placing",
          "primary",
          "qualify",
          "references",
          "returning",
          "select",
          "show",
          "some",
          "summarize",
          "table",
          "then",
          "to",
          "trailing",
          "true",
          "union",
          "unique",
          "unpivot",
          "using",
          "variadic",
          "when",
          "where",
          "window",
          "with");

  private SqlNames() {}

  /** A name in standard SQL. */
  static String inSql(String name, Optional<Catalog.NameRules> rules) {
    boolean plain =
        PLAIN.matcher(name).matches()
            && !RESERVED.contains(name.toLowerCase(Locale.ROOT))
            && rules.map(known -> known.folding().apply(name).equals(name)).orElse(true);
    if (plain) {
      return name;
    }
    return rules
        .map(known -> known.quoting().apply(name))
        .orElseGet(() -> '"' + name.replace("\"", "\"\"") + '"');
  }

  /** A column in COLUMN and LABEL, where double quotes hold a pattern. */
  static String inClause(String name) {
    return PLAIN.matcher(name).matches() ? name : '`' + name.replace("`", "``") + '`';
  }

  static String model(String name) {
    return MODEL.matcher(name).matches() ? name : '`' + name.replace("`", "``") + '`';
  }
}
