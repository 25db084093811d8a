package org.sqlflow.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlflow.files.WholeFile;

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
   * Writes a file after a {@link #check}.
   *
   * @throws ExportException if it cannot be written
   */
  public static void write(Path file, byte[] content, String mark) {
    check(file, mark);
    try {
      WholeFile.write(file, out -> out.write(content));
    } catch (IOException error) {
      throw new ExportException("cannot write " + file + ": " + error.getMessage());
    }
  }
}
