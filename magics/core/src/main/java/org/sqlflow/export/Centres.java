package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points that inputs are compared with.
 *
 * @param values {@code count x width}, row-major
 * @param constants added to the squared distance to each
 */
record Centres(int width, int count, Weights values, double[] constants) {
  double at(int centre, int input) {
    return values.of(centre * width + input);
  }

  double square(int centre) {
    return IntStream.range(0, width).mapToDouble(i -> at(centre, i) * at(centre, i)).sum();
  }

  /** The mean of the centres, from which distances lose the fewest digits; 0 for categories. */
  double[] middle(List<Encoded> inputs) {
    double[] middle = new double[width];
    int at = 0;
    for (Encoded input : inputs) {
      if (input instanceof Encoded.Number) {
        int own = at;
        middle[at] = IntStream.range(0, count).mapToDouble(j -> at(j, own)).average().orElse(0);
      }
      at += input.width();
    }
    return middle;
  }

  Centres moved(double[] middle) {
    return new Centres(width, count, i -> values.of(i) - middle[i % width], constants);
  }

  /** The inputs less the mean of the centres. */
  static List<Encoded> moved(List<Encoded> inputs, double[] middle) {
    List<Encoded> moved = new ArrayList<>();
    int at = 0;
    for (Encoded input : inputs) {
      moved.add(
          middle[at] == 0
              ? input
              : new Encoded.Number(input.expression() + " - " + SqlNumbers.of(middle[at])));
      at += input.width();
    }
    return moved;
  }

  /** The squared distances less the square of the row, which is the same for all centres. */
  List<String> euclidean(List<Encoded> inputs, String type) {
    List<String> scores = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      int centre = j;
      scores.add(
          ((Weights) i -> -2 * at(centre, i))
              .sum(inputs, square(centre) + constants[centre], type));
    }
    return scores;
  }

  /** The sums of the absolute differences. */
  List<String> manhattan(List<Encoded> inputs, String type) {
    List<String> scores = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      List<String> terms = new ArrayList<>();
      int at = 0;
      for (Encoded input : inputs) {
        int centre = j;
        int first = at;
        if (input instanceof Encoded.Category category) {
          double none =
              IntStream.range(0, category.width())
                  .mapToDouble(i -> Math.abs(at(centre, first + i)))
                  .sum();
          terms.add(
              category.lookup(
                  i ->
                      none
                          - Math.abs(at(centre, first + i))
                          + Math.abs(category.own() - at(centre, first + i)),
                  none,
                  type));
        } else {
          terms.add("abs(" + input.expression() + " - " + SqlNumbers.of(at(j, at)) + ")");
        }
        at += input.width();
      }
      scores.add(SqlNumbers.sum(terms, type));
    }
    return scores;
  }
}
