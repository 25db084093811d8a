package org.sqlflow.database;

/** A column of a query to read, and the form to read it in. */
public record ReadColumn(String name, Form form) {
  /** What a column's values become. */
  public enum Form {
    /** {@code double[]}: NULL is NaN, and truth values are 0 and 1. */
    NUMBER,
    /** {@code String[]}: values of any type as the database writes them; NULL is null. */
    TEXT,
    /** {@code double[][]}: an array for each list; NULL is null, and NaN within a list. */
    LIST
  }
}
