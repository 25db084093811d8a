package org.sqlflow.kernel.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.sqlflow.kernel.cell.CellEditing;
import org.sqlflow.kernel.cell.Cells;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.java.JShellInterpreter;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.kernel.java.KernelSession;
import org.sqlflow.kernel.java.NoJava;
import org.sqlflow.magic.SqlflowMagic;

/**
 * Runs cells in this process, like a kernel. Connects when the first cell runs.
 *
 * @param magic for cells of SQL
 * @param java for cells of Java
 * @param cells runs cells, one at a time
 * @param editing completes cells
 */
record CellEngine(SqlflowMagic magic, JavaInterpreter java, Cells cells, CellEditing editing)
    implements AutoCloseable {
  private static final long CLOSE_MS = 2000;

  /**
   * Creates an engine.
   *
   * @param environment where the database and the values of {@code ${NAME}} are looked up
   * @param folder holds the default database
   * @param connect the value of {@code --connect}
   */
  static CellEngine in(Path folder, Map<String, String> environment, Optional<String> connect) {
    SqlflowMagic magic = new SqlflowMagic(environment, folder, connect);
    Displays displays = new Displays(new Renderer());
    KernelSession session = new KernelSession(magic, displays);
    JavaInterpreter java =
        ModuleLayer.boot().findModule("jdk.jshell").isPresent()
            ? new JShellInterpreter(session)
            : new NoJava();
    Cells cells = new Cells(magic, java, displays, session);
    return new CellEngine(magic, java, cells, new CellEditing(magic, java, cells));
  }

  /** Stops the running cell and closes the connections. Does not wait for a database that hangs. */
  @Override
  public void close() {
    Thread closing = new Thread(magic::close, "sqlflow-close-database");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
