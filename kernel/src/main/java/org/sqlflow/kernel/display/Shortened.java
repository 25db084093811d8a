package org.sqlflow.kernel.display;

/** Values in one line of limited length. */
final class Shortened {
  private Shortened() {}

  /** At most so many characters, line ends as a sign, with … where some were left out. */
  static String of(String value, int most) {
    String line = value.replace("\r\n", "\u21b5").replace('\n', '\u21b5').replace('\r', '\u21b5');
    if (line.codePointCount(0, line.length()) <= most) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "\u2026";
  }
}
