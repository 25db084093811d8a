package org.sqlflow.magic;

import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** First uses that load a library: each costs from half a second to two. */
final class WarmUp {
  private WarmUp() {}

  static void run() {
    try (Database memory = Database.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      memory.execute("SELECT 1");
    }
    Table.create(IntColumn.create("warm", 1)).print();
    Nd4j.ones(8, 8).mmul(Nd4j.ones(8, 8)).close();
  }
}
