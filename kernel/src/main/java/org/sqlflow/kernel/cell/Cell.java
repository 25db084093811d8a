package org.sqlflow.kernel.cell;

/** What a cell asks for. */
public sealed interface Cell {
  /** Nothing but white space and comments. */
  record Empty() implements Cell {}

  /**
   * SQL for the magic.
   *
   * @param line what stands behind the magic's name on its line
   * @param body the lines below
   * @param linesBefore blank and comment lines above the magic
   */
  record Sqlflow(String line, String body, int linesBefore) implements Cell {}

  /** {@code _.to_dataframes(name)}: the last result becomes a table with a name. */
  record ToDataframes(String name) implements Cell {}

  /** Java. */
  record Java(String code) implements Cell {}
}
