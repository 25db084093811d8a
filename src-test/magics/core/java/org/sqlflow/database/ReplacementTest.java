package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.database.session.Databases;

/** Several sessions on one file that write the row of the same key. */
class ReplacementTest {
  private static final int SESSIONS = 4;
  private static final int ROUNDS = 60;
  private static final int DELETED_EACH = 5;

  @TempDir private Path folder;

  private Database connect() {
    return Databases.connect(DataSource.parse("duckdb://" + folder.resolve("rows.duckdb"), folder));
  }

  @Test
  void losingTheRaceForARowIsAlwaysReportedAsAConflict() throws Exception {
    Set<String> refused = ConcurrentHashMap.newKeySet();
    try (Database database = connect()) {
      database.run("CREATE TABLE numbers (name VARCHAR PRIMARY KEY, number INTEGER)");
      List<Thread> threads = new ArrayList<>();
      for (int session = 0; session < SESSIONS; session++) {
        threads.add(new Thread(() -> replace(refused)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(refused)
        .isNotEmpty()
        .allMatch(message -> message.startsWith("another session changed the same table or model"));
  }

  private void replace(Set<String> refused) {
    try (Database database = connect()) {
      for (int round = 0; round < ROUNDS; round++) {
        try {
          if (round % DELETED_EACH == 0) {
            database.run("DELETE FROM numbers");
          }
          database.replace("numbers", List.of("name", "number"), List.of("m", round));
        } catch (DatabaseException conflict) {
          refused.add(conflict.getMessage());
        }
      }
    }
  }
}
