package org.sqlflow.kernel.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.Signals;

/**
 * Runs the command again in a notebook's folder, as Jupyter does: cells name files relative to it,
 * and a Java process can't change its working directory.
 */
final class FolderOfNotebook {
  /** The system property with the folder in which the user called the command. */
  private static final String CALLER = "sqlflow.caller";

  private FolderOfNotebook() {}

  /** The folder to which paths on the command line are relative. */
  static Path callersFolder() {
    return Path.of(System.getProperty(CALLER, "")).toAbsolutePath();
  }

  /**
   * Runs the command with the same arguments in a folder and waits for it.
   *
   * @return its exit status
   */
  static int run(Path folder, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.add("-D" + CALLER + "=" + callersFolder());
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(SqlflowCommand.class.getName());
    line.addAll(arguments);
    try {
      Process process = new ProcessBuilder(line).directory(folder.toFile()).inheritIO().start();
      Signals.register(
          "INT", () -> {}); // the other process gets the signal too, and stops its cell
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "sqlflow-end"));
      return process.waitFor();
    } catch (IOException e) {
      throw new CommandException("can't start Java in " + folder + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return RunCommand.INTERRUPTED;
    }
  }
}
