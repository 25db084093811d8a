package org.sqlflow.models.neural;

import java.util.Arrays;

/**
 * The gradient of the numbers of categories, only for the categories in a piece of a batch: a few
 * dozen of many thousands. Used by one thread at a time.
 */
final class TableGradient {
  private final int dimension;
  private final float[] values;
  private final boolean[] isThere;
  private final int[] categories;
  private int count;

  TableGradient(Embedding embedding) {
    this.dimension = embedding.dimension();
    this.values = new float[Math.toIntExact(embedding.parameters())];
    this.isThere = new boolean[embedding.size()];
    this.categories = new int[embedding.size()];
  }

  /** Adds to the gradient of a category. */
  void add(int category, float factor, float[] deltas, int at) {
    if (!isThere[category]) {
      isThere[category] = true;
      categories[count++] = category;
    }
    for (int i = 0; i < dimension; i++) {
      values[category * dimension + i] += factor * deltas[at + i];
    }
  }

  /** Adds another one. */
  void add(TableGradient other) {
    for (int i = 0; i < other.count; i++) {
      int category = other.categories[i];
      add(category, 1, other.values, category * dimension);
    }
  }

  /** Moves the numbers of its categories, which begin at a place of all parameters. */
  void move(Optimizer optimizer, int place, float decay) {
    for (int i = 0; i < count; i++) {
      int at = categories[i] * dimension;
      optimizer.move(place + at, values, at, dimension, decay);
    }
  }

  /** Forgets what was added. */
  void clear() {
    for (int i = 0; i < count; i++) {
      int at = categories[i] * dimension;
      Arrays.fill(values, at, at + dimension, 0);
      isThere[categories[i]] = false;
    }
    count = 0;
  }
}
