package org.sqlflow.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a cell in another process waits for, as long as it takes: a file.
 *
 * @param file is there once the signal was given
 */
record Signal(Path file) {
  /** A signal whose file will be in a folder. */
  static Signal in(Path folder) {
    return new Signal(folder.resolve("signal"));
  }

  /** Java that waits for it. */
  String await() {
    return "while (!java.nio.file.Files.exists(java.nio.file.Path.of(\""
        + file
        + "\"))) Thread.sleep(10);";
  }

  void give() {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
