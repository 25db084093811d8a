package org.sqlflow.syntax;

/**
 * A place in the text of a cell.
 *
 * @param offset UTF-16 units from the start of the text, from 0
 * @param line lines from 1
 * @param column code points from the line's start, from 1
 */
public record Position(int offset, int line, int column) {
  /** The place of an offset of a text. */
  public static Position of(String text, int offset) {
    return Lines.of(text).position(offset);
  }
}
