package org.sqlflow.database.spi;

/** What a new connection needs to continue an earlier one. */
@FunctionalInterface
public interface Restoration {
  /** Nothing. */
  Restoration NONE = session -> {};

  /**
   * Applies the settings of the earlier connection to a new one. A setting that the new connection
   * refuses is left out.
   */
  void apply(Session session);
}
