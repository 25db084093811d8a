package org.sqlflow.database;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Holds DuckDB to little memory while rows go through it: without a limit it fills most of the
 * machine with pages of its file that are read once. What needs more gets it.
 */
final class DuckDbMemory implements AutoCloseable {
  private static final long ALLOWANCE = 96L << 20;

  private final Database database;
  private final String earlier;
  private boolean limited;

  private DuckDbMemory(Database database, String earlier, boolean limited) {
    this.database = database;
    this.earlier = earlier;
    this.limited = limited;
  }

  /** Limits what comes next until it is closed, where there is a file to write the rest to. */
  static DuckDbMemory limit(Database database) {
    List<Object> told =
        database
            .rows(
                """
                SELECT current_setting('memory_limit'),
                  (SELECT path IS NOT NULL FROM duckdb_databases()
                   WHERE database_name = current_database()),
                  (SELECT CAST(sum(memory_usage_bytes) AS BIGINT) FROM duckdb_memory()
                   WHERE tag <> 'BASE_TABLE'),
                  (SELECT CAST(sum(memory_usage_bytes) AS BIGINT) FROM duckdb_memory())\
                """,
                List.of())
            .get(0);
    DuckDbMemory memory = new DuckDbMemory(database, (String) told.get(0), false);
    if ((Boolean) told.get(1)) {
      memory.lower(((Number) told.get(2)).longValue() + ALLOWANCE);
    }
    return memory;
  }

  private void lower(long bytes) {
    try {
      database.run("SET memory_limit = '" + bytes + "B'");
      limited = true;
    } catch (DatabaseException inUse) {
      // What is in use cannot be let go: then there is no limit to keep to.
      limited = false;
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
      close();
      return work.get();
    }
  }

  /** Whether there was no room in memory, or none to write to. */
  private static boolean isShort(DatabaseException error) {
    return error.getCause() instanceof SQLException
        && (error.getMessage().startsWith("Out of Memory") || error.getMessage().startsWith("IO"));
  }

  @Override
  public void close() {
    if (limited) {
      limited = false;
      database.run("SET memory_limit = '" + earlier + "'");
    }
  }
}
