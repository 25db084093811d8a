package org.sqlflow.kernel.display;

import java.util.Locale;

/** Shortens values for display. */
final class Shortened {
  private static final int LONGEST_TEXT = 100_000;

  private Shortened() {}

  /** A value on one line of limited length, with ↵ for line ends and … for omitted characters. */
  static String of(String value, int most) {
    String line = value.replace("\r\n", "\u21b5").replace('\n', '\u21b5').replace('\r', '\u21b5');
    if (line.codePointCount(0, line.length()) <= most) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  /** A cell's complete value, unless it is very long. */
  static String text(String value) {
    String start = start(value, LONGEST_TEXT);
    int more = value.length() - start.length();
    return more == 0
        ? value
        : start + String.format(Locale.ROOT, "\u2026\n(%,d more characters)", more);
  }

  /** The start of a text, at most {@code most} UTF-16 units; surrogate pairs are not split. */
  static String start(String value, int most) {
    if (value.length() <= most) {
      return value;
    }
    boolean inPair = Character.isSurrogatePair(value.charAt(most - 1), value.charAt(most));
    return value.substring(0, inPair ? most - 1 : most);
  }
}
