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
 * @param cellFolder the working directory of this process, to which paths in cells are relative
 * @param environment the environment variables
 * @param err for progress and errors
 * @param errIsTerminal whether {@code err} is a terminal, where a line can be overwritten
 */
record Surroundings(
    Path folder,
    Path cellFolder,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean errIsTerminal) {
  /**
   * The system property that the start script sets if {@code err} is a terminal, which Java cannot
   * find out.
   */
  private static final String TERMINAL = "sqlflow.terminal";

  /** The surroundings of this process. Texts are in UTF-8, whatever the locale. */
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
