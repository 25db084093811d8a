package org.sqlflow.database;

/** What has become of a transaction that the user may have begun. */
public enum TransactionState {
  /** There is none: each statement takes effect by itself. */
  NONE,
  /** It is open, and what its statements did can be kept. */
  OPEN,
  /** It is open, but a statement failed in it: it can only be rolled back. */
  FAILED
}
