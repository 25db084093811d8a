package org.sqlflow.data;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The columns of a query's result. Immutable; safe to use from several threads. */
public final class Schema {
  private final List<Column> columns;
  private final Map<String, Column> exact = new HashMap<>();
  private final Map<String, Column> folded = new HashMap<>();

  /**
   * A schema.
   *
   * @param columns in the query's order
   */
  public Schema(List<Column> columns) {
    this.columns = List.copyOf(columns);
    for (Column column : this.columns) {
      exact.putIfAbsent(column.name(), column);
      folded.putIfAbsent(key(column.name()), column);
    }
  }

  /** As {@link String#equalsIgnoreCase} compares. */
  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The columns in the query's order. */
  public List<Column> columns() {
    return columns;
  }

  /** The column of a name, whatever its case; an exact match comes first. */
  public Optional<Column> find(String name) {
    return Optional.ofNullable(exact.get(name))
        .or(() -> Optional.ofNullable(folded.get(key(name))));
  }

  /** The names in the query's order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema schema && columns.equals(schema.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return "Schema" + columns;
  }
}
