package org.sqlflow.kernelspec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The jars of Spark's client, which SQLFlow does not include. They are fetched from a Maven
 * repository, and each must have a known checksum.
 *
 * @param repository the URL of the Maven repository; if empty, the user's Maven fetches the jars as
 *     its settings say
 * @param local the user's local repository, where jars are looked up first
 * @param jars the jars to fetch
 */
record SparkClient(Optional<URI> repository, Path local, List<Jar> jars) {
  /** The folder within the kernel's where the kernel looks for the jars. */
  static final String FOLDER = "spark";

  private static final String LIST = "spark-client.txt";

  /**
   * A jar.
   *
   * @param sha256 in hexadecimal digits
   */
  record Jar(String sha256, String group, String artifact, String version) {
    /** Reads {@code sha256 group:artifact:version}. */
    static Jar of(String line) {
      String[] parts = line.split(" ");
      String[] names = parts[1].split(":");
      return new Jar(parts[0], names[0], names[1], names[2]);
    }

    String name() {
      return artifact + "-" + version + ".jar";
    }

    /** Its path in a Maven repository. */
    String path() {
      return String.join("/", group.replace('.', '/'), artifact, version, name());
    }

    /** A dependency of a Maven project, without transitive dependencies. */
    String dependency() {
      return "<dependency><groupId>"
          + group
          + "</groupId><artifactId>"
          + artifact
          + "</artifactId><version>"
          + version
          + "</version><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId>"
          + "</exclusion></exclusions></dependency>";
    }
  }

  /** All jars needed to connect, read and write. */
  static List<Jar> needed() {
    try (InputStream list = SparkClient.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().map(Jar::of).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Whether a kernel has all these jars, by their names. */
  static boolean isIn(Path kernel) {
    return needed().stream()
        .allMatch(jar -> Files.isRegularFile(kernel.resolve(FOLDER).resolve(jar.name())));
  }

  /** Puts the jars into a kernel's folder: all of them, or none. */
  void fetchInto(Path kernel, PrintWriter out) throws InstallException {
    Path fresh = kernel.resolve(FOLDER + ".new");
    Path target = kernel.resolve(FOLDER);
    try {
      KernelDirectory.delete(fresh);
      Files.createDirectories(fresh);
      if (repository.isEmpty()) {
        askMaven();
      }
      for (Jar jar : jars) {
        fetch(jar, fresh.resolve(jar.name()));
      }
      KernelDirectory.delete(target);
      Files.move(fresh, target);
      out.println("Installed the client of Spark in " + target);
    } catch (IOException e) {
      throw new InstallException(
          "The kernel is installed, but the client of Spark is not: "
              + e
              + ". Try again with a network and Maven (mvn) in PATH, or name a Maven repository"
              + " with --repository URL.",
          e);
    } finally {
      try {
        KernelDirectory.delete(fresh);
      } catch (IOException e) {
        out.println("Could not remove " + fresh + "; remove it manually.");
      }
    }
  }

  private void fetch(Jar jar, Path into) throws IOException {
    Path own = local.resolve(jar.path());
    if (isRight(own, jar)) {
      Files.copy(own, into);
      return;
    }
    if (repository.isEmpty()) {
      throw new IOException(own + " is not the file that SQLFlow was tested with");
    }
    String base = repository.get().toString();
    URI place = URI.create((base.endsWith("/") ? base : base + "/") + jar.path());
    try (InputStream stream = place.toURL().openStream()) {
      Files.copy(stream, into, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!sha256(into).equals(jar.sha256())) {
      throw new IOException(place + " is not the file that SQLFlow was tested with");
    }
  }

  private static boolean isRight(Path file, Jar jar) throws IOException {
    return Files.isRegularFile(file) && sha256(file).equals(jar.sha256());
  }

  /** Runs the user's Maven to fetch missing jars into the local repository. */
  private void askMaven() throws IOException {
    StringBuilder missing = new StringBuilder();
    for (Jar jar : jars) {
      missing.append(isRight(local.resolve(jar.path()), jar) ? "" : jar.dependency());
    }
    if (missing.isEmpty()) {
      return;
    }
    Path pom = Files.createTempFile("sqlflow-spark", ".xml");
    try {
      Files.writeString(
          pom,
          "<project><modelVersion>4.0.0</modelVersion><groupId>org.sqlflow</groupId>"
              + "<artifactId>spark-client</artifactId><version>1</version><dependencies>"
              + missing
              + "</dependencies></project>");
      boolean isWindows = System.getProperty("os.name").startsWith("Windows");
      Process maven =
          new ProcessBuilder(
                  isWindows ? "mvn.cmd" : "mvn",
                  "--batch-mode",
                  "--quiet",
                  "--strict-checksums",
                  "-Dmaven.repo.local=" + local,
                  "--file",
                  pom.toString(),
                  "dependency:resolve")
              .redirectErrorStream(true)
              .start();
      String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (maven.waitFor() != 0) {
        throw new IOException("mvn failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(pom);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
