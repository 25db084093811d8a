package org.sqlflow.kernel.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs.
 *
 * @param folder to which paths are relative
 * @param cellFolder the folder of this process, where cells find files
 * @param environment the environment variables
 * @param err for progress and errors
 * @param errIsTerminal whether lines there can be renewed
 */
record Surroundings(
    Path folder,
    Path cellFolder,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean errIsTerminal) {
  /** Set by the start script, which can find out. */
  private static final String TERMINAL = "sqlflow.terminal";

  /** Those of this process; texts are in UTF-8, whatever the locale. */
  static Surroundings ofProcess() {
    return new Surroundings(
        FolderOfNotebook.callersFolder(),
        Path.of("").toAbsolutePath(),
        System.getenv(),
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Boolean.getBoolean(TERMINAL));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    boolean isWindows = System.getProperty("os.name").startsWith("Windows"); // its own code page
    FileOutputStream file = new FileOutputStream(descriptor);
    return isWindows
        ? new PrintStream(file, true)
        : new PrintStream(file, true, StandardCharsets.UTF_8);
  }
}
