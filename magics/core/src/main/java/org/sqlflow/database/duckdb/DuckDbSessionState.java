package org.sqlflow.database.duckdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Restoration;
import org.sqlflow.database.spi.Session;

/** What a connection has besides the tables of its file. */
final class DuckDbSessionState {
  /** Each row is one thing, in words. */
  private static final String ONLY_HERE =
      "SELECT 'temporary table ' || table_name FROM duckdb_tables() WHERE temporary"
          + " UNION ALL SELECT 'temporary view ' || view_name FROM duckdb_views()"
          + " WHERE temporary AND NOT internal"
          + " UNION ALL SELECT 'temporary sequence ' || sequence_name FROM duckdb_sequences()"
          + " WHERE temporary"
          + " UNION ALL SELECT DISTINCT 'temporary macro ' || function_name"
          + " FROM duckdb_functions() WHERE database_name = 'temp' AND NOT internal"
          + " UNION ALL SELECT 'temporary type ' || type_name FROM duckdb_types()"
          + " WHERE database_name = 'temp' AND NOT internal"
          + " UNION ALL SELECT 'variable ' || name FROM duckdb_variables()"
          + " UNION ALL SELECT 'prepared statement ' || name FROM duckdb_prepared_statements()"
          + " WHERE NOT starts_with(name, 'duckdb_prepare_internal')"
          + " UNION ALL SELECT 'secret ' || name FROM duckdb_secrets() WHERE NOT persistent"
          + " UNION ALL SELECT 'attached database ' || database_name FROM duckdb_databases()"
          + " WHERE NOT internal AND path IS DISTINCT FROM ?"
          + " ORDER BY 1 LIMIT 1";

  private static final String SETTINGS =
      "SELECT name, value FROM duckdb_settings() WHERE value IS NOT NULL";
  private static final String LOADED =
      "SELECT extension_name, 'x' FROM duckdb_extensions() WHERE loaded";

  private DuckDbSessionState() {}

  /** The first thing that would be gone with the connection; empty if there is none. */
  static Optional<String> onlyHere(Session session) {
    if (session.inTransaction()) {
      return Optional.of("an open transaction");
    }
    String file = session.source().file().map(Object::toString).orElse("");
    return session.rows(ONLY_HERE, List.of(file)).stream()
        .map(row -> "the " + row.get(0))
        .findFirst();
  }

  /** Loads the extensions and makes the settings that a new connection lacks. */
  static Restoration restoration(Session session) {
    Map<String, String> loaded = pairs(session, LOADED);
    Map<String, String> settings = pairs(session, SETTINGS);
    return later -> {
      List<String> statements = new ArrayList<>();
      loaded.keySet().removeAll(pairs(later, LOADED).keySet());
      loaded.keySet().forEach(extension -> statements.add("LOAD " + later.quote(extension)));
      settings.entrySet().removeAll(pairs(later, SETTINGS).entrySet());
      settings.forEach(
          (name, value) ->
              statements.add("SET " + later.quote(name) + " = '" + value.replace("'", "''") + "'"));
      statements.forEach(statement -> tryRun(later, statement));
    };
  }

  private static Map<String, String> pairs(Session session, String query) {
    Map<String, String> pairs = new HashMap<>();
    session
        .rows(query, List.of())
        .forEach(row -> pairs.put(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
    return pairs;
  }

  /** Some settings describe the process: they cannot be set, and do not change. */
  private static void tryRun(Session session, String statement) {
    try {
      session.run(statement);
    } catch (DatabaseException notSettable) {
      // See above.
    }
  }
}
