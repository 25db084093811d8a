package org.sqlflow.database.spi;

/**
 * Statements that take effect together. Within a transaction that the user began, commit and
 * rollback are left to the user.
 */
public interface Transaction extends AutoCloseable {
  /** Makes the statements take effect. */
  void commit();

  /** Rolls back what was not committed. */
  @Override
  void close();
}
