package org.sqlflow.data;

/**
 * A request for a column's values in a certain form.
 *
 * @param column the column's name
 * @param form what its values are to become
 */
public record ColumnRead(String column, Form form) {
  /** What a column's values become. */
  public enum Form {
    /** {@link ColumnVector.Doubles}: numbers, and booleans as 0 and 1; NULL is NaN. */
    NUMBERS,
    /**
     * {@link ColumnVector.Texts}: values of any type; NULL is null. A real number is written as
     * short as possible, a whole one without a fraction, so that a category reads the same in every
     * type and database.
     */
    TEXTS,
    /** {@link ColumnVector.Lists}: NULL is null, and NaN within a list. */
    LISTS
  }

  /** A request for numbers. */
  public static ColumnRead numbers(String column) {
    return new ColumnRead(column, Form.NUMBERS);
  }

  /** A request for texts. */
  public static ColumnRead texts(String column) {
    return new ColumnRead(column, Form.TEXTS);
  }

  /** A request for lists of numbers. */
  public static ColumnRead lists(String column) {
    return new ColumnRead(column, Form.LISTS);
  }

  /**
   * The request to send to a database for a column that is there: in the schema's spelling, real
   * numbers always as numbers (each database writes them differently; {@link RowBatch#texts} writes
   * them), and lists that are stored as texts as texts.
   *
   * @throws java.util.NoSuchElementException if the schema lacks the column
   */
  public ColumnRead in(Schema schema) {
    Column found = schema.find(column).orElseThrow();
    Form sent = form;
    if (form == Form.TEXTS && found.type() == ColumnType.REAL) {
      sent = Form.NUMBERS;
    } else if (form == Form.LISTS && found.type() != ColumnType.LIST) {
      sent = Form.TEXTS;
    }
    return new ColumnRead(found.name(), sent);
  }
}
