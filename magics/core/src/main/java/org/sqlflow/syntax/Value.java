package org.sqlflow.syntax;

import java.util.List;

/** The value of an attribute, or an argument of a column function. */
public sealed interface Value {
  /** Where the value starts in the cell. */
  Position position();

  /** A whole number that fits a long. */
  record Whole(long value, Position position) implements Value {}

  /** A number with a fraction or an exponent, or one too large for a long. */
  record Real(double value, Position position) implements Value {}

  /** A string, quoted or a bare word. */
  record Text(String value, boolean quoted, Position position) implements Value {}

  /** TRUE or FALSE. */
  record Truth(boolean value, Position position) implements Value {}

  /** NULL. */
  record Null(Position position) implements Value {}

  /** A bracketed list. */
  record Items(List<Value> values, Position position) implements Value {}
}
