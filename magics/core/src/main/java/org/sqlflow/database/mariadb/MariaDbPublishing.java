package org.sqlflow.database.mariadb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.Cleanup;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.generic.StagingPublishing;
import org.sqlflow.database.spi.Session;

/** Publishes tables by one statement that renames several, since creating them is final. */
final class MariaDbPublishing extends StagingPublishing {
  /** The name never changes, so that tables of earlier versions that crashed are dropped too. */
  private static final String STAGING = "sqlflow_side_";

  private static final int LONGEST_WAIT_SECONDS = 3600;

  MariaDbPublishing(GenericTypes types) {
    super(types);
  }

  @Override
  protected String createStaging() {
    return "CREATE TEMPORARY TABLE ";
  }

  /** The server ignores ORDER BY in all but the outermost query. */
  @Override
  protected String numberedHead(Session session, String table) {
    return createStaging()
        + table
        + " ("
        + session.quote(NUMBER)
        + " BIGINT AUTO_INCREMENT PRIMARY KEY) ";
  }

  @Override
  protected String numberedTail() {
    return "";
  }

  @Override
  protected List<String> indexed(Session session, String table) {
    return List.of();
  }

  @Override
  protected void publish(Session session, List<String> target, String query, String suffix) {
    requireTable(session, target);
    dropAbandoned(session, target);
    String name = STAGING + suffix;
    String drop = "DROP TABLE IF EXISTS " + inSchemaOf(session, target, name);
    withLock(
        session,
        name,
        0,
        () ->
            Cleanup.after(
                () -> publishAlone(session, target, query, name), () -> unlessLost(session, drop)));
  }

  /** Others that write to the same name wait for this one, and then replace its table. */
  private void publishAlone(Session session, List<String> target, String query, String name) {
    String staging = inSchemaOf(session, target, name);
    String earlier = inSchemaOf(session, target, name + "_earlier");
    String table = session.quote(target);
    session.run("CREATE TABLE " + staging + " AS " + query);
    byte[] written = target.get(target.size() - 1).getBytes(StandardCharsets.UTF_8);
    withLock(
        session,
        "sqlflow_" + UUID.nameUUIDFromBytes(written),
        LONGEST_WAIT_SECONDS,
        () -> {
          boolean replaces = requireTable(session, target);
          session.run(
              "RENAME TABLE "
                  + (replaces ? table + " TO " + earlier + ", " : "")
                  + staging
                  + " TO "
                  + table);
          if (replaces) {
            session.run("DROP TABLE " + earlier);
          }
        });
  }

  /** Works with a lock of this name, which is released with the connection at the latest. */
  private static void withLock(Session session, String lock, int seconds, Runnable work) {
    Object held = session.rows("SELECT GET_LOCK(?, ?)", List.of(lock, seconds)).get(0).get(0);
    if (!(held instanceof Number number) || number.intValue() != 1) {
      throw DatabaseException.conflict("waited for its lock " + lock, null);
    }
    Cleanup.after(work, () -> unlessLost(session, "DO RELEASE_LOCK('" + lock + "')"));
  }

  private static void unlessLost(Session session, String sql) {
    if (!session.isLost()) {
      session.run(sql);
    }
  }

  /** Drops the tables of work whose connection, and with it its lock, is gone. */
  private static void dropAbandoned(Session session, List<String> target) {
    session
        .rows(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema"
                + " IN (database(), ?) AND left(table_name, 13) = 'sqlflow_side_' AND"
                + " IS_FREE_LOCK(substr(table_name, 1, 21))",
            List.of(target.size() > 1 ? target.get(target.size() - 2) : ""))
        .forEach(
            row ->
                session.run(
                    "DROP TABLE IF EXISTS "
                        + session.quote(List.of((String) row.get(0), (String) row.get(1)))));
  }
}
