package org.sqlflow.magic;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.QueryTable;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/**
 * What a Tablesaw table does not say about the result that it came from: the database's types, and
 * which values are not NULL although Tablesaw counts them as missing. Used by one thread at a time.
 */
final class KnownResults {
  private final List<Known> known = new ArrayList<>();

  /** Tables that were written into the database under their own names. */
  private final List<WeakReference<Table>> persisted = new ArrayList<>();

  private record Known(
      WeakReference<Table> table, int rows, DataSource source, QueryTable withoutTable) {}

  /** Remembers a result as long as its table is in use. */
  void add(Output.Rows rows, DataSource source) {
    known.removeIf(entry -> entry.table().get() == null);
    if (!rows.present().isEmpty() || !rows.types().isEmpty()) {
      known.add(
          new Known(
              new WeakReference<>(rows.table()),
              rows.table().rowCount(),
              source,
              new QueryTable(Table.create(), rows.present(), rows.types())));
    }
  }

  /** Remembers a table that was written into the database under its variable's name. */
  void addPersisted(Table table) {
    persisted.removeIf(entry -> entry.get() == null);
    persisted.add(new WeakReference<>(table));
  }

  boolean isPersisted(Table table) {
    return persisted.stream().anyMatch(entry -> entry.get() == table);
  }

  /**
   * A table with what is known about it for a database; the program may have changed the table
   * since.
   */
  QueryTable of(Table table, DataSource source) {
    return known.stream()
        .filter(entry -> entry.table().get() == table && entry.rows() == table.rowCount())
        .findFirst()
        .map(
            entry ->
                new QueryTable(
                    table,
                    entry.withoutTable().present(),
                    entry.source().equals(source) ? entry.withoutTable().types() : List.of()))
        .orElseGet(() -> new QueryTable(table, Map.of(), List.of()));
  }
}
