package org.sqlflow.database.generic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.Transaction;

/** Tables that hold unfinished work. They are dropped when it is published, or has failed. */
final class StagingTables implements AutoCloseable {
  private final Session session;
  private final StagingPublishing publishing;
  private final Transaction transaction;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> names = new LinkedHashMap<>();

  StagingTables(Session session, StagingPublishing publishing) {
    this.session = session;
    this.publishing = publishing;
    this.transaction = session.beginForTables();
  }

  /** The quoted name of a new table, which the caller creates. */
  String add(String purpose) {
    names.put(purpose, session.quote("sqlflow_" + purpose + "_" + suffix));
    return name(purpose);
  }

  String name(String purpose) {
    return names.get(purpose);
  }

  /** Creates a table of a query's rows, in place of an earlier one. */
  void publish(List<String> target, String query, List<OutputColumn> predictions) {
    finish(() -> publishing.publish(session, target, query, suffix, predictions));
  }

  /** Makes the names of these tables unique. */
  String suffix() {
    return suffix;
  }

  /** Ends the work. */
  void finish(Runnable publication) {
    publication.run();
    drop();
    transaction.commit();
    names.clear();
  }

  private void drop() {
    names.values().forEach(name -> session.run("DROP TABLE IF EXISTS " + name));
  }

  @Override
  public void close() {
    transaction.close();
    if (!session.dialect().isTransactional() && !session.isLost()) {
      drop();
    }
    names.clear();
  }
}
