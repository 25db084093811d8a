package org.sqlflow.kernel.cell;

import java.util.List;

/** What a cell contains. */
public sealed interface Cell {
  /** Nothing but white space and comments. */
  record Empty() implements Cell {}

  /**
   * SQL for the magic.
   *
   * @param text the cell, so that errors name its lines
   * @param from where the magic's name ends and the options start
   */
  record Sqlflow(String text, int from) implements Cell {}

  /** {@code _.to_dataframes(name)}: stores the last result in a Java variable. */
  record ToDataframes(String name) implements Cell {}

  /** {@code word?} or {@code ?word}: help on a word, in the pager. */
  record Help(String word) implements Cell {}

  /**
   * {@code %jars} and {@code %maven}: additions to the class path.
   *
   * @param lines without the percent sign
   * @param rest the cell with blanks for these lines
   */
  record ClassPath(List<String> lines, String rest) implements Cell {}

  /** Java. */
  record Java(String code) implements Cell {}
}
