package org.sqlflow.magic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

/**
 * Lets the processes of a user take turns on a database file that only one of them can open, such
 * as the kernels of two notebooks in a folder. A process that opens a file writes a hidden file
 * beside it that says where to ask for it: a port of the loopback interface and a secret, readable
 * only by the user. A process that needs the file asks there. The holder closes it between two
 * cells, unless something would be lost with its connection, and asks for it in the same way when
 * it needs it again. Safe for use by several threads.
 */
final class FileSharing implements AutoCloseable {
  private static final String RELEASED = "released";
  private static final String KEPT = "kept ";
  private static final int SECRET_BYTES = 32;
  private static final int BACKLOG = 16;

  /** How long the other side may take to send its request. */
  private static final int LINE_MILLIS = 5_000;

  /** The most bytes that are read from the other side's file or line. */
  private static final int MOST_BYTES = 10_000;

  /** How often a waiting process checks whether the user stopped it. */
  private static final int CHECK_MILLIS = 100;

  private final Function<Path, Optional<String>> release;
  private final String secret;
  private final Set<Path> notices = new ConcurrentSkipListSet<>();
  private Optional<ServerSocket> server = Optional.empty();
  private boolean closed;

  /** What a holder answered. */
  sealed interface Answer {
    /** The file was closed. */
    record Released() implements Answer {}

    /**
     * The file stays open.
     *
     * @param process the holder's process number
     * @param loss what would be lost
     */
    record Kept(long process, String loss) implements Answer {}

    /** Nobody answers. */
    record Silent() implements Answer {}
  }

  /** Called while a holder has not answered yet. */
  @FunctionalInterface
  interface Waiting {
    /**
     * Called every tenth of a second; an exception ends the waiting.
     *
     * @param process the holder's process number
     */
    void check(long process);
  }

  /**
   * Shares no files yet.
   *
   * @param release closes a file between two cells; if something would be lost, returns that and
   *     leaves the file open. Called by threads of this class.
   */
  FileSharing(Function<Path, Optional<String>> release) {
    this.release = release;
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    this.secret = HexFormat.of().formatHex(bytes);
  }

  /** The file that says who holds a database file. */
  private static Path notice(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".holder");
  }

  /**
   * Tells other processes that this one holds a file. If that cannot be written, they will not ask.
   */
  synchronized void offer(Path file) {
    if (closed) {
      return;
    }
    try {
      if (server.isEmpty()) {
        server = Optional.of(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        daemon(() -> serve(server.get()));
      }
      Path notice = notice(file);
      Path written = Files.createTempFile(notice.getParent(), ".sqlflow", ".holder", ownerOnly());
      try {
        Files.writeString(
            written,
            server.get().getLocalPort() + " " + secret + " " + ProcessHandle.current().pid());
        Files.move(
            written, notice, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(written); // where it was not moved
      }
      notices.add(notice);
    } catch (IOException cannotShare) {
      // Other processes then show the database's own message.
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Takes back {@link #offer}, before the file is closed. */
  void withdraw(Path file) {
    delete(notice(file));
  }

  private void delete(Path notice) {
    if (notices.remove(notice)) {
      try {
        Files.deleteIfExists(notice);
      } catch (IOException stays) {
        // The next holder replaces it; until then nobody answers at its port.
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "sqlflow-file-sharing");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(ServerSocket open) {
    while (!open.isClosed()) {
      try {
        Socket socket = open.accept();
        daemon(() -> answer(socket));
      } catch (IOException closedOrGone) {
        // The loop ends if the server is closed.
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      socket.setSoTimeout(LINE_MILLIS);
      byte[] asked = socket.getInputStream().readNBytes(secret.length()); // no more is ever read
      if (!MessageDigest.isEqual(asked, secret.getBytes(StandardCharsets.US_ASCII))) {
        return;
      }
      String name = new BufferedReader(reader(socket)).readLine();
      Path file = Path.of(name == null ? "" : name.strip());
      String line = release.apply(file).map(loss -> KEPT + oneLine(loss)).orElse(RELEASED);
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException noAnswer) {
      // The other side sees the end of the connection.
    }
  }

  private static InputStreamReader reader(Socket socket) throws IOException {
    return new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  /** Asks the holder of a file to close it, and waits until it has run its cell. */
  Answer ask(Path file, Waiting waiting) {
    String[] parts;
    try {
      parts = text(notice(file)).split(" ");
    } catch (IOException none) {
      return new Answer.Silent();
    }
    try (Socket socket = new Socket()) {
      long process = Long.parseLong(parts[2].strip());
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[0])),
          LINE_MILLIS);
      socket.getOutputStream().write((parts[1] + file + "\n").getBytes(StandardCharsets.UTF_8));
      String line = line(socket, process, waiting);
      return line.equals(RELEASED)
          ? new Answer.Released()
          : line.startsWith(KEPT)
              ? new Answer.Kept(process, line.substring(KEPT.length()))
              : new Answer.Silent();
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException nobody) {
      return new Answer.Silent();
    }
  }

  /**
   * The beginning of a file. It is not read whole, since another user may have put an endless one
   * there.
   */
  private static String text(Path notice) throws IOException {
    if (!Files.isRegularFile(notice)) {
      throw new NoSuchFileException(notice.toString()); // reading a pipe would wait for ever
    }
    try (InputStream bytes = Files.newInputStream(notice)) {
      return new String(bytes.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
    }
  }

  /** Reads a line, however long it takes to come; empty if the other side closes. */
  private static String line(Socket socket, long process, Waiting waiting) throws IOException {
    socket.setSoTimeout(CHECK_MILLIS);
    StringBuilder bytes = new StringBuilder();
    while (true) {
      try {
        int next = socket.getInputStream().read();
        if (next < 0 || next == '\n') {
          return new String(
              bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        bytes.append((char) next);
        if (bytes.length() > MOST_BYTES) {
          throw new IOException("no line ends");
        }
      } catch (SocketTimeoutException notYet) {
        waiting.check(process);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notices.forEach(this::delete);
    try {
      if (server.isPresent()) {
        server.get().close();
      }
    } catch (IOException gone) {
      // Then nobody listens.
    }
  }
}
