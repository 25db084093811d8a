package org.sqlflow.magic;

import java.nio.file.Path;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * First uses that load a library: each costs half a second or more. ND4J is left to the first
 * training: it would take 70 MB in every session, also in those that only query.
 */
final class WarmUp {
  private WarmUp() {}

  static void run() {
    try (Database memory = Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      memory.execute("SELECT 1");
    }
    Table.create(IntColumn.create("warm", 1)).print();
  }
}
