package org.sqlflow.database;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Holds DuckDB to little memory while rows go through it: without a limit it fills most of the
 * machine with pages of its file that are read once. What needs more gets it.
 */
final class DuckDbMemory implements AutoCloseable {
  /** Beyond what is in use and cannot be read again from the file. */
  private static final long ALLOWANCE = 96L << 20;

  /** The same when all rows went through. */
  private static final long LEFT = 16L << 20;

  private final Database database;
  private final String earlier;
  private boolean limited;

  private DuckDbMemory(Database database, String earlier) {
    this.database = database;
    this.earlier = earlier;
  }

  /**
   * Limits what comes next until it is closed, where there is a file to write the rest to. In a
   * transaction of the user's it does not: an error would end that, and trying again not help.
   */
  static DuckDbMemory limit(Database database) {
    List<Object> told =
        database
            .rows(
                """
                SELECT current_setting('memory_limit'), path IS NOT NULL
                FROM duckdb_databases() WHERE database_name = current_database()\
                """,
                List.of())
            .get(0);
    DuckDbMemory memory = new DuckDbMemory(database, (String) told.get(0));
    if ((Boolean) told.get(1) && !database.session().inTransaction()) {
      memory.limited = memory.lower(ALLOWANCE);
    }
    return memory;
  }

  /** Whether it worked: what is in use cannot be let go. */
  private boolean lower(long allowance) {
    String used =
        "SELECT CAST(sum(memory_usage_bytes) AS BIGINT) FROM duckdb_memory() WHERE tag <>"
            + " 'BASE_TABLE'";
    long bytes = ((Number) database.rows(used, List.of()).get(0).get(0)).longValue();
    try {
      database.run("SET memory_limit = '" + (bytes + allowance) + "B'");
      return true;
    } catch (DatabaseException inUse) {
      return false;
    }
  }

  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** Works within the limit; without it, and once more, if the limit makes it fail. */
  <T> T call(Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseException error) {
      if (!limited || !isShort(error)) {
        throw error;
      }
      lift();
      return work.get();
    }
  }

  /** Whether there was no room in memory, or none to write to. */
  private static boolean isShort(DatabaseException error) {
    return error.getCause() instanceof SQLException
        && (error.getMessage().startsWith("Out of Memory") || error.getMessage().startsWith("IO"));
  }

  private void lift() {
    limited = false;
    database.run("RESET memory_limit");
    if (!database
        .rows("SELECT current_setting('memory_limit')", List.of())
        .get(0)
        .contains(earlier)) {
      // DuckDB tells one decimal, the rest is cut off: without a further one it would shrink.
      database.run("SET memory_limit = '" + earlier.replaceFirst(" ", "5 ") + "'");
    }
  }

  /** Lets pages of the file go, and lifts the limit. */
  @Override
  public void close() {
    if (limited) {
      lower(LEFT);
      lift();
    }
  }
}
