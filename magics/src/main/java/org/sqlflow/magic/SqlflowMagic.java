package org.sqlflow.magic;

import java.nio.file.Path;
import java.util.Map;

/** The {@code %%sqlflow} magic: runs cells against one database connection. */
public final class SqlflowMagic implements AutoCloseable {
  private final Map<String, String> environment;
  private final Path folder;

  /**
   * Connects when the first cell runs.
   *
   * @param environment where {@code SQLFLOW_DATASOURCE} is looked up
   * @param folder the notebook's folder, where the default database lies
   */
  public SqlflowMagic(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /**
   * Runs a cell.
   *
   * @param line what stands behind {@code %%sqlflow} on its line: options, or already SQL
   * @param body the lines below it, possibly empty
   * @param listener hears outputs and progress as they come
   * @return the result sets, for {@code _}
   * @throws MagicException if the cell is wrong or the database refuses it
   * @throws java.util.concurrent.CancellationException if {@link #cancel} stopped it
   */
  public Result run(String line, String body, CellListener listener) {
    throw new MagicException("not connected: " + environment.size() + folder + line + body);
  }

  /** Stops the cell that runs, if any, soon: from any thread. */
  public void cancel() {}

  /** Loads what the first cells need, so that they start at once; safe beside a running cell. */
  public void warmUp() {}

  @Override
  public void close() {}
}
