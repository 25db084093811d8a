package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A kernel's process among people who mean it no good: who may reach it, and what it does with
 * frames that no front end sends. {@code -Dtest.messages=10000} sends more.
 */
class HostileMessagesIT extends RunningKernel {
  private static final int MESSAGES = Integer.getInteger("test.messages", 1300);
  private static final int ROUNDS = 2;

  /** Addresses of loopback as the system tells them, of IPv4 and of IPv4 in IPv6. */
  private static final List<String> LOOPBACK =
      List.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  private static final String LISTENS = "0A";

  @Test
  void itsSocketsAreNotSeenFromOtherMachines() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "known on Linux alone");
    Set<String> own = sockets(client.pid());
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc/" + client.pid() + "/net/" + table);
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        List<String> fields = List.of(line.strip().split("\\s+"));
        if (fields.get(3).equals(LISTENS) && own.contains(fields.get(9))) {
          addresses.add(fields.get(1).replaceFirst(":.*", ""));
        }
      }
    }
    // Five of the protocol, and one to ask for a database file once the kernel has opened one.
    assertThat(addresses).hasSizeBetween(5, 6).isSubsetOf(LOOPBACK);
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.replaceAll("\\D", ""));
        }
      }
    }
    return inodes;
  }

  @Test
  void afterWhateverIsSentTheNextCellRunsAndTheLogIsShort() {
    client.execute("int runs = 0;");
    int sent = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Integer> kinds = client.mutate(MESSAGES / ROUNDS, round);
      sent += kinds.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(kinds).hasSizeGreaterThan(10).allSatisfy((kind, n) -> assertThat(n).isPositive());
      theNextCellRuns();
    }
    assertThat(client.isAlive()).isTrue();
    assertThat(client.log()).doesNotContain("\tat ");
    assertThat(client.log()).contains("dropped message 1 on sqlflow-shell");
    assertThat(client.log().lines().count()).isLessThan(100 + sent / 10);
  }
}
