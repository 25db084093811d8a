package org.sqlflow.database;

/** The state of the transaction that the user may have begun. */
public enum TransactionState {
  /** There is none: each statement takes effect by itself. */
  NONE,
  /** It is open and can be committed. */
  OPEN,
  /** It is open, but a statement failed in it: it can only be rolled back. */
  FAILED
}
