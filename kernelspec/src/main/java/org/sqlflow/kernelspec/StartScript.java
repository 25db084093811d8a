package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command {@code sqlflow}: a script in the kernel's folder that starts the kernel's Java, and a
 * link to it from a folder where shells look for commands.
 *
 * @param kernel the kernel's folder
 * @param command the command's path, without extension; empty if there is no such folder
 * @param isWindows whether the script is a batch file
 */
record StartScript(Path kernel, Optional<Path> command, boolean isWindows) {
  private static final String MAIN_CLASS = "org.sqlflow.kernel.command.SqlflowCommand";
  private static final String NAME = "sqlflow";

  /** Writes the script into the folder where the kernel is being assembled. */
  void write(Path folder, KernelCommand kernelCommand) throws IOException {
    Path file = folder.resolve(fileName());
    KernelCommand start = kernelCommand.running(MAIN_CLASS);
    Files.writeString(file, isWindows ? batch(start) : shell(start));
    if (!isWindows) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  Path file() {
    return kernel.resolve(fileName());
  }

  private String fileName() {
    return isWindows ? NAME + ".cmd" : NAME;
  }

  private static String shell(KernelCommand start) {
    String variables =
        start.environment().entrySet().stream()
            .map(one -> "export " + one.getKey() + "=" + quoted(one.getValue()))
            .collect(Collectors.joining("\n"));
    String line =
        start.argv().subList(0, start.argv().size() - 1).stream()
            .map(StartScript::quoted)
            .collect(Collectors.joining(" "));
    return """
    #!/bin/sh
    # SQL, scripts and notebooks without Jupyter: sqlflow --help. Written by the kernel's installer.
    %s
    terminal=
    [ -t 2 ] && terminal=-Dsqlflow.terminal=true
    exec %s $terminal %s "$@"
    """
        .formatted(variables, line, MAIN_CLASS);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String batch(KernelCommand start) {
    String variables =
        start.environment().entrySet().stream()
            .map(one -> "set \"" + escaped(one.getKey() + "=" + one.getValue()) + "\"\r\n")
            .collect(Collectors.joining());
    String line =
        start.argv().subList(0, start.argv().size() - 1).stream()
            .map(word -> '"' + escaped(word) + '"')
            .collect(Collectors.joining(" "));
    return "@echo off\r\n"
        + "rem SQL, scripts and notebooks without Jupyter: sqlflow --help\r\n"
        + "setlocal\r\n"
        + variables
        + line
        + " "
        + MAIN_CLASS
        + " %*\r\n"
        + "exit /b %errorlevel%\r\n";
  }

  private static String escaped(String text) {
    return text.replace("%", "%%");
  }

  /**
   * Creates the command, unless another program has that name.
   *
   * @return a message for the user
   */
  String publish(Optional<String> searchPath) {
    if (command.isEmpty()) {
      return "The command line is " + file();
    }
    Path target = target();
    try {
      if (Files.exists(target) && !isOurs()) { // a dangling link may be replaced
        return "Note: " + target + " is another program and stays; the command line is " + file();
      }
      Files.createDirectories(target.getParent());
      Files.deleteIfExists(target);
      if (isWindows) {
        Files.writeString(target, "@\"" + escaped(file().toString()) + "\" %*\r\n");
      } else {
        Files.createSymbolicLink(target, file());
      }
    } catch (IOException e) {
      return "Note: " + target + " can't be written; the command line is " + file();
    }
    boolean found =
        searchPath.filter(path -> isIn(path, target.getParent().toString())).isPresent();
    return "Installed the command "
        + target
        + (found ? "" : "; add " + target.getParent() + " to PATH to call it by its name");
  }

  private boolean isIn(String searchPath, String folder) {
    return List.of(searchPath.split(isWindows ? ";" : ":")).contains(folder);
  }

  private Path target() {
    Path path = command.orElseThrow();
    return isWindows ? path.resolveSibling(path.getFileName() + ".cmd") : path;
  }

  /** Whether the command calls the script of this kernel. */
  private boolean isOurs() throws IOException {
    Path target = target();
    return isWindows
        ? Files.size(target) < 10_000 && Files.readString(target).contains(file().toString())
        : Files.isSymbolicLink(target) && Files.readSymbolicLink(target).equals(file());
  }

  /** Whether the command exists, or there is no folder for it. */
  boolean isPublished() {
    return command.isEmpty() || Files.exists(target());
  }

  /** Removes the command, if it is this kernel's. */
  void withdraw() throws IOException {
    if (command.isPresent() && Files.exists(target(), LinkOption.NOFOLLOW_LINKS) && isOurs()) {
      Files.delete(target());
    }
  }
}
