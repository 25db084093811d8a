package org.sqlflow.kernel.display;

import java.util.Locale;

/** Values in one line of limited length. */
final class Shortened {
  private static final int LONGEST_TEXT = 100_000;

  private Shortened() {}

  /** At most so many characters, line ends as a sign, with … where some were left out. */
  static String of(String value, int most) {
    String line = value.replace("\r\n", "\u21b5").replace('\n', '\u21b5').replace('\r', '\u21b5');
    if (line.codePointCount(0, line.length()) <= most) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  /** A value of a cell whole, unless it is longer than anyone reads. */
  static String text(String value) {
    if (value.length() <= LONGEST_TEXT) {
      return value;
    }
    return value.substring(0, LONGEST_TEXT)
        + String.format(
            Locale.ROOT, "\u2026\n(%,d more characters)", value.length() - LONGEST_TEXT);
  }
}
