package org.sqlflow.database.spi;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.TableName;

/** What a database contains. */
public interface Catalogue {
  /** The tables and views, in alphabetical order. */
  List<TableName> tables(Session session);

  /** The names of functions that SQL can call, in alphabetical order. */
  List<String> functions(Session session);

  /** Whether a schema exists; its name has one part, or a catalog's name before it. */
  boolean hasSchema(Session session, List<String> parts);

  /** See {@link org.sqlflow.database.Database#table}. */
  Optional<StoredTable> table(Session session, List<String> parts);

  /** Whether a table of this name, written without quotes, is found by its name alone. */
  boolean hasTable(Session session, String name);
}
