package org.sqlflow.text;

/**
 * Text that comes from data, such as names and values, in a form that is safe to show. Control
 * characters can run commands of a terminal, even write its clipboard; those of bidirectional text
 * can show other words than the text has; those without width can make two names look the same.
 * Joiners, which some scripts and emoji need, stay.
 */
public final class Visible {
  private static final char PICTURES = '\u2400';
  private static final char PICTURE_OF_DELETE = '\u2421';
  private static final char REPLACEMENT = '\ufffd';

  /** Shown in place of the end of a line. */
  public static final String LINE_END = "\u21b5";

  /**
   * The first half of the invisible letters from U+E0000 to U+E007F, and the range of the second.
   */
  private static final char TAG = '\udb40';

  private static final char FIRST_TAG = '\udc00';
  private static final char LAST_TAG = '\udc7f';

  private Visible() {}

  /** The text with a sign for each such character; tabs and line ends stay. */
  public static String text(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char sign = isTag(text, i) || (i > 0 && isTag(text, i - 1)) ? REPLACEMENT : of(c);
      if (sign != c && shown == null) {
        shown = new StringBuilder(text);
      }
      if (sign != c) {
        shown.setCharAt(i, sign);
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean isTag(String text, int at) {
    return text.charAt(at) == TAG
        && at + 1 < text.length()
        && text.charAt(at + 1) >= FIRST_TAG
        && text.charAt(at + 1) <= LAST_TAG;
  }

  /** The same in one line: the end of a line is a sign too. */
  public static String line(String text) {
    return text(
        text.replace("\r\n", LINE_END)
            .replace("\n", LINE_END)
            .replace("\r", LINE_END)
            .replace('\t', ' '));
  }

  /** A value in one line, in quotes if it is empty or nobody would see the blanks at its ends. */
  public static String value(String value) {
    boolean isSeen = !value.isEmpty() && value.equals(value.strip());
    return isSeen ? line(value) : "'" + line(value) + "'";
  }

  /** The same for one character. */
  public static char of(char c) {
    if (c < ' ') {
      boolean stays = c == '\n' || c == '\t';
      return stays ? c : (char) (PICTURES + c);
    }
    if (c < '\u007f') {
      return c;
    }
    if (c == '\u007f') {
      return PICTURE_OF_DELETE;
    }
    boolean isControl = c <= '\u009f' || c == '\u2028' || c == '\u2029';
    boolean isBidi =
        c == '\u061c'
            || c == '\u200e'
            || c == '\u200f'
            || (c >= '\u202a' && c <= '\u202e')
            || (c >= '\u2066' && c <= '\u2069');
    boolean hasNoWidth =
        c == '\u200b' || c == '\ufeff' || c == '\u180e' || (c >= '\u2060' && c <= '\u2064');
    return isControl || isBidi || hasNoWidth ? REPLACEMENT : c;
  }
}
