package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;

/** The weight of each input: a category has one for each of its values. */
@FunctionalInterface
interface Weights {
  /** The weight of an input, from 0. */
  double of(int input);

  /**
   * {@code constant + sum of weight_i * x_i} in SQL.
   *
   * @param type the database's double precision
   */
  default String sum(List<Encoded> inputs, double constant, String type) {
    List<String> terms = new ArrayList<>();
    double rest = constant;
    int at = 0;
    for (Encoded input : inputs) {
      int first = at;
      if (input instanceof Encoded.Category category) {
        terms.add(category.lookup(i -> category.own() * of(first + i), 0, type));
      } else if (of(at) != 0) {
        terms.add(input.expression() + " * " + SqlNumbers.of(of(at)));
      }
      at += input.width();
    }
    if (rest != 0 || terms.isEmpty()) {
      terms.add(SqlNumbers.of(rest));
    }
    return SqlNumbers.sum(terms, type);
  }
}
