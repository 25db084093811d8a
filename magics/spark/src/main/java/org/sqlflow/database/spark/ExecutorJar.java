package org.sqlflow.database.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.sqlflow.executor.PartitionTask;

/** The jar that executors need. */
final class ExecutorJar {
  /** Its name on the server. */
  static final String NAME = "sqlflow-executor.jar";

  private ExecutorJar() {}

  /** The jar that this process runs with, or one of the classes that it has in a folder. */
  static byte[] bytes() throws SQLException {
    try {
      Path own =
          Path.of(PartitionTask.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(own) ? packed(own) : Files.readAllBytes(own);
    } catch (IOException | URISyntaxException error) {
      throw new SQLException("cannot read what executors need: " + error.getMessage(), error);
    }
  }

  private static byte[] packed(Path folder) throws IOException {
    String inner = PartitionTask.class.getPackageName().replace('.', '/');
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve(inner))) {
      files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Path file : files) {
        JarEntry entry = new JarEntry(inner + "/" + file.getFileName());
        entry.setTime(0);
        jar.putNextEntry(entry);
        Files.copy(file, jar);
      }
    }
    return bytes.toByteArray();
  }
}
