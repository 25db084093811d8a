package org.sqlflow.models.neural;

import org.sqlflow.math.NativeFloats;

/**
 * Categories in the input of a network, for each of which it learns some numbers. Immutable.
 *
 * @param column of the input where it begins
 * @param size how many categories there are
 * @param dimension how many numbers each has
 * @param several whether a row has a vector of {@code size} weights, else the number of its
 *     category, or -1 for none
 * @param combiner what the numbers of several categories become
 */
public record Embedding(int column, int size, int dimension, boolean several, Combiner combiner) {
  /** As TensorFlow's {@code embedding_column} has them. */
  public enum Combiner {
    /** The mean by the weights. */
    MEAN,
    /** The sum of the weighted numbers. */
    SUM,
    /** The same, divided by the root of the sum of the squared weights. */
    SQRTN
  }

  /** How many columns of the input it takes. */
  public int width() {
    return several ? size : 1;
  }

  /** How many parameters it has. */
  public long parameters() {
    return (long) size * dimension;
  }

  /**
   * Writes the numbers of a row.
   *
   * @param rows the input, of which a row begins at {@code at}
   * @param table {@code size x dimension}, row-major
   * @param scratch of at least {@code dimension}
   */
  void load(float[] rows, int at, NativeFloats table, float[] into, int intoAt, float[] scratch) {
    for (int i = 0; i < dimension; i++) {
      into[intoAt + i] = 0;
    }
    if (!several) {
      int category = (int) rows[at + column];
      if (category >= 0 && category < size) {
        table.buffer().get(category * dimension, into, intoAt, dimension);
      }
      return;
    }
    float factor = factor(rows, at);
    for (int category = 0; category < size; category++) {
      float weight = rows[at + column + category];
      if (weight != 0) {
        table.buffer().get(category * dimension, scratch, 0, dimension);
        for (int i = 0; i < dimension; i++) {
          into[intoAt + i] += weight * factor * scratch[i];
        }
      }
    }
  }

  /** Adds the gradient of a row by its numbers to that of the table. */
  void spread(float[] rows, int at, float[] deltas, int deltasAt, float[] gradient, int from) {
    if (!several) {
      int category = (int) rows[at + column];
      if (category >= 0 && category < size) {
        add(deltas, deltasAt, 1, gradient, from + category * dimension);
      }
      return;
    }
    float factor = factor(rows, at);
    for (int category = 0; category < size; category++) {
      float weight = rows[at + column + category];
      if (weight != 0) {
        add(deltas, deltasAt, weight * factor, gradient, from + category * dimension);
      }
    }
  }

  private void add(float[] deltas, int deltasAt, float factor, float[] gradient, int at) {
    for (int i = 0; i < dimension; i++) {
      gradient[at + i] += factor * deltas[deltasAt + i];
    }
  }

  private float factor(float[] rows, int at) {
    if (combiner == Combiner.SUM) {
      return 1;
    }
    double sum = 0;
    for (int category = 0; category < size; category++) {
      float weight = rows[at + column + category];
      sum += combiner == Combiner.MEAN ? weight : weight * weight;
    }
    return sum == 0 ? 1 : (float) (1 / (combiner == Combiner.MEAN ? sum : Math.sqrt(sum)));
  }
}
