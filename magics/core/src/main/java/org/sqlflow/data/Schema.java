package org.sqlflow.data;

import java.util.List;
import java.util.Optional;

/**
 * The columns of a query's result.
 *
 * @param columns in the query's order
 */
public record Schema(List<Column> columns) {
  public Schema {
    columns = List.copyOf(columns);
  }

  /** The column of a name; where several names differ in case only, the one spelled exactly so. */
  public Optional<Column> find(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .or(
            () ->
                columns.stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst());
  }

  /** The names in the query's order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }
}
