package org.sqlflow.kernel.cell;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells SQL without a magic from Java, by how it begins. */
final class PlainSql {
  /** What begins statements of SQL and of models, and no statement of Java. */
  private static final Set<String> FIRST_WORDS =
      Set.of(
          "abort",
          "alter",
          "analyze",
          "attach",
          "begin",
          "call",
          "checkpoint",
          "comment",
          "commit",
          "copy",
          "create",
          "deallocate",
          "delete",
          "desc",
          "describe",
          "detach",
          "drop",
          "end",
          "execute",
          "explain",
          "export",
          "from",
          "grant",
          "insert",
          "install",
          "load",
          "merge",
          "optimize",
          "pivot",
          "pragma",
          "prepare",
          "replace",
          "reset",
          "retrain",
          "revoke",
          "rollback",
          "savepoint",
          "select",
          "set",
          "show",
          "start",
          "summarize",
          "table",
          "truncate",
          "unpivot",
          "update",
          "use",
          "vacuum",
          "values",
          "with");

  /** Those that are whole statements. */
  private static final Set<String> ALONE =
      Set.of("abort", "begin", "checkpoint", "commit", "end", "rollback", "vacuum");

  private static final Pattern FIRST = Pattern.compile("([A-Za-z]+)(.*)", Pattern.DOTALL);
  private static final Pattern NOTHING_MORE = Pattern.compile("\\s*;?\\s*");

  /** White space, and then no operator that Java could have after a name. */
  private static final Pattern MORE =
      Pattern.compile("\\s+(?:[\\p{L}\\p{N}_\"'`$*({@]|--|/\\*|-\\d).*", Pattern.DOTALL);

  /** A declaration of Java with a class of such a name: {@code Set values = …}. */
  private static final Pattern DECLARATION =
      Pattern.compile("[A-Z][a-z]+\\s+[\\p{L}_$][\\p{L}\\p{N}_$]*\\s*[=;,(].*", Pattern.DOTALL);

  /** Only with these a bracket can follow at once. */
  private static final Pattern BRACKET =
      Pattern.compile("(?:SELECT|VALUES)\\(.*|(?i:from)'.*|SELECT\\*.*", Pattern.DOTALL);

  /** {@code name <<} before a statement. */
  private static final Pattern BINDING =
      Pattern.compile(
          "[\\p{L}_][\\p{L}\\p{N}_]*[ \\t]*<<\\s*"
              + "(?=(?i:select|with|from|show|describe|summarize|values|pivot|unpivot|explain)\\s)");

  /** What Java's import cannot be followed by. */
  private static final Pattern IMPORT =
      Pattern.compile("(?is)import\\s+(?:model|database)\\s+['\"].*");

  private PlainSql() {}

  /**
   * Whether a cell is SQL.
   *
   * @param code without white space and comments at its start
   */
  static boolean is(String code) {
    Matcher binding = BINDING.matcher(code);
    if (binding.lookingAt()) {
      return true;
    }
    if (IMPORT.matcher(code).matches()) {
      return true;
    }
    Matcher first = FIRST.matcher(code);
    if (!first.matches()) {
      return false;
    }
    String word = first.group(1).toLowerCase(Locale.ROOT);
    String rest = first.group(2);
    if (!FIRST_WORDS.contains(word) || DECLARATION.matcher(code).matches()) {
      return false;
    }
    return NOTHING_MORE.matcher(rest).matches()
        ? ALONE.contains(word)
        : MORE.matcher(rest).matches() || BRACKET.matcher(code).matches();
  }
}
