package org.sqlflow.magic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.servers.DatabaseServer;

/** Cells in a Java process of their own, which a test can starve or kill. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Starts the main method of a test class with this process's class path; its errors are in its
   * output.
   */
  static Process start(List<String> options, Class<?> main, Object... words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    for (Object word : words) {
      command.add(word.toString());
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The magic on a database; that of a server has the password of the tests. */
  static SqlflowMagic magic(String source) {
    return new SqlflowMagic(
        Map.of("SQLFLOW_DATASOURCE", source, "SQLFLOW_PASSWORD", DatabaseServer.PASSWORD),
        Path.of(""));
  }

  /** Runs a cell's statements and shows nothing. */
  static Result run(SqlflowMagic magic, String body) {
    return run(magic, body, CellListener.SILENT);
  }

  static Result run(SqlflowMagic magic, String body, CellListener listener) {
    String cell = CellsTest.MAGIC + "\n" + body;
    return magic.run(cell, CellsTest.MAGIC.length(), name -> Optional.empty(), listener);
  }
}
