package org.sqlflow.kernel.command;

import java.util.Locale;

/** How results are written to the standard output. */
enum Format {
  /** Tables, reports and notes for people. */
  TEXT,
  /** Result sets only, as comma-separated values. */
  CSV,
  /** Result sets only, as arrays of objects. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
