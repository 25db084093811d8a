package org.sqlflow.magic;

import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.Table;

/** The variables that {@code ${name}} and {@code --persist} can use: those of Java cells. */
public interface Variables {
  /** The value of a variable, for {@code ${name}}. */
  Optional<Object> value(String name);

  /** The table that a variable holds, for {@code --persist}. */
  default Optional<Table> table(String name) {
    return value(name).filter(Table.class::isInstance).map(Table.class::cast);
  }

  /** The names of variables that hold tables. */
  default List<String> tables() {
    return List.of();
  }

  /** No variables. */
  Variables NONE = name -> Optional.empty();
}
