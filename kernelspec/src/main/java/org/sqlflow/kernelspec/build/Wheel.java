package org.sqlflow.kernelspec.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the kernel as a wheel, the package format of Python's pip (PyPA's binary distribution
 * format 1.0). It contains the jars, a small module that starts them, and the kernel's description
 * where Jupyter looks for it. The same files give the same bytes.
 */
public final class Wheel {
  private static final String NAME = "sqlflow_kernel";

  /** The oldest time that a zip can hold, so that the file does not depend on the clock. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** pip's names of the platforms; the libraries for Linux need glibc 2.27. */
  private static final Map<String, String> PLATFORMS =
      Map.of(
          "linux-x86_64", "manylinux_2_28_x86_64",
          "linux-arm64", "manylinux_2_28_aarch64",
          "macosx-x86_64", "macosx_10_15_x86_64",
          "macosx-arm64", "macosx_11_0_arm64",
          "windows-x86_64", "win_amd64");

  private final String version;
  private final String tag;
  private final List<String> record = new ArrayList<>();

  private Wheel(String version, String tag) {
    this.version = version;
    this.tag = tag;
  }

  /**
   * Builds a wheel.
   *
   * @param arguments the folder of this module, the assembled kernel directory, the project's
   *     version, the platform of its native libraries, and the folder for the wheel
   */
  public static void main(String[] arguments) throws IOException {
    String platform = arguments[3];
    if (!PLATFORMS.containsKey(platform)) {
      throw new IllegalArgumentException("no wheel for the platform " + platform);
    }
    new Wheel(pythonVersion(arguments[2]), "py3-none-" + PLATFORMS.get(platform))
        .write(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[4]));
  }

  /** A version as Python writes it. */
  private static String pythonVersion(String version) {
    return version.replace("-SNAPSHOT", ".dev0");
  }

  private void write(Path module, Path kernel, Path target) throws IOException {
    Path python = module.resolve("src/main/python");
    String info = NAME + "-" + version + ".dist-info/";
    String jupyterData = NAME + "-" + version + ".data/data/share/jupyter/";
    String jupyter = jupyterData + "kernels/sqlflow/";
    String lab = jupyterData + "labextensions/sqlflow-highlighting/";
    Path file = target.resolve(NAME + "-" + version + "-" + tag + ".whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Path source : files(python.resolve(NAME), ".py")) {
        add(zip, NAME + "/" + source.getFileName(), source);
      }
      add(zip, NAME + "/kernel.json", kernel.resolve("kernel.json"));
      for (Path jar : files(kernel.resolve("lib"), "")) {
        add(zip, NAME + "/lib/" + jar.getFileName(), jar);
      }
      add(zip, jupyter + "kernel.json", python.resolve("kernel.json"));
      for (Path logo : files(kernel, "g")) {
        add(zip, jupyter + logo.getFileName(), logo);
      }
      Path extension = kernel.resolve("labextension");
      for (Path part : List.of(extension, extension.resolve("static"))) {
        for (Path one : files(part, "")) {
          add(zip, lab + extension.relativize(one).toString().replace('\\', '/'), one);
        }
      }
      add(zip, info + "licenses/LICENSE", module.resolve("../LICENSE"));
      Path materials = target.resolve("sqlflow.cdx.json");
      if (Files.exists(materials)) { // an offline build creates none
        add(zip, info + "sboms/sqlflow.cdx.json", materials);
      }
      add(zip, info + "METADATA", metadata(Files.readString(module.resolve("../README.md"))));
      add(zip, info + "WHEEL", wheel());
      add(zip, info + "entry_points.txt", entryPoints());
      record.add(info + "RECORD,,");
      entry(zip, info + "RECORD", bytes(String.join("\n", record) + "\n"));
    }
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private String metadata(String readme) {
    return """
    Metadata-Version: 2.1
    Name: sqlflow-kernel
    Version: %s
    Summary: Jupyter kernel that trains, applies and explains cluster models in SQL
    License: Apache-2.0
    Keywords: jupyter,sql,clustering,duckdb
    Classifier: Framework :: Jupyter
    Classifier: License :: OSI Approved :: Apache Software License
    Requires-Python: >=3.8
    Description-Content-Type: text/markdown

    %s\
    """
        .formatted(version, readme);
  }

  private String wheel() {
    return """
    Wheel-Version: 1.0
    Generator: sqlflow
    Root-Is-Purelib: false
    Tag: %s
    """
        .formatted(tag);
  }

  private static String entryPoints() {
    return """
    [console_scripts]
    sqlflow = sqlflow_kernel:command

    [papermill.engine]
    sqlflow = sqlflow_kernel.papermill:SqlflowEngine
    """;
  }

  private void add(ZipOutputStream zip, String name, Path file) throws IOException {
    add(zip, name, Files.readAllBytes(file));
  }

  private void add(ZipOutputStream zip, String name, String text) throws IOException {
    add(zip, name, bytes(text));
  }

  private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(content));
    record.add(name + ",sha256=" + digest + "," + content.length);
    entry(zip, name, content);
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    boolean isPacked = name.endsWith(".jar");
    zip.setLevel(isPacked ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has SHA-256", impossible);
    }
  }
}
