package org.sqlflow.kernel.cell;

/** What a cell asks for. */
public sealed interface Cell {
  /** Nothing but white space and comments. */
  record Empty() implements Cell {}

  /**
   * SQL for the magic.
   *
   * @param text the cell, so that errors name its lines
   * @param from where the magic's name ends and statements begin
   */
  record Sqlflow(String text, int from) implements Cell {}

  /** {@code _.to_dataframes(name)}: the last result becomes a table with a name. */
  record ToDataframes(String name) implements Cell {}

  /** {@code word?} or {@code ?word}: what is known of a word, on a page of its own. */
  record Help(String word) implements Cell {}

  /** Java. */
  record Java(String code) implements Cell {}
}
