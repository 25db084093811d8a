package org.sqlflow.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all; of existing files it replaces exports only. */
public final class ExportFile {
  /** The mark of an export is within the first bytes, as many as these. */
  private static final int HEAD = 2048;

  private ExportFile() {}

  /**
   * Refuses a file that could not be written, or that would replace one which is no export.
   *
   * @param mark what the beginning of an export contains
   * @throws ExportException if it is refused
   */
  public static void check(Path file, String mark) {
    if (Files.isDirectory(file)) { // as the root is, which has no parent
      throw new ExportException(file + " is a folder: name a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new ExportException("there is no folder " + folder + ": create it first");
    }
    if (Files.exists(file) && !head(file).contains(mark)) {
      throw new ExportException(
          file
              + " exists and is no export of SQLFlow: name another file, or delete that one first");
    }
  }

  private static String head(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return new String(bytes.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException error) {
      throw new ExportException("cannot read " + file + ": " + error.getMessage());
    }
  }

  /**
   * Writes a file after a {@link #check}. A part file that a killed process left behind is
   * replaced; links, and files that others write, are not followed or touched.
   *
   * @throws ExportException if it cannot be written
   */
  public static void write(Path file, byte[] content, String mark) {
    check(file, mark);
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      if (isWritten(part)) {
        throw new ExportException("another process writes " + file + " now: run this again");
      }
      Files.deleteIfExists(part);
      try (FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock == null) {
          throw new ExportException("another process writes " + file + " now: run this again");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException error) {
      throw new ExportException("cannot write " + file + ": " + error.getMessage());
    }
  }

  private static boolean isWritten(Path part) throws IOException {
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = lock(channel)) {
      return lock == null;
    } catch (NoSuchFileException | AccessDeniedException notOurs) {
      return false;
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException here) {
      return null;
    }
  }
}
