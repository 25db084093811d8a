package org.sqlflow.models.neural;

import java.util.Arrays;
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
  private static final int[] NONE = {};

  /** Most rows have no more categories than this. */
  private static final int FEW = 8;

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
   * The categories of a row.
   *
   * @param rows the input, of which the row begins at {@code at}
   */
  int[] categories(float[] rows, int at) {
    if (!several) {
      int category = (int) rows[at + column];
      return category >= 0 && category < size ? new int[] {category} : NONE;
    }
    int[] all = new int[FEW];
    int count = 0;
    for (int category = 0; category < size; category++) {
      if (rows[at + column + category] != 0) {
        all = count == all.length ? Arrays.copyOf(all, 2 * count) : all;
        all[count++] = category;
      }
    }
    return Arrays.copyOf(all, count);
  }

  /**
   * Writes the numbers of a row.
   *
   * @param categories of the row
   * @param table {@code size x dimension}, row-major
   * @param scratch of at least {@code dimension}
   */
  void load(
      float[] rows,
      int at,
      int[] categories,
      NativeFloats table,
      float[] into,
      int intoAt,
      float[] scratch) {
    for (int i = 0; i < dimension; i++) {
      into[intoAt + i] = 0;
    }
    float factor = factor(rows, at, categories);
    for (int category : categories) {
      float weight = factor * weight(rows, at, category);
      table.buffer().get(category * dimension, scratch, 0, dimension);
      for (int i = 0; i < dimension; i++) {
        into[intoAt + i] += weight * scratch[i];
      }
    }
  }

  /** Adds the gradient of a row by its numbers to that of the table. */
  void spread(
      float[] rows,
      int at,
      int[] categories,
      float[] deltas,
      int deltasAt,
      TableGradient gradient) {
    float factor = factor(rows, at, categories);
    for (int category : categories) {
      gradient.add(category, factor * weight(rows, at, category), deltas, deltasAt);
    }
  }

  private float weight(float[] rows, int at, int category) {
    return several ? rows[at + column + category] : 1;
  }

  private float factor(float[] rows, int at, int[] categories) {
    if (combiner == Combiner.SUM) {
      return 1;
    }
    double sum = 0;
    for (int category : categories) {
      float weight = weight(rows, at, category);
      sum += combiner == Combiner.MEAN ? weight : weight * weight;
    }
    return sum == 0 ? 1 : (float) (1 / (combiner == Combiner.MEAN ? sum : Math.sqrt(sum)));
  }
}
