package org.sqlflow.database.duckdb;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Session;
import org.sqlflow.text.Text;

/**
 * Limits DuckDB's memory while rows pass through it. Otherwise it fills most of the machine's
 * memory with pages of its file that are read only once. Work that needs more memory gets it. Pages
 * that were in memory before stay there, if they are not too many: reading them from the file again
 * takes as long as everything else that is done to a row.
 */
final class DuckDbMemory implements AutoCloseable {
  /** How much is allowed beyond what is in use and cannot be read again from the file. */
  private static final long ALLOWANCE = 96L << 20;

  /** The same where spooled rows are read again, which is no slower. */
  private static final long AGAIN = 48L << 20;

  /** The same after all rows passed. */
  private static final long LEFT = 16L << 20;

  private static final String USED =
      "coalesce(sum(memory_usage_bytes) FILTER (tag <> 'BASE_TABLE'), 0)::BIGINT";

  private final Session session;
  private final String earlier;

  /** What pages of files took before, in bytes. */
  private final long pages;

  private boolean limited;

  /** What other work had in use before, in bytes. */
  private long others;

  /** What is allowed beyond that, in bytes. */
  private long again = ALLOWANCE;

  private DuckDbMemory(Session session, String earlier, long pages) {
    this.session = session;
    this.earlier = earlier;
    this.pages = pages;
  }

  /**
   * Limits the memory until it is closed, if there is a file to write the rest to. Not within a
   * transaction of the user: an error would abort that, and no second attempt could help.
   */
  static DuckDbMemory limit(Session session) {
    List<Object> state =
        session
            .rows(
                Text.of(
                    """
                    SELECT current_setting('memory_limit'), path IS NOT NULL, pages, used
                    FROM duckdb_databases(), (
                      SELECT coalesce(sum(memory_usage_bytes) FILTER (tag = 'BASE_TABLE'), 0)::BIGINT
                          AS pages, %s AS used
                      FROM duckdb_memory())
                    WHERE database_name = current_database()\
                    """,
                    USED),
                List.of())
            .get(0);
    DuckDbMemory memory =
        new DuckDbMemory(session, (String) state.get(0), ((Number) state.get(2)).longValue());
    if ((Boolean) state.get(1) && !session.inTransaction()) {
      memory.others = ((Number) state.get(3)).longValue();
      memory.limited = memory.set(memory.others + ALLOWANCE);
    }
    return memory;
  }

  /**
   * Gives further work the whole allowance again, beside what earlier work keeps in memory. If a
   * temporary table has used up the allowance, DuckDB inserts rows on one thread.
   */
  void renew() {
    if (limited) {
      lower(ALLOWANCE);
    }
  }

  /** Lowers the limit; returns whether it worked, since DuckDB cannot release what is in use. */
  private boolean lower(long allowance) {
    return set(used() + allowance);
  }

  /** What is in use and cannot be read again from the file, in bytes. */
  private long used() {
    String used = "SELECT " + USED + " FROM duckdb_memory()";
    return ((Number) session.rows(used, List.of()).get(0).get(0)).longValue();
  }

  private boolean set(long bytes) {
    try {
      session.run("SET memory_limit = '" + bytes + "B'");
      return true;
    } catch (DatabaseException inUse) {
      return false;
    }
  }

  /** Leaves little memory to spooled rows, which are read from the disk as fast. */
  void narrow() {
    if (limited) {
      allow(AGAIN);
    }
  }

  /** Moves spooled rows out of memory until the next work. */
  void rest() {
    if (limited) {
      allow(LEFT);
    }
  }

  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * Works within the limit; if that fails for lack of memory, works once more with the whole
   * allowance, and then without the limit.
   */
  <T> T call(Supplier<T> work) {
    if (again == LEFT) {
      allow(AGAIN);
    }
    while (true) {
      try {
        return work.get();
      } catch (DatabaseException error) {
        if (!limited || !isShort(error)) {
          throw error;
        }
        if (again < ALLOWANCE) {
          allow(ALLOWANCE);
        } else {
          lift();
        }
      }
    }
  }

  private void allow(long allowance) {
    again = allowance;
    set(others + allowance);
  }

  /** Whether there was no room in memory, or none to write to. */
  private static boolean isShort(DatabaseException error) {
    return error.getCause() instanceof SQLException
        && (error.getMessage().startsWith("Out of Memory") || error.getMessage().startsWith("IO"));
  }

  private void lift() {
    limited = false;
    session.run("RESET memory_limit");
    if (!session
        .rows("SELECT current_setting('memory_limit')", List.of())
        .get(0)
        .contains(earlier)) {
      // DuckDB reports one decimal and cuts off the rest: without another digit the limit would
      // shrink.
      session.run("SET memory_limit = '" + earlier.replaceFirst(" ", "5 ") + "'");
    }
  }

  /** Makes DuckDB release the pages of the file that it has read, and lifts the limit. */
  @Override
  public void close() {
    if (limited) {
      lower(Math.max(LEFT, Math.min(ALLOWANCE, pages)));
      lift();
    }
  }
}
