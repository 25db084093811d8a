package org.sqlflow.syntax;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Converts offsets of a text to lines and columns, each in logarithmic time.
 *
 * @param length of the text, in UTF-16 units
 * @param starts offset of each line's first character, ascending
 * @param pairs offset of each surrogate pair's second half, ascending
 */
record Lines(int length, int[] starts, int[] pairs) {
  static Lines of(String text) {
    IntStream starts =
        IntStream.rangeClosed(0, text.length()).filter(i -> i == 0 || endsLine(text, i - 1));
    IntStream pairs =
        IntStream.range(1, text.length())
            .filter(i -> Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)));
    return new Lines(text.length(), starts.toArray(), pairs.toArray());
  }

  Position position(int offset) {
    int line = before(starts, offset + 1);
    int start = starts[line - 1];
    int column = offset - start - (before(pairs, offset) - before(pairs, start)) + 1;
    return new Position(offset, line, column);
  }

  /** Offset of a line's first character; lines count from 1. */
  int start(int line) {
    return starts[line - 1];
  }

  /** Offset of a line's end, with its line end. */
  int end(int line) {
    return line < starts.length ? starts[line] : length;
  }

  private static boolean endsLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }

  /** How many of the ascending values are less than the bound. */
  private static int before(int[] ascending, int bound) {
    int found = Arrays.binarySearch(ascending, bound);
    return found >= 0 ? found : -found - 1;
  }
}
