package org.sqlflow.database;

import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows that come from the database as they are read, so that they fill no memory. */
final class CursorRows implements QueryRows {
  /** The line end closes a comment that the query may end with. */
  static final String TAIL = "\n) AS source";

  private final Database database;
  private final Dialect dialect;
  private final String query;
  private final List<ReadColumn> columns;

  CursorRows(Database database, String query, List<ReadColumn> columns) {
    this.database = database;
    this.dialect = database.dialect();
    this.query = query;
    this.columns = columns;
  }

  @Override
  public long count() {
    return database.count(query);
  }

  @Override
  public void read(Consumer<ColumnBlock> reader) {
    if (!dialect.keepsOrderWithin()) {
      fetch(query, BlockReader.among(database.describe(query), columns, dialect), reader);
      return;
    }
    BlockReader blocks = new BlockReader(columns, dialect);
    String head = "SELECT " + blocks.selection() + " FROM (";
    try {
      fetch(head + query + TAIL, blocks, reader);
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

  @Override
  public boolean isInMemory() {
    return false;
  }

  @Override
  public Optional<KeptRows> kept() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // A read leaves nothing open.
  }
}
