package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JupyterLab extension that highlights SQLFlow's keywords. It is installed once for all kernels
 * of a folder.
 *
 * @param source the extension in a kernel's folder
 * @param target where JupyterLab finds it
 */
record LabExtension(Path source, Path target) {
  private static final String NAME = "sqlflow-highlighting";
  private static final String PACKAGE = "package.json";

  /** The extension of a kernel. */
  static LabExtension of(Path kernels, Path kernel) {
    return new LabExtension(
        kernel.resolve("labextension"), kernels.resolveSibling("labextensions").resolve(NAME));
  }

  /** Copies it to where JupyterLab finds it; replaces an earlier one. */
  void publish() throws IOException {
    if (!Files.isDirectory(source)) {
      return;
    }
    KernelDirectory.delete(target);
    Files.createDirectories(target.getParent());
    new KernelDirectory(source).copyTo(target);
  }

  /** Whether the published files equal those in the kernel's folder. */
  boolean isPublished() throws IOException {
    for (Path file : files()) {
      Path other = target.resolve(source.relativize(file));
      if (!Files.isRegularFile(other) || Files.mismatch(file, other) >= 0) {
        return false;
      }
    }
    return true;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Removes it, unless the folder has another SQLFlow kernel. */
  void withdraw(Path kernels) throws IOException {
    Path description = target.resolve(PACKAGE);
    if (!Files.isRegularFile(description) || !Files.readString(description).contains(NAME)) {
      return;
    }
    try (Stream<Path> others = Files.list(kernels)) {
      for (Path other : others.toList()) {
        Path json = other.resolve(KernelJson.FILE);
        if (Files.isRegularFile(json) && KernelJson.isOurs(Files.readString(json))) {
          return;
        }
      }
    }
    KernelDirectory.delete(target);
  }
}
