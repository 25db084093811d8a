package org.sqlflow.kernelspec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * The folder that the build assembles: {@code kernel.json} as a template, the logos, the jars.
 *
 * @param path the folder
 */
record KernelDirectory(Path path) {

  /** The template of kernel.json; checks that the folder is complete. */
  String template() throws InstallException {
    Path lib = path.resolve("lib");
    if (!holdsKernel(lib)) {
      throw new InstallException(
          "The kernel's jars are missing in " + lib + "; build them with mvn package.");
    }
    try {
      String json = Files.readString(path.resolve(KernelJson.FILE));
      if (!KernelJson.isTemplate(json)) {
        throw new InstallException(
            path
                + " is an installed kernel, so this jar can only uninstall it; to install, run the"
                + " jar in kernelspec/target/sqlflow.");
      }
      return json;
    } catch (IOException e) {
      throw new InstallException(
          "Cannot read " + path.resolve(KernelJson.FILE) + "; build it with mvn package.", e);
    }
  }

  private static boolean holdsKernel(Path lib) {
    if (!Files.isDirectory(lib)) {
      return false;
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("sqlflow-kernel-"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Copies everything but kernel.json, which is written last because it makes the folder a kernel.
   */
  void copyTo(Path target) throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(path.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path name = path.relativize(file);
            if (!name.equals(Path.of(KernelJson.FILE))) {
              Files.copy(file, target.resolve(name));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Whether a folder has the same files; libraries are compared by size, our own jars byte by byte.
   */
  boolean isCopiedIn(Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path other = copy.resolve(path.relativize(file));
        String name = file.getFileName().toString();
        boolean same =
            name.equals(KernelJson.FILE)
                || (Files.isRegularFile(other)
                    && Files.size(file) == Files.size(other)
                    && (!name.startsWith("sqlflow") || Files.mismatch(file, other) < 0));
        if (!same) {
          return false;
        }
      }
      return jars(path) == jars(copy);
    }
  }

  private static long jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
      return files.count();
    }
  }

  /** Deletes a folder and its content, if it exists. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
