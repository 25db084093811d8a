package org.sqlflow.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * Writes a file whole or not at all: a part file beside it becomes the file when it is complete and
 * on the disk. The part's name cannot be foreseen, so that nobody can put a link in its place. A
 * file that is replaced passes its rights on; a link is replaced and not followed. Safe for use by
 * several threads and processes: of several writers of a file, the last one wins.
 */
public final class WholeFile {
  private static final String START = ".sqlflow-";
  private static final String END = ".part";

  private WholeFile() {}

  /** Writes what a file contains. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out may be closed
     */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file or replaces one. Part files that killed processes left in its folder are
   * deleted.
   *
   * @throws IOException if it cannot be written; an earlier file is unchanged then
   */
  public static void write(Path file, Content content) throws IOException {
    Path whole = file.toAbsolutePath();
    deleteAbandoned(whole.getParent());
    Path part = whole.resolveSibling(START + UUID.randomUUID() + END);
    try (FileChannel channel = create(part)) {
      passRights(whole, part);
      try (OutputStream out = new BufferedOutputStream(new Open(channel))) {
        content.write(out);
      }
      channel.force(true);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes to a channel and leaves it open. */
  private static final class Open extends OutputStream {
    private final OutputStream out;

    Open(FileChannel channel) {
      this.out = Channels.newOutputStream(channel);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }
  }

  /** A lock shows that a process writes the part; the system releases it when the process ends. */
  private static synchronized FileChannel create(Path part) throws IOException {
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.lock();
    } catch (IOException noLocks) {
      // The file system has none, so that no process takes this part for an abandoned one.
    }
    return channel;
  }

  private static void passRights(Path from, Path to) throws IOException {
    PosixFileAttributeView rights =
        Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (rights != null && Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      rights.setPermissions(Files.getPosixFilePermissions(from, LinkOption.NOFOLLOW_LINKS));
    }
  }

  private static synchronized void deleteAbandoned(Path folder) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, START + "*" + END)) {
      for (Path part : parts) {
        if (isAbandoned(part)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException stay) {
      // They only take space.
    }
  }

  private static boolean isAbandoned(Path part) {
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException isWritten) {
      return false;
    }
  }
}
