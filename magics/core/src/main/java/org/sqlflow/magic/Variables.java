package org.sqlflow.magic;

import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.Table;

/** The variables that {@code ${name}} and {@code --persist} can use: those of Java cells. */
public interface Variables {
  /** The value of a variable, for {@code ${name}}; empty if there is none, or it is null. */
  Optional<Object> value(String name);

  /** Whether a variable of this name exists and is null. */
  default boolean isNull(String name) {
    return false;
  }

  /** The table that a variable holds, for {@code --persist}. */
  default Optional<Table> table(String name) {
    return value(name).filter(Table.class::isInstance).map(Table.class::cast);
  }

  /** What to do if no variable has a name, in words that end a sentence; empty for nothing. */
  default String advice(String name) {
    return "";
  }

  /** The names of variables that hold tables. */
  default List<String> tables() {
    return List.of();
  }

  /**
   * The table that a name in SQL means: a variable of exactly this name or, without quotes, one
   * that differs only by case.
   */
  default Optional<Table> tableInSql(String name, boolean isQuoted) {
    Optional<Table> exact = table(name);
    return exact.isPresent() || isQuoted
        ? exact
        : tables().stream().filter(name::equalsIgnoreCase).findFirst().flatMap(this::table);
  }

  /** No variables. */
  Variables NONE = name -> Optional.empty();
}
