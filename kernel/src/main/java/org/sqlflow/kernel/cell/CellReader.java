package org.sqlflow.kernel.cell;

import java.util.ArrayList;
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
  private static final String SPACE_AND_COMMENTS =
      "(?:" + PlainSql.SPACE + "+|(?://|--|#)[^\\n]*|/\\*.*?\\*/)*+";
  private static final Pattern INVISIBLE = Pattern.compile(PlainSql.SPACE + "+");
  private static final Pattern BEFORE_MAGIC = Pattern.compile(SPACE_AND_COMMENTS, Pattern.DOTALL);
  private static final Pattern MAGIC =
      Pattern.compile("(%%?)[ \\t]*([\\p{L}_][\\p{L}\\p{N}_.]*)?[^\\n]*");
  private static final Pattern JAVA_MAGIC =
      Pattern.compile(SPACE_AND_COMMENTS + "%%[ \\t]*java(?=\\s|$)", Pattern.DOTALL);
  private static final Pattern CLASS_PATH =
      Pattern.compile(
          "%{1,2}[ \\t]*((?:jars?|classpath(?!\\s+add\\b)|maven)(?=\\s|$)[^\\n]*)(?:\\n|$)");
  private static final String SUBJECT = "(%{0,2}[\\p{L}_$][\\p{L}\\p{N}_.$]*+)";

  /**
   * A word with question marks before or after it; {@code SELECT ?} is a query with a parameter.
   */
  private static final Pattern HELP =
      Pattern.compile(
          "(?!(?i:select)\\s+\\?\\s*+\\z)(?:\\?{1,2}\\s*+"
              + SUBJECT
              + "?+\\s*+|"
              + SUBJECT
              + "\\s*+\\?{1,2}\\s*+)");

  private static final Pattern ASKS =
      Pattern.compile(
          "%(?:lsmagic|quickref|magic|help)\\s*|%{0,2}sqlflow[ \\t]+(?:help|--help|-h)\\s*;?\\s*");
  private static final String KNOWN =
      """
      A cell that begins with SELECT, CREATE, SHOW or another SQL keyword is SQL, any other is
      Java; %%sqlflow and %%java say so explicitly. sqlflow? shows the language.\
      """;
  private static final String ONE_LINE =
      """
      %sqlflow takes only one line, but more lines follow: use %%sqlflow for several lines of SQL,
      or move the other lines to a separate cell\
      """;
  private static final String AMONG_JAVA =
      "a cell is either SQL or Java: move the %sqlflow line to a separate cell";

  /** A line after the first that begins with a magic. */
  private static final Pattern FURTHER_MAGIC =
      Pattern.compile("\n[ \\t]*(%{1,2}(?:sqlflow|java))\\b");

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
    Optional<String> parameters = Parameters.java(text);
    if (parameters.isPresent()) {
      return new Cell.Java(parameters.get());
    }
    Matcher help = HELP.matcher(text).region(start, text.length());
    if (help.matches()) {
      return new Cell.Help(
          Optional.ofNullable(help.group(1))
              .or(() -> Optional.ofNullable(help.group(2)))
              .orElse(""));
    }
    Matcher asks = ASKS.matcher(text).region(start, text.length());
    if (asks.matches()) {
      return new Cell.Help("sqlflow");
    }
    Optional<Cell> classPath = classPath(text, start);
    if (classPath.isPresent()) {
      return classPath.get();
    }
    Optional<String> here =
        OtherTools.here(text.substring(start).lines().findFirst().get().strip());
    if (here.isPresent()) {
      throw new CellException("OtherTool", here.get());
    }
    Matcher magic = MAGIC.matcher(text).region(start, text.length());
    if (magic.lookingAt()) {
      return magicCell(text, magic);
    }
    if (PlainSql.is(text.substring(start))) {
      return new Cell.Sqlflow(text, start);
    }
    return java(text);
  }

  /** The lines of {@code %jars} and {@code %maven} that a cell starts with. */
  private static Optional<Cell> classPath(String text, int start) {
    List<String> lines = new ArrayList<>();
    StringBuilder rest = new StringBuilder(text);
    Matcher line = CLASS_PATH.matcher(text);
    int at = start;
    while (line.region(at, text.length()).lookingAt()) {
      lines.add(line.group(1).strip());
      for (int i = line.start(); i < line.end(); i++) {
        rest.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
      }
      Matcher blank = BEFORE_MAGIC.matcher(text).region(line.end(), text.length());
      at = blank.lookingAt() ? blank.end() : line.end();
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cell.ClassPath(List.copyOf(lines), rest.toString()));
  }

  /**
   * What an error of a cell of SQL adds if the cell has a second magic; empty if it has none.
   *
   * @param text the cell
   * @param from where the statements begin
   */
  static Optional<String> misplacedMagic(String text, int from) {
    Matcher further = FURTHER_MAGIC.matcher(text).region(from, text.length());
    return further.find()
        ? Optional.of(
            "a cell has one magic, at its beginning: move the "
                + further.group(1)
                + " line to a separate cell")
        : Optional.empty();
  }

  /** Reads a text that is SQL however it begins, possibly after a magic line. */
  static Cell script(String code) {
    String text = code.replace("\r\n", "\n").replace('\r', '\n');
    Matcher before = BEFORE_MAGIC.matcher(text);
    int start = before.lookingAt() ? before.end() : 0;
    if (start == text.length()) {
      return new Cell.Empty();
    }
    return text.startsWith("%", start) ? read(text) : new Cell.Sqlflow(text, start);
  }

  private static Cell java(String written) {
    String text = withoutInvisibleStart(written);
    List<JavaToken> tokens = JavaLexer.tokens(text);
    if (tokens.isEmpty()) {
      return new Cell.Empty();
    }
    refuseMagicInside(text, tokens);
    return ToDataframesCall.match(tokens, text)
        .<Cell>map(call -> new Cell.ToDataframes(call.name()))
        .orElseGet(() -> new Cell.Java(text));
  }

  /**
   * Replaces invisible characters at the start by blanks of the same length: Java accepts only some
   * of them as white space.
   */
  private static String withoutInvisibleStart(String text) {
    Matcher invisible = INVISIBLE.matcher(text);
    return invisible.lookingAt()
        ? invisible.group().replaceAll("[^\\n]", " ") + text.substring(invisible.end())
        : text;
  }

  /** Whether the text is a cell of SQL, judged by what is written so far. */
  public static boolean isSql(String code) {
    return sqlStart(code).isPresent();
  }

  /** Where a cell of SQL starts, with the percent signs of its magic or with its first word. */
  static OptionalInt sqlStart(String code) {
    Matcher before = BEFORE_MAGIC.matcher(code);
    int start = before.lookingAt() ? before.end() : 0;
    boolean isSql =
        code.startsWith("%", start)
            ? javaMagicEnd(code).isEmpty() && classPath(code, start).isEmpty()
            : PlainSql.is(code.substring(start));
    return isSql ? OptionalInt.of(start) : OptionalInt.empty();
  }

  /** Where the name of {@code %%java} ends. */
  static OptionalInt javaMagicEnd(String code) {
    Matcher magic = JAVA_MAGIC.matcher(code);
    return magic.lookingAt() ? OptionalInt.of(magic.end()) : OptionalInt.empty();
  }

  /**
   * A text of the same length, with blanks in place of {@code %%java} and what is before it, and in
   * place of lines of {@code %jars}.
   */
  public static String withoutJavaMagic(String code) {
    Matcher before = BEFORE_MAGIC.matcher(code);
    Optional<Cell> added = classPath(code, before.lookingAt() ? before.end() : 0);
    if (added.isPresent()) {
      return ((Cell.ClassPath) added.get()).rest();
    }
    int end = javaMagicEnd(code).orElse(0);
    return code.substring(0, end).replaceAll("[^\\n]", " ") + code.substring(end);
  }

  /** Where the magic's name ends, even an unknown one; the start if there is no magic. */
  static int magicEnd(String code, int start) {
    if (!code.startsWith("%", start)) {
      return start;
    }
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
    if (percent.equals("%%") && name.equals("java")) {
      return java(withoutJavaMagic(text));
    }
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
    boolean near = name.toLowerCase(Locale.ROOT).matches("s(?:ql?|lq).{0,7}");
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
