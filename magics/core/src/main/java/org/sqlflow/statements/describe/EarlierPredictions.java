package org.sqlflow.statements.describe;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.QueryOutline;
import org.sqlflow.syntax.QueryReader;
import org.sqlflow.syntax.Statement.StandardSql;

/** The columns of a query that TO PREDICT wrote, whatever their names are. */
public final class EarlierPredictions {
  private static final int MOST_PARTS = 3;

  private EarlierPredictions() {}

  /**
   * Finds these columns by the marks on the tables that the query reads. A column that the query
   * renames or computes is not found.
   */
  public static Set<String> of(StandardSql query, Schema schema, Workspace workspace) {
    List<String> tables =
        QueryReader.read(query.text()).map(QueryOutline::tables).orElse(List.of());
    Set<String> marked = new HashSet<>();
    for (String table : tables) {
      found(table, workspace).map(StoredTable::predictions).orElse(List.of()).stream()
          .map(column -> column.toLowerCase(Locale.ROOT))
          .forEach(marked::add);
    }
    return schema.names().stream()
        .filter(column -> marked.contains(column.toLowerCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  private static Optional<StoredTable> found(String table, Workspace workspace) {
    Database database = workspace.database();
    List<Name> parts = QueryReader.parts(table);
    boolean isName = !parts.isEmpty() && parts.size() <= MOST_PARTS && !table.startsWith("'");
    try {
      return isName ? database.table(workspace.names(parts)) : Optional.empty();
    } catch (DatabaseException unknown) {
      return Optional.empty(); // the catalogue does not know it; the query may
    }
  }
}
