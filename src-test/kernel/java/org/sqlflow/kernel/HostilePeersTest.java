package org.sqlflow.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers without the key, who speak the transport's language by hand, at each port of a kernel. */
final class HostilePeersTest extends KernelTest {
  private static final int MORE = 1;
  private static final int LARGE = 2;
  private static final int COMMAND = 4;

  enum Port {
    SHELL("DEALER"),
    CONTROL("DEALER"),
    STDIN("DEALER"),
    IOPUB("SUB"),
    HEARTBEAT("REQ");

    private final String peer;

    Port(String peer) {
      this.peer = peer;
    }

    int number(KernelConnectionProperties properties) {
      return switch (this) {
        case SHELL -> properties.getShellPort();
        case CONTROL -> properties.getControlPort();
        case STDIN -> properties.getStdinPort();
        case IOPUB -> properties.getIopubPort();
        case HEARTBEAT -> properties.getHbPort();
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Port.class)
  void aFrameThatClaimsAnySizeStopsNothing(Port port) throws IOException {
    long[] sizes = {
      -1, Long.MIN_VALUE, 0x80000000_7FFFFFFFL, 0xFFFFFFFF_40000000L, 1L << 30, Integer.MAX_VALUE
    };
    List<Socket> open = new ArrayList<>();
    for (long size : sizes) {
      for (int flags : new int[] {LARGE, LARGE | MORE, LARGE | COMMAND}) {
        Socket socket = greeted(port);
        open.add(socket);
        send(socket, ByteBuffer.allocate(9).put((byte) flags).putLong(size).array());
        send(socket, new byte[1000]);
      }
    }
    requireAllPortsAnswer();
    assertThat(ioThreads()).isNotEmpty().allMatch(HostilePeersTest::restsSoon);
    closeAll(open);
    requireAllPortsAnswer();
  }

  @ParameterizedTest
  @EnumSource(Port.class)
  void aMessageWithoutAnEndIsForgotten(Port port) throws IOException {
    byte[] frames = new byte[2 << 20]; // a million empty frames, of some 200 bytes in memory each
    for (int i = 0; i < frames.length; i += 2) {
      frames[i] = MORE;
    }
    try (Socket socket = greeted(port)) {
      for (int i = 0; i < 20; i++) {
        send(socket, frames);
      }
      requireAllPortsAnswer();
    }
    requireAllPortsAnswer();
  }

  @ParameterizedTest
  @EnumSource(Port.class)
  void framesThatAreAnnouncedAndNeverSentHoldLittle(Port port) throws IOException {
    List<Socket> open = new ArrayList<>();
    byte[] header = ByteBuffer.allocate(9).put((byte) LARGE).putLong(60 << 20).array();
    for (int i = 0; i < 100; i++) {
      Socket socket = greeted(port);
      open.add(socket);
      send(socket, header);
    }
    requireAllPortsAnswer();
    closeAll(open);
    requireAllPortsAnswer();
  }

  @ParameterizedTest
  @EnumSource(Port.class)
  void moreConnectionsThanAKernelNeedsAreClosed(Port port) throws IOException {
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      open.add(connected(port));
    }
    Socket last = open.get(open.size() - 1);
    last.setSoTimeout(300_000);
    assertThat(readToTheEnd(last)).isTrue();
    closeAll(open);
    requireAllPortsAnswer();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingThatIsSentByChanceStopsAPort(long seed) throws IOException {
    Random random = new Random(seed);
    List<Socket> open = new ArrayList<>();
    for (Port port : Port.values()) {
      for (int i = 0; i < 30; i++) {
        Socket socket = i % 3 == 0 ? connected(port) : greeted(port);
        open.add(socket);
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        if (i % 2 == 0 && noise.length > 1) {
          noise[0] = (byte) (noise[0] & 7);
          noise[1] = (byte) (noise[1] & 15);
        }
        send(socket, noise);
      }
    }
    requireAllPortsAnswer();
    closeAll(open);
    requireAllPortsAnswer();
  }

  @Test
  void aBeatOfSeveralFramesIsEchoedAndTheHeartGoesOn() throws IOException {
    try (Socket socket = greeted(Port.HEARTBEAT)) {
      send(socket, new byte[] {MORE, 0, MORE, 1, 'a', 0, 1, 'b'});
    }
    assertThat(client.beat(new byte[] {7})).containsExactly(7);
  }

  @Test
  void aPingThatIsTooShortPrintsNothingIntoACell() throws IOException {
    try (Socket socket = greeted(Port.SHELL)) {
      send(socket, new byte[] {COMMAND, 5, 4, 'P', 'I', 'N', 'G'});
      assertThat(client.execute("1 + 1").all("stream")).isEmpty();
    }
    assertThat(client.execute("1 + 1").all("stream")).isEmpty();
  }

  /** Each port in its own way; a port whose thread spins or is dead does not. */
  private void requireAllPortsAnswer() {
    assertThat(client.beat(new byte[] {1, 2})).containsExactly(1, 2);
    assertThat(client.ask("kernel_info_request", Map.of()).get("status").getAsString())
        .isEqualTo("ok");
    assertThat(client.askControl("kernel_info_request", Map.of()).get("status").getAsString())
        .isEqualTo("ok");
    assertThat(client.execute("40 + 2").resultText()).isEqualTo("42"); // by iopub
    String asks =
        client.sendCell("new java.util.Scanner(System.in).nextLine()", Map.of("allow_stdin", true));
    client.answer("still here");
    assertThat(client.await(asks).resultText()).contains("still here");
  }

  private static List<Thread> ioThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("iothread"))
        .toList();
  }

  /** Whether a thread waits for events, as it does nearly always where nothing goes on. */
  private static boolean restsSoon(Thread thread) {
    for (int i = 0; i < 1000; i++) {
      StackTraceElement[] frames = thread.getStackTrace();
      if (frames.length > 0 && frames[0].getMethodName().matches("wait|poll|epollWait")) {
        return true;
      }
      Thread.yield();
    }
    return false;
  }

  private Socket connected(Port port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port.number(client.properties()));
  }

  /** A connection after the greetings of ZMTP 3.0 with the mechanism NULL. */
  private Socket greeted(Port port) throws IOException {
    Socket socket = connected(port);
    ByteBuffer greeting = ByteBuffer.allocate(64);
    greeting.put((byte) 0xff).putLong(0).put((byte) 0x7f).put((byte) 3).put((byte) 0);
    greeting.put("NULL".getBytes(US_ASCII));
    send(socket, greeting.array());
    ByteArrayOutputStream ready = new ByteArrayOutputStream();
    ready.write(5);
    ready.writeBytes("READY".getBytes(US_ASCII));
    ready.write(11);
    ready.writeBytes("Socket-Type".getBytes(US_ASCII));
    byte[] type = port.peer.getBytes(US_ASCII);
    ready.writeBytes(ByteBuffer.allocate(4).putInt(type.length).array());
    ready.writeBytes(type);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(COMMAND);
    frame.write(ready.size());
    frame.writeBytes(ready.toByteArray());
    send(socket, frame.toByteArray());
    return socket;
  }

  /** The kernel may close the connection meanwhile. */
  private static void send(Socket socket, byte[] bytes) throws IOException {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } catch (SocketException closed) {
      assertThat(closed).isNotNull();
    }
  }

  private static boolean readToTheEnd(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    } catch (SocketException reset) {
      return true;
    }
    return true;
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
