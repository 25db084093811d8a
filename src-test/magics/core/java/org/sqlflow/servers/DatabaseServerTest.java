package org.sqlflow.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The servers of the tests themselves. */
class DatabaseServerTest {
  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"POSTGRESQL", "MARIADB"})
  void aServerEndsWithItsOwnerThoughThatIsKilled(Databases database) throws Exception {
    database.server(); // a test of no use where there is none
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                database.name())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = owner.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("server ")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      String[] words = line.split(" ", 3);
      ProcessHandle server = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();

      owner.destroyForcibly().waitFor();

      server.onExit().get(5, TimeUnit.MINUTES);
      for (int i = 0; i < 3000 && Files.exists(Path.of(words[2])); i++) {
        Thread.sleep(100);
      }
      assertThat(Path.of(words[2])).doesNotExist();
    }
  }

  /** Starts a server and waits for its own end. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] words) throws Exception {
      DatabaseServer server = Databases.valueOf(words[0]).server();
      System.out.println("server " + server.process().pid() + " " + server.directory());
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
