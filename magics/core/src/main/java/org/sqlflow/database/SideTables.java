package org.sqlflow.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tables that hold what is not finished, and are gone when it is, or has failed. */
final class SideTables implements AutoCloseable {
  private final Database database;
  private final GenericDialect dialect;
  private final Transaction transaction;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> names = new LinkedHashMap<>();

  private SideTables(Database database, GenericDialect dialect, Transaction transaction) {
    this.database = database;
    this.dialect = dialect;
    this.transaction = transaction;
  }

  static SideTables begin(Database database, GenericDialect dialect) {
    return new SideTables(database, dialect, Transaction.aroundTables(database));
  }

  /** The quoted name of a new table, which is the caller's to make. */
  String add(String purpose) {
    names.put(purpose, dialect.quote("sqlflow_" + purpose + "_" + suffix));
    return name(purpose);
  }

  String name(String purpose) {
    return names.get(purpose);
  }

  /** Makes a table of a query's rows, in place of an earlier one. */
  void place(List<String> target, String query) {
    dialect.place(database, target, query, suffix);
    drop();
    transaction.commit();
    names.clear();
  }

  private void drop() {
    names.values().forEach(name -> database.run("DROP TABLE IF EXISTS " + name));
  }

  @Override
  public void close() {
    transaction.close();
    if (!dialect.isTransactional() && !database.isLost()) {
      drop();
    }
    names.clear();
  }
}
