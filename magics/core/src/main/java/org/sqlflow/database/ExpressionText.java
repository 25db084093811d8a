package org.sqlflow.database;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.ColumnRead;

/**
 * How a database writes the expressions of a SELECT that computes what a model predicts. The
 * arguments of its methods are expressions. Immutable.
 */
public interface ExpressionText {
  /** A name in quotes, which the database reads exactly as it is. */
  String quote(String name);

  /** An expression whose values have the given form. */
  String cast(String expression, ColumnRead.Form form);

  /** Reads texts as numbers; see {@link Database#number}. */
  String number(String text);

  /** The type of numbers in double precision, in CAST. */
  default String doubleType() {
    return "DOUBLE PRECISION";
  }

  /** The type of numbers in single precision, in CAST. */
  default String singleType() {
    return "REAL";
  }

  /**
   * A text in a form that equals another one only if all of their characters are equal, whatever
   * the collation.
   */
  default String exact(String text) {
    return text;
  }

  /**
   * The end of a subquery whose expressions must be computed once, although several expressions
   * outside use them; empty where the database does so anyway.
   */
  default String fence() {
    return "";
  }

  /**
   * The number of the partition that a row belongs to, in the order of the partitions; empty where
   * the database has none.
   */
  default Optional<String> partition() {
    return Optional.empty();
  }

  /**
   * An aggregate whose value is a text: a list in brackets of the approximate quantiles of numbers
   * at some shares, such as {@code [1.0, 2.5]}; NULL without numbers.
   */
  default String quantiles(String number, List<Double> shares) {
    throw new UnsupportedOperationException("no quantiles");
  }

  /** An element of a list, counted from 1. */
  default String element(String list, int index) {
    return "(" + list + ")[" + index + "]";
  }

  /** How many elements a list has. */
  default String length(String list) {
    return "cardinality(" + list + ")";
  }

  /** A part of a text between delimiters, counted from 1. */
  default String part(String text, String delimiter, int index) {
    return "split_part(" + text + ", " + delimiter + ", " + index + ")";
  }

  /** Whether a part of a text matches a regular expression; letters differ by case. */
  default String matches(String text, String pattern) {
    return "regexp_like(" + text + ", " + pattern + ")";
  }

  /** A text without the parts that match a regular expression; letters differ by case. */
  default String without(String text, String pattern) {
    return "regexp_replace(" + text + ", " + pattern + ", '', 'g')";
  }

  /** A text with one blank in place of several blanks, line ends and tabs. */
  default String singleBlanks(String text) {
    return "regexp_replace(" + text + ", '[[:space:]]+', ' ', 'g')";
  }
}
