package org.sqlflow.syntax;

import java.util.List;

/** One entry of a COLUMN clause. */
public sealed interface ColumnEntry {
  /** Where the entry starts in the cell. */
  Position position();

  /** A column by its name; {@code t.c} keeps both parts. */
  record Named(List<Name> parts, Position position) implements ColumnEntry {
    /** The column's own name, without a table before it. */
    public Name column() {
      return parts.get(parts.size() - 1);
    }
  }

  /** {@code *}, or {@code * EXCEPT (a, b)}. */
  record Star(List<Name> except, Position position) implements ColumnEntry {}

  /** A string: a regular expression that matches whole column names, or a column so quoted. */
  record Pattern(String regex, Position position) implements ColumnEntry {}

  /** A function of columns; arguments are entries or values. */
  record Call(Name function, List<Argument> arguments, Position position) implements ColumnEntry {}

  /**
   * An argument of a {@link Call}. The text alone leaves some open: {@code "…"} is a {@link
   * Pattern} and a bare word is a {@link Named}, even where the function takes a string or a word;
   * {@code '…'} is a literal.
   */
  sealed interface Argument {
    /** A column, a pattern or a nested call. */
    record Entry(ColumnEntry entry) implements Argument {}

    /** A number, a string or a truth value. */
    record Literal(Value value) implements Argument {}

    /** A bracketed list of entries and values. */
    record Group(List<Argument> items, Position position) implements Argument {}
  }
}
