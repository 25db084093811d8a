package org.sqlflow.syntax;

import java.lang.Character.UnicodeScript;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.text.Text;

/** The line of a cell that an error is about, with a caret below the place. */
public final class SourceLine {
  /** The most code points shown of a line. */
  private static final int WIDTH = 100;

  private static final int BEFORE_CARET = 60;

  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

  private SourceLine() {}

  /** The whole error: {@code line 3:7: message}, then the line and the caret. */
  public static String message(String cellText, SyntaxException error) {
    return message(cellText, error.position(), error.getMessage());
  }

  /** The same for another message, such as the database's. */
  public static String message(String cellText, Position position, String message) {
    return Text.of(
            "line %d:%d: %s%n%s",
            position.line(), position.column(), message, of(cellText, position))
        .replace(System.lineSeparator(), "\n");
  }

  /** The line and, on a second one, the caret; a long line is cut around the caret. */
  public static String of(String cellText, Position position) {
    Lines lines = Lines.of(cellText);
    int[] line =
        cellText
            .substring(lines.start(position.line()), lines.end(position.line()))
            .stripTrailing()
            .codePoints()
            .map(SourceLine::visible)
            .toArray();
    int caret = position.column() - 1;
    int from = line.length > WIDTH ? Math.min(Math.max(0, caret - BEFORE_CARET), line.length) : 0;
    int to = Math.min(line.length, from + WIDTH);
    String before = from > 0 ? "…" : "";
    String after = to < line.length ? "…" : "";
    String shown = new String(line, from, to - from);
    String padding =
        shown
            .codePoints()
            .limit((long) caret - from)
            .mapToObj(SourceLine::blank)
            .collect(Collectors.joining());
    // At the cell's end the caret may stand after the white space that was stripped.
    String rest = " ".repeat(Math.max(0, Math.min(caret, line.length + 1) - to));
    return before + shown + after + "\n" + " ".repeat(before.length()) + padding + rest + "^";
  }

  private static int visible(int codePoint) {
    return Character.isISOControl(codePoint) && codePoint != '\t' ? '\uFFFD' : codePoint;
  }

  /** White space of the width of a character. */
  private static String blank(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> "";
      default -> codePoint == '\t' ? "\t" : isWide(codePoint) ? "\u3000" : " ";
    };
  }

  private static boolean isWide(int codePoint) {
    boolean fullWidth = codePoint >= 0xFF01 && codePoint <= 0xFF60;
    boolean cjkMark = codePoint >= 0x3000 && codePoint <= 0x303F;
    boolean picture = codePoint >= 0x1F300 && codePoint <= 0x1FAFF;
    return fullWidth || cjkMark || picture || WIDE.contains(UnicodeScript.of(codePoint));
  }
}
