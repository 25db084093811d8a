package org.sqlflow.magic;

import org.sqlflow.syntax.Completeness;

/** How far a cell is written, for front ends that ask before they run it. */
public enum CellState {
  /** It can run as it stands, if only to say what is wrong. */
  WHOLE,
  /** A string, a bracket or a statement is open, or there is no statement yet. */
  OPEN,
  /** No further text would mend it. */
  WRONG;

  /**
   * The state of a cell.
   *
   * @param from where in it the magic's own word ends
   */
  public static CellState of(String cell, int from) {
    int start;
    try {
      start = MagicLine.read(cell, from).end();
    } catch (MagicException wrongOption) {
      return WHOLE;
    }
    String statements = cell.substring(start);
    if (statements.isBlank()) {
      return OPEN;
    }
    return switch (Completeness.of(statements)) {
      case COMPLETE -> WHOLE;
      case INCOMPLETE -> OPEN;
      case INVALID -> WRONG;
    };
  }
}
