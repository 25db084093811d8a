package org.sqlflow.database.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.generic.RowSink;
import org.sqlflow.database.generic.StagingPublishing;
import org.sqlflow.database.session.StoredColumns;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.Transaction;
import org.sqlflow.text.Text;

/** Publishes tables within a transaction. */
final class PostgresPublishing extends StagingPublishing {
  private static final String TABLE_OID = "sqlflow_tableoid";
  private static final String CTID = "sqlflow_ctid";

  PostgresPublishing(GenericTypes types) {
    super(types);
  }

  @Override
  protected String createStaging() {
    return "CREATE TEMPORARY TABLE ";
  }

  @Override
  protected String createTemporary() {
    return createStaging();
  }

  /** Also drops the views that are temporary because they read the table. */
  @Override
  public void dropTemporary(Session session, String name) {
    session.run("DROP TABLE IF EXISTS pg_temp." + session.quote(name) + " CASCADE");
  }

  @Override
  protected List<String> indexed(Session session, String table) {
    return List.of("ALTER TABLE " + table + " ADD PRIMARY KEY (" + session.quote(NUMBER) + ")");
  }

  @Override
  protected void publish(
      Session session,
      List<String> target,
      String query,
      String suffix,
      List<OutputColumn> predictions) {
    // Others that write to the same name wait for this one, and then replace its table.
    byte[] name = target.get(target.size() - 1).getBytes(StandardCharsets.UTF_8);
    session.rows(
        "SELECT pg_advisory_xact_lock(?)",
        List.of(UUID.nameUUIDFromBytes(name).getMostSignificantBits()));
    session.run("DROP TABLE IF EXISTS " + session.quote(target));
    session.run("CREATE TABLE " + session.quote(target) + " AS " + query);
    if (!predictions.isEmpty()) {
      String table = session.quote(target);
      session.run("COMMENT ON TABLE " + table + " IS '" + StoredTable.PREDICTED + "'");
      StoredColumns.marks(session, table, predictions).forEach(session::run);
    }
  }

  /** CREATE OR REPLACE cannot change a view's columns. */
  @Override
  public void view(
      Session session, List<String> target, String query, List<OutputColumn> predictions) {
    String name = session.quote(target);
    try (Transaction transaction = session.begin()) {
      session.run("DROP VIEW IF EXISTS " + name);
      session.run("CREATE VIEW " + name + " AS " + query);
      session.run("COMMENT ON VIEW " + name + " IS '" + StoredTable.PREDICTED + "'");
      StoredColumns.marks(session, name, predictions).forEach(session::run);
      transaction.commit();
    }
  }

  /**
   * Updates rows by their physical locations, which cannot change until the commit because of the
   * lock.
   */
  @Override
  public OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    String name = session.quote(table.path());
    String columns = StoredColumns.following(session, reads);
    return extension(
        session,
        List.of("LOCK TABLE " + name + " IN SHARE ROW EXCLUSIVE MODE"),
        "SELECT tableoid AS " + TABLE_OID + ", ctid AS " + CTID + columns + " FROM " + name,
        added,
        (rows, values) -> update(session, table, added, rows, values));
  }

  private void update(
      Session session, StoredTable table, List<OutputColumn> added, String rows, String values) {
    String name = session.quote(table.path());
    List<OutputColumn> unlike = StoredColumns.unlike(session, table, added);
    StoredColumns.additions(session, table, added, this::sqlType).forEach(session::run);
    StoredColumns.marks(session, name, unlike).forEach(session::run);
    session.run("ANALYZE " + rows);
    session.run("ANALYZE " + values);
    String number = session.quote(NUMBER);
    long updated =
        session.update(
            Text.of(
                "UPDATE %s AS t SET %s FROM %s AS r JOIN %s AS a ON a.%s = r.%5$s"
                    + " WHERE t.ctid = r.%6$s AND t.tableoid = r.%7$s",
                name,
                StoredColumns.assignments(session, added, "a"),
                rows,
                values,
                number,
                CTID,
                TABLE_OID),
            List.of());
    StoredColumns.requireAll(session.count("SELECT 1 FROM " + name), updated);
  }

  /** The table itself stays. */
  @Override
  public List<String> lostByExtending(Session session, StoredTable table) {
    return List.of();
  }

  @Override
  protected RowSink sink(Connection connection, String table, int columns) throws SQLException {
    return new CopySink(connection, table);
  }
}
