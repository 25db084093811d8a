package org.sqlflow.kernel.display;

import java.util.Locale;

/** Values in one line of limited length. */
final class Shortened {
  private static final int LONGEST_TEXT = 100_000;

  private Shortened() {}

  /** At most so many characters, with a sign for line ends and … for omitted characters. */
  static String of(String value, int most) {
    String line = value.replace("\r\n", "\u21b5").replace('\n', '\u21b5').replace('\r', '\u21b5');
    if (line.codePointCount(0, line.length()) <= most) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  /** A complete value of a cell, unless it is very long. */
  static String text(String value) {
    String start = start(value, LONGEST_TEXT);
    int more = value.length() - start.length();
    return more == 0
        ? value
        : start + String.format(Locale.ROOT, "\u2026\n(%,d more characters)", more);
  }

  /** At most so many UTF-16 units from the start of a text, never half a surrogate pair. */
  static String start(String value, int most) {
    if (value.length() <= most) {
      return value;
    }
    boolean inPair = Character.isSurrogatePair(value.charAt(most - 1), value.charAt(most));
    return value.substring(0, inPair ? most - 1 : most);
  }
}
