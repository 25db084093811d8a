package org.sqlflow.models;

/** Whether the user stopped what is running. Called on the thread that started the work. */
@FunctionalInterface
public interface CancellationCheck {
  /** Never stops anything. */
  CancellationCheck NONE = () -> {};

  /**
   * Called at every batch, so cheap.
   *
   * @throws java.util.concurrent.CancellationException if the user wants to stop
   */
  void checkCancelled();
}
