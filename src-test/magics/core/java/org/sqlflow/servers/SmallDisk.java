package org.sqlflow.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** A disk of few megabytes in memory, mounted on a folder. A test is left out where none may be. */
public final class SmallDisk implements AutoCloseable {
  /** Who servers run as when root starts them. */
  private static final int NOBODY = 65_534;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it; what was in the folder is hidden until it is unmounted. */
  public static SmallDisk on(Path folder, int megabytes) {
    Assumptions.assumeTrue(
        call(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + megabytes + "m,uid=" + NOBODY + ",mode=0700",
            "sqlflow",
            folder),
        "no disk can be mounted here; root can on Linux");
    return new SmallDisk(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Fills a file with so many megabytes, or with all that are left. */
  public Path take(int megabytes) throws IOException {
    Path taken = Files.createTempFile(folder, "taken", "");
    byte[] bytes = new byte[4096];
    try (OutputStream out = Files.newOutputStream(taken)) {
      for (int i = 0; i < megabytes * 256; i++) {
        out.write(bytes);
      }
    } catch (IOException full) {
      return taken;
    }
    return taken;
  }

  private static boolean call(Object... words) {
    try {
      Process called =
          new ProcessBuilder(Arrays.stream(words).map(Object::toString).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return called.onExit().join().exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Override
  public void close() {
    call("umount", "--lazy", folder);
  }
}
