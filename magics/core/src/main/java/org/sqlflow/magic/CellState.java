package org.sqlflow.magic;

/** Whether a cell is complete, for front ends that ask before they run it. */
public enum CellState {
  /** It can run, if only to report an error. */
  COMPLETE,
  /** A string, a bracket or a statement is open, or there is no statement yet. */
  INCOMPLETE,
  /** More text would not fix it. */
  INVALID
}
