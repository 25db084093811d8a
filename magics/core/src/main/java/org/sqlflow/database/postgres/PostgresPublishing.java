package org.sqlflow.database.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.generic.RowSink;
import org.sqlflow.database.generic.StagingPublishing;
import org.sqlflow.database.spi.Session;

/** Publishes tables within a transaction. */
final class PostgresPublishing extends StagingPublishing {
  PostgresPublishing(GenericTypes types) {
    super(types);
  }

  @Override
  protected String createStaging() {
    return "CREATE TEMPORARY TABLE ";
  }

  @Override
  protected List<String> indexed(Session session, String table) {
    return List.of("ALTER TABLE " + table + " ADD PRIMARY KEY (" + session.quote(NUMBER) + ")");
  }

  @Override
  protected void publish(Session session, List<String> target, String query, String suffix) {
    // Others that write to the same name wait for this one, and then replace its table.
    byte[] name = target.get(target.size() - 1).getBytes(StandardCharsets.UTF_8);
    session.rows(
        "SELECT pg_advisory_xact_lock(?)",
        List.of(UUID.nameUUIDFromBytes(name).getMostSignificantBits()));
    session.run("DROP TABLE IF EXISTS " + session.quote(target));
    session.run("CREATE TABLE " + session.quote(target) + " AS " + query);
  }

  @Override
  protected RowSink sink(Connection connection, String table, int columns) throws SQLException {
    return new CopySink(connection, table);
  }
}
