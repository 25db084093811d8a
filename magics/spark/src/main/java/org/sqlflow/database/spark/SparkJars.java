package org.sqlflow.database.spark;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the jars of Spark's client, which SQLFlow does not include. */
final class SparkJars {
  /** The environment variable that names a folder with the jars. */
  static final String VARIABLE = "SQLFLOW_SPARK_JARS";

  /** The folder, next to that of the kernel's jars, where {@code install --spark} puts them. */
  static final String FOLDER = "spark";

  private static final String CLIENT = "spark-connect-client-jvm";

  private SparkJars() {}

  /** The jars in the folder that the environment names, or else the installed ones. */
  static List<Path> found() throws SQLException {
    return found(System.getenv(), installed());
  }

  static List<Path> found(Map<String, String> environment, Path installed) throws SQLException {
    String named = environment.getOrDefault(VARIABLE, "").strip();
    if (named.isEmpty()) {
      List<Path> jars = in(installed);
      if (!hasClient(jars)) {
        throw SparkErrors.said(
            "Spark's client is not installed: run java -jar sqlflow-kernelspec.jar install --spark"
                + " and restart the kernel, or name a folder with its jars in "
                + VARIABLE);
      }
      return jars;
    }
    List<Path> jars = in(Path.of(named));
    if (!hasClient(jars)) {
      throw SparkErrors.said(
          VARIABLE
              + " names "
              + named
              + ", where there is no "
              + CLIENT
              + "_2.13-4.x.jar: name the folder that has it and restart the kernel");
    }
    return jars;
  }

  private static boolean hasClient(List<Path> jars) {
    return jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(CLIENT));
  }

  private static List<Path> in(Path folder) throws SQLException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException error) {
      throw new SQLException("cannot read " + folder + ": " + error.getMessage(), error);
    }
  }

  private static Path installed() {
    try {
      Path own =
          Path.of(SparkJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return own.toAbsolutePath().resolveSibling("..").resolve(FOLDER).normalize();
    } catch (URISyntaxException error) {
      throw new IllegalStateException(error);
    }
  }
}
