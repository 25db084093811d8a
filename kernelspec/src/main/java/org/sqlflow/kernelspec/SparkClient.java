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

/**
 * The jars of Spark's client, which SQLFlow does not include: they are fetched from a Maven
 * repository, each with a checksum that is known beforehand.
 *
 * @param repository the URL of the Maven repository
 * @param local the user's own copy of one, where jars are looked up first
 * @param jars what to fetch
 */
record SparkClient(URI repository, Path local, List<Jar> jars) {
  /** Maven's own. */
  static final String CENTRAL = "https://repo1.maven.org/maven2/";

  /** The folder within the kernel's where the kernel looks for the jars. */
  static final String FOLDER = "spark";

  private static final String LIST = "spark-client.txt";

  /**
   * A jar.
   *
   * @param sha256 in hexadecimal digits
   * @param path in a Maven repository
   */
  record Jar(String sha256, String path) {
    /** Reads {@code sha256 group:artifact:version}. */
    static Jar of(String line) {
      String[] parts = line.split(" ");
      String[] names = parts[1].split(":");
      String name = names[1] + "-" + names[2] + ".jar";
      return new Jar(
          parts[0], String.join("/", names[0].replace('.', '/'), names[1], names[2], name));
    }

    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** All that are needed to connect, read and write. */
  static List<Jar> needed() {
    try (InputStream list = SparkClient.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().map(Jar::of).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Whether a kernel has exactly these jars, by their names. */
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
              + ". Try again with a network, or name another Maven repository with --repository"
              + " URL.",
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
    if (Files.isRegularFile(own) && sha256(own).equals(jar.sha256())) {
      Files.copy(own, into);
      return;
    }
    String base = repository.toString();
    URI place = URI.create((base.endsWith("/") ? base : base + "/") + jar.path());
    try (InputStream stream = place.toURL().openStream()) {
      Files.copy(stream, into, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!sha256(into).equals(jar.sha256())) {
      throw new IOException(place + " is not the file that SQLFlow was tested with");
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
