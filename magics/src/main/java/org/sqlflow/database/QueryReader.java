package org.sqlflow.database;

import java.sql.ResultSet;
import java.util.List;
import java.util.function.Consumer;

/** Reads columns of queries of any length, some rows at a time. */
final class QueryReader {
  private final Database database;
  private final Dialect dialect;

  QueryReader(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  /** Reads some columns of a query, in the order of its rows. */
  void read(String query, List<ReadColumn> columns, Consumer<ColumnBlock> reader) {
    if (!dialect.keepsOrderWithin()) {
      fetch(query, BlockReader.among(database.describe(query), columns, dialect), reader);
      return;
    }
    BlockReader blocks = new BlockReader(columns, dialect);
    String head = "SELECT " + blocks.selection() + " FROM (";
    try {
      // The line end closes a comment that the query may end with.
      fetch(head + query + "\n) AS source", blocks, reader);
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  private void fetch(String sql, BlockReader blocks, Consumer<ColumnBlock> reader) {
    try (Transaction cursor = Transaction.aroundTables(database)) {
      database
          .session()
          .call(
              sql,
              statement -> {
                statement.setFetchSize(dialect.fetchedRows());
                try (ResultSet rows = statement.executeQuery(sql)) {
                  ColumnBlock block = blocks.next(rows);
                  while (block.rows() > 0) {
                    reader.accept(block);
                    block = blocks.next(rows);
                  }
                }
                return true;
              });
      cursor.commit();
    }
  }
}
