package org.sqlflow.database.duckdb;

import java.lang.reflect.Field;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The driver's events for Java's Flight Recorder. The driver registers them when it starts, for
 * which Java reads what it knows of all events: a tenth of the CPU of a kernel's start. They would
 * tell the memory of connections that ask for it by a property, as none here does.
 */
final class FlightEvents {
  private static final Logger LOG = Logger.getLogger(FlightEvents.class.getName());

  private FlightEvents() {}

  /** Keeps a driver that has not started yet from registering them; not a driver without them. */
  static void leaveOut() {
    try {
      Field done = Class.forName("org.duckdb.DuckDBMemoryMonitor").getDeclaredField("initialized");
      done.setAccessible(true);
      done.setBoolean(null, true);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(Level.FINE, "this driver's events are not left out", e);
    }
  }
}
