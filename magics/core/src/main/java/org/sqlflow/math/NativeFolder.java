package org.sqlflow.math;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Where JavaCPP unpacks the native libraries that this process then runs: a folder that nobody else
 * can write to. JavaCPP itself falls back to a folder with a guessable name in the shared temporary
 * directory, where another user can put libraries for it, and trusts any file whose size and time
 * match.
 */
public final class NativeFolder {
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /**
   * The mode of a folder, such as /tmp, in which users can rename and delete only their own files.
   */
  private static final int STICKY = 01000;

  private NativeFolder() {}

  /** Chooses the folder, unless the user did. Call it before anything loads a library; cheap. */
  public static synchronized void use() {
    if (System.getProperty(PROPERTY) == null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      choose(System.getProperty("user.home", ""), temporary)
          .ifPresent(folder -> System.setProperty(PROPERTY, folder.toString()));
    }
  }

  /**
   * The cache in the home, or else a new folder that is deleted when this process ends.
   *
   * @return empty if there is no place at all; then loading a library fails
   */
  static Optional<Path> choose(String home, Path temporary) {
    return inHome(home).or(() -> inTemporary(temporary));
  }

  private static Optional<Path> inHome(String home) {
    try {
      Path folder = Path.of(home);
      if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
        return Optional.empty(); // a user without an entry has the home "?"
      }
      Path javacpp = folder.resolve(".javacpp");
      Path cache = javacpp.resolve("cache");
      return !othersRename(folder) && isOurs(create(javacpp)) && isOurs(create(cache))
          ? Optional.of(cache)
          : Optional.empty();
    } catch (IOException | RuntimeException unusable) {
      return Optional.empty();
    }
  }

  private static Path create(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return folder;
    }
    return isPosix(folder.getParent())
        ? Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE))
        : Files.createDirectory(folder);
  }

  private static boolean isPosix(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.supportsFileAttributeView("posix");
  }

  /** Whether other users can put another folder in the place of one in this folder. */
  private static boolean othersRename(Path folder) throws IOException {
    return isPosix(folder)
        && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)
        && ((int) Files.getAttribute(folder, "unix:mode") & STICKY) == 0;
  }

  /** Whether we can write to a folder, and nobody else. */
  private static boolean isOurs(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "probe", "");
    try {
      if (!isPosix(folder)) {
        return true;
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      return Files.getOwner(folder).equals(Files.getOwner(probe))
          && !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } finally {
      Files.delete(probe);
    }
  }

  /** Its name can't be guessed, and only we can enter it. */
  private static Optional<Path> inTemporary(Path temporary) {
    try {
      Path folder = Files.createTempDirectory(temporary, "sqlflow-native-");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> delete(folder), "sqlflow-native-folder"));
      return Optional.of(folder);
    } catch (IOException | RuntimeException unusable) {
      return Optional.empty();
    }
  }

  private static void delete(Path folder) {
    try {
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
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException inUse) {
      // Windows keeps libraries that are loaded.
    }
  }
}
