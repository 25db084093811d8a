package org.sqlflow.kernel.cell;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.text.NearestName;

/** Distinguishes SQL without a magic from Java, by its beginning. */
final class PlainSql {
  /** White space, including invisible characters that come with pasted text. */
  static final String SPACE = "[\\s\\p{Z}\\u200b\\u2060\\ufeff]";

  /** The first words of statements of SQL and of models, none of which begins a Java statement. */
  private static final Set<String> FIRST_WORDS =
      Set.of(
          "abort",
          "alter",
          "analyze",
          "attach",
          "begin",
          "call",
          "checkpoint",
          "close",
          "cluster",
          "comment",
          "commit",
          "compare",
          "copy",
          "create",
          "deallocate",
          "declare",
          "delete",
          "desc",
          "describe",
          "detach",
          "discard",
          "drop",
          "end",
          "evaluate",
          "exec",
          "execute",
          "explain",
          "export",
          "fetch",
          "flush",
          "force",
          "from",
          "grant",
          "insert",
          "install",
          "kill",
          "listen",
          "load",
          "lock",
          "merge",
          "monitor",
          "move",
          "notify",
          "optimize",
          "pivot",
          "pivot_longer",
          "pivot_wider",
          "pragma",
          "predict",
          "prepare",
          "reassign",
          "refresh",
          "reindex",
          "release",
          "rename",
          "repair",
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
          "train",
          "truncate",
          "unlisten",
          "unlock",
          "unpivot",
          "update",
          "use",
          "vacuum",
          "values",
          "with");

  /** Words that are whole statements. */
  private static final Set<String> ALONE =
      Set.of("abort", "begin", "checkpoint", "commit", "rollback", "vacuum");

  /** Words after which a single name is SQL, not a Java declaration: {@code Show tables;}. */
  private static final Set<String> OF_ONE_NAME =
      Set.of("show", "describe", "desc", "summarize", "use", "load", "install", "detach", "from");

  /** The words that a misspelled first word may mean. */
  private static final Set<String> FREQUENT =
      Set.of(
          "alter",
          "create",
          "delete",
          "describe",
          "explain",
          "insert",
          "select",
          "show",
          "summarize",
          "update",
          "values");

  private static final Pattern FIRST =
      Pattern.compile("([A-Za-z]+(?i:_wider|_longer)?)(?![\\p{L}\\p{N}_$])(.*)", Pattern.DOTALL);
  private static final Pattern ENDED = Pattern.compile(SPACE + "*(?:;.*)?", Pattern.DOTALL);

  /** White space followed by something that is not a Java operator; or a string. */
  private static final Pattern MORE =
      Pattern.compile(SPACE + "+(?:[\\p{L}\\p{N}_\"'`$*({@]|--|/\\*).*|['\"`].*", Pattern.DOTALL);

  /** A declaration of Java with a class of such a name: {@code Set values = …}. */
  private static final Pattern DECLARATION =
      Pattern.compile("[A-Z][a-z]+\\s+[\\p{L}_$][\\p{L}\\p{N}_$]*\\s*([=;,(]).*", Pattern.DOTALL);

  /** What else can follow SELECT: signs, lists, parameters, and brackets without a space. */
  private static final Pattern AFTER_SELECT =
      Pattern.compile(
          "(?i:select)(?:"
              + SPACE
              + "+(?:(?:-\\d|[\\[:#~]|\\.\\d).*|\\?[\\s;]*)|\\*\\s*(?i:from)\\s.*)|"
              + "SELECT"
              + SPACE
              + "*(?:[+*(\\[?:#~@]|-(?!>)|!(?!=)|\\.\\d).*|VALUES\\(.*",
          Pattern.DOTALL);

  /** Brackets and comments before a query. */
  private static final Pattern OPENED =
      Pattern.compile(
          "(?:\\((?:"
              + SPACE
              + "+|--[^\\n]*|/\\*.*?\\*/)*+)+"
              + "(?=(?i:select|with|from|values|table|show|describe|summarize|pivot|unpivot)\\b)",
          Pattern.DOTALL);

  /** {@code name <<} before a statement. */
  private static final Pattern BINDING =
      Pattern.compile(
          "[\\p{L}_][\\p{L}\\p{N}_]*[ \\t]*<<\\s*(?:\\(\\s*)*"
              + "(?=(?i:select|with|from|show|describe|desc|summarize|values|table|pivot|unpivot"
              + "|explain|call|pragma|execute|insert|update|delete|merge)\\s|$)");

  /** The same before a statement without rows, which Java has nowhere: {@code name << CREATE …}. */
  private static final Pattern BINDING_OF_COMMAND =
      Pattern.compile(
          "[\\p{L}_][\\p{L}\\p{N}_]*[ \\t]*<<\\s*([A-Za-z]+)\\s+[\\p{L}\\p{N}_\"'`].*",
          Pattern.DOTALL);

  /** Imports that cannot be Java. */
  private static final Pattern IMPORT =
      Pattern.compile("(?is)import\\s+(?:model|database)\\s+['\"].*");

  private static final Pattern WORDS =
      Pattern.compile("([A-Za-z]{4,})\\s+[\\w*\"'(].*", Pattern.DOTALL);

  private PlainSql() {}

  /**
   * Whether a cell is SQL.
   *
   * @param code without white space and comments at its start
   */
  static boolean is(String code) {
    if (BINDING.matcher(code).lookingAt() || IMPORT.matcher(code).matches()) {
      return true;
    }
    Matcher command = BINDING_OF_COMMAND.matcher(code);
    if (command.matches() && isFirstWord(command.group(1))) {
      return true;
    }
    Matcher opened = OPENED.matcher(code);
    String inner = opened.lookingAt() ? code.substring(opened.end()) : code;
    Matcher first = FIRST.matcher(inner);
    if (!first.matches()) {
      return false;
    }
    String word = first.group(1).toLowerCase(Locale.ROOT);
    String rest = first.group(2);
    if (!FIRST_WORDS.contains(word) || isDeclaration(word, inner)) {
      return false;
    }
    return ENDED.matcher(rest).matches()
        ? ALONE.contains(word) || isUpper(first.group(1))
        : MORE.matcher(rest).matches() || AFTER_SELECT.matcher(inner).matches();
  }

  private static boolean isDeclaration(String word, String code) {
    Matcher declaration = DECLARATION.matcher(code);
    return declaration.matches()
        && !(declaration.group(1).equals(";") && OF_ONE_NAME.contains(word));
  }

  private static boolean isUpper(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT));
  }

  /** Whether a word begins statements of SQL. */
  static boolean isFirstWord(String word) {
    return FIRST_WORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The SQL keyword that the first word most likely means, in a cell that is not valid Java. */
  static Optional<String> meant(String code) {
    Matcher words = WORDS.matcher(code);
    return words.matches() && !DECLARATION.matcher(code).matches()
        ? NearestName.of(words.group(1), FREQUENT)
            .filter(near -> Math.abs(near.length() - words.group(1).length()) <= 1)
            .map(near -> near.toUpperCase(Locale.ROOT))
        : Optional.empty();
  }
}
