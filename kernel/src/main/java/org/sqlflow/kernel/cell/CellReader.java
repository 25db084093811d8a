package org.sqlflow.kernel.cell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaLexer;
import org.sqlflow.kernel.java.JavaToken;
import org.sqlflow.kernel.java.ToDataframesCall;

/** Recognizes what a cell contains. */
public final class CellReader {
  private static final Pattern BEFORE_MAGIC =
      Pattern.compile("(?:\\s+|(?://|--|#)[^\\n]*|/\\*.*?\\*/)*+", Pattern.DOTALL);
  private static final Pattern MAGIC =
      Pattern.compile("(%%?)[ \\t]*([\\p{L}_][\\p{L}\\p{N}_.]*)?[^\\n]*");
  private static final String SUBJECT = "(%{0,2}[\\p{L}_$][\\p{L}\\p{N}_.$]*+)";
  private static final Pattern HELP =
      Pattern.compile("\\?{1,2}\\s*+" + SUBJECT + "?+\\s*+|" + SUBJECT + "\\s*+\\?{1,2}\\s*+");
  private static final String KNOWN =
      """
      Start a cell with %%sqlflow for SQL and models, or with %sqlflow for one line of SQL;
      a cell without a magic is Java.\
      """;
  private static final String ONE_LINE =
      """
      %sqlflow takes only one line, but more lines follow: use %%sqlflow for several lines of SQL,
      or move the other lines to a separate cell\
      """;
  private static final String AMONG_JAVA =
      "a cell is either SQL or Java: move the %sqlflow line to a separate cell";

  private CellReader() {}

  /**
   * Reads a cell.
   *
   * @throws CellException if its magic is unknown or misplaced
   */
  public static Cell read(String code) {
    String text = code.replace("\r\n", "\n").replace('\r', '\n');
    Matcher before = BEFORE_MAGIC.matcher(text);
    int start = before.lookingAt() ? before.end() : 0;
    if (start == text.length()) {
      return new Cell.Empty();
    }
    Matcher help = HELP.matcher(text).region(start, text.length());
    if (help.matches()) {
      return new Cell.Help(
          Optional.ofNullable(help.group(1))
              .or(() -> Optional.ofNullable(help.group(2)))
              .orElse(""));
    }
    Matcher magic = MAGIC.matcher(text).region(start, text.length());
    if (magic.lookingAt()) {
      return magicCell(text, magic);
    }
    List<JavaToken> tokens = JavaLexer.tokens(text);
    if (tokens.isEmpty()) {
      return new Cell.Empty();
    }
    refuseMagicInside(text, tokens);
    return ToDataframesCall.match(tokens, text)
        .<Cell>map(call -> new Cell.ToDataframes(call.name()))
        .orElseGet(() -> new Cell.Java(text));
  }

  /** Whether the text is a cell of SQL, as far as it is written. */
  public static boolean startsWithMagic(String code) {
    return magicStart(code).isPresent();
  }

  /** Where the percent signs of a cell of SQL start. */
  static OptionalInt magicStart(String code) {
    Matcher before = BEFORE_MAGIC.matcher(code);
    int start = before.lookingAt() ? before.end() : 0;
    return code.startsWith("%", start) ? OptionalInt.of(start) : OptionalInt.empty();
  }

  /** Where the magic's name ends, even an unknown one. */
  static int magicEnd(String code, int start) {
    Matcher magic = MAGIC.matcher(code).region(start, code.length());
    boolean named = magic.lookingAt() && magic.group(2) != null;
    return named ? magic.end(2) : Math.min(code.length(), start + percents(code, start));
  }

  private static int percents(String code, int start) {
    return code.startsWith("%%", start) ? 2 : 1;
  }

  /** Whether the text is a word with {@code ?} before or after it. */
  public static boolean asksForHelp(String code) {
    Matcher before = BEFORE_MAGIC.matcher(code);
    return HELP.matcher(code)
        .region(before.lookingAt() ? before.end() : 0, code.length())
        .matches();
  }

  private static Cell magicCell(String text, Matcher magic) {
    String percent = magic.group(1);
    String name = magic.group(2) == null ? "" : magic.group(2);
    if (!name.equals("sqlflow")) {
      throw new CellException("UnknownMagic", unknown(percent, name));
    }
    if (percent.equals("%%")) {
      return new Cell.Sqlflow(text, magic.end(2));
    }
    Matcher below = BEFORE_MAGIC.matcher(text).region(magic.end(), text.length());
    if (below.lookingAt() && below.end() < text.length()) {
      throw new CellException("MisplacedMagic", ONE_LINE);
    }
    return new Cell.Sqlflow(text.substring(0, magic.end()), magic.end(2));
  }

  private static String unknown(String percent, String name) {
    boolean near = name.toLowerCase(Locale.ROOT).matches("sq?l?.{0,7}");
    String hint = near ? "; did you mean " + percent + "sqlflow?" : "";
    return "unknown magic " + percent + name + hint + "\n" + KNOWN;
  }

  private static void refuseMagicInside(String text, List<JavaToken> tokens) {
    for (int i = 1; i + 1 < tokens.size(); i++) {
      JavaToken token = tokens.get(i);
      boolean first = text.substring(tokens.get(i - 1).end(), token.start()).contains("\n");
      int word = tokens.get(i + 1).is("%") ? i + 2 : i + 1;
      if (first && token.is("%") && word < tokens.size() && tokens.get(word).is("sqlflow")) {
        throw new CellException("MisplacedMagic", AMONG_JAVA);
      }
    }
  }
}
