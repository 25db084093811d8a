package org.sqlflow.export;

import java.util.function.IntToDoubleFunction;

/** One or more of a row's encoded numbers, as an expression in SQL. */
sealed interface Encoded {
  /** How many numbers of the row it represents. */
  int width();

  /** The SQL that computes it, or the name of a column that holds it. */
  String expression();

  /** The same with another expression. */
  Encoded as(String other);

  /** A number. */
  record Number(String expression) implements Encoded {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public Encoded as(String other) {
      return new Number(other);
    }
  }

  /**
   * Numbers of which one is {@code own} and the others are 0.
   *
   * @param expression which one, from 0; another whole number for none
   * @param width how many
   */
  record Category(String expression, int width, double own) implements Encoded {
    @Override
    public Encoded as(String other) {
      return new Category(other, width, own);
    }

    /** A number that depends on the category. */
    String lookup(IntToDoubleFunction value, double none, String type) {
      StringBuilder text = new StringBuilder("CASE ").append(expression);
      boolean depends = false;
      for (int i = 0; i < width; i++) {
        double one = value.applyAsDouble(i);
        if (one != none) {
          depends = true;
          text.append(" WHEN ").append(i).append(" THEN ").append(SqlNumbers.of(one));
        }
      }
      String otherwise = "CAST(" + SqlNumbers.of(none) + " AS " + type + ")";
      return depends ? text + " ELSE " + otherwise + " END" : otherwise;
    }
  }
}
