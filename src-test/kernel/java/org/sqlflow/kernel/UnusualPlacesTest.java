package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels that start where something usual is missing, each in a separate process. */
final class UnusualPlacesTest {
  @TempDir Path folder;

  @Test
  void withoutAHomeLibrariesComeFromANewPrivateFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> options = List.of("-Duser.home=?", "-Djava.io.tmpdir=" + temporary);
    try (KernelProcess kernel = KernelProcess.start(folder, options, Map.of())) {
      String cache =
          kernel
              .client()
              .execute("org.bytedeco.javacpp.Loader.getCacheDir().toString()")
              .resultText();

      assertThat(cache).startsWith(temporary.resolve("sqlflow-native-").toString());
      assertThat(folder.resolve("?")).doesNotExist();
      kernel.client().askControl("shutdown_request", Map.of("restart", false));
      kernel.awaitEnd();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).noneMatch(file -> file.toString().contains("sqlflow-native"));
    }
  }

  @Test
  void anotherTransportIsRefusedInASentence() throws Exception {
    try (KernelProcess kernel = launch("\"tcp\"", "\"ipc\"", Map.of())) {
      assertThat(kernel.awaitEnd()).isEqualTo(2);
      assertThat(kernel.log()).contains("over tcp only, not over ipc").contains("--transport=tcp");
    }
  }

  @Test
  void anAddressThatThisMachineDoesNotHaveIsSaid() throws Exception {
    try (KernelProcess kernel = launch("127.0.0.1", "203.0.113.7", Map.of())) {
      assertThat(kernel.awaitEnd()).isEqualTo(1);
      assertThat(kernel.log())
          .contains("can't start")
          .contains("203.0.113.7")
          .contains("this machine has no such address");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hmac-sha256 | hmac-nope | names the signature_scheme hmac-nope",
        "\"shell_port\": \\d+ | \"shell_port\": 70000 | names the port 70000",
        "\"transport\": \"tcp\", | `` | needs transport, ip, key and signature_scheme",
        "\\{.* | {\"ip\": | can't read the connection file",
      })
  void aConnectionFileThatNobodyCanUseIsRefusedInASentence(
      String part, String instead, String sentence) throws Exception {
    try (KernelProcess kernel = launch(part, instead, Map.of())) {
      assertThat(kernel.awaitEnd()).isEqualTo(2);
      assertThat(kernel.log()).contains(sentence).doesNotContain("\tat ");
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      try (KernelProcess kernel =
          launch("\"shell_port\": \\d+", "\"shell_port\": " + port, Map.of())) {
        assertThat(kernel.awaitEnd()).isEqualTo(1);
        assertThat(kernel.log()).contains(port).contains("another process uses this port");
      }
    }
  }

  @Test
  void aKernelWhoseParentDiedFirstEnds() throws Exception {
    Process parent = new ProcessBuilder("true").start();
    parent.waitFor();
    Map<String, String> environment = Map.of("JPY_PARENT_PID", String.valueOf(parent.pid()));
    try (KernelProcess kernel = launch("", "", environment)) {
      assertThat(kernel.awaitEnd()).isZero();
    }
  }

  private static final String COUNT_INTERRUPTED =
      "Thread.getAllStackTraces().keySet().stream()"
          + ".filter(t -> t.getName().matches(\"(reaper|iothread)-.*\"))"
          + ".filter(Thread::isInterrupted).count()";

  @Test
  void aCellThatInterruptsAllThreadsEndsNoneOfTheKernels() throws Exception {
    try (KernelProcess kernel = KernelProcess.start(folder, List.of(), Map.of())) {
      JupyterClient client = kernel.client();
      client.execute("1 + 1");

      client.execute(
          "for (Thread t : Thread.getAllStackTraces().keySet()) {"
              + " if (t != Thread.currentThread()) t.interrupt(); }");

      assertThat(client.execute("20 + 2").resultText()).isEqualTo("22");
      assertThat(client.execute("System.out.println(\"here\")").all("stream").toString())
          .contains("here");
      assertThat(client.execute("SELECT 7 AS seven").resultText()).contains("seven");
      assertThat(client.execute(COUNT_INTERRUPTED).resultText())
          .as("an interrupted thread of the sockets never waits again")
          .isEqualTo("0");
    }
  }

  @Test
  void aHookThatDoesNotReturnDelaysTheEndAndNoMore() throws Exception {
    try (KernelProcess kernel = KernelProcess.start(folder, List.of(), Map.of())) {
      kernel
          .client()
          .execute(
              "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) {"
                  + " java.util.concurrent.locks.LockSupport.park(); } }));");
      kernel.client().askControl("shutdown_request", Map.of("restart", false));
      kernel.awaitEnd();
      assertThat(kernel.process().isAlive()).isFalse();
    }
  }

  private KernelProcess launch(String regex, String by, Map<String, String> environment)
      throws Exception {
    JupyterClient client = new JupyterClient();
    String connection = KernelProcess.connection(client.properties()).replaceFirst(regex, by);
    return KernelProcess.launch(client, folder, connection, List.of(), environment);
  }
}
