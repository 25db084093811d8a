package org.sqlflow.features;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The rows that features learn from. */
final class TrainingSample {
  private final TrainingBlocks blocks;
  private final boolean[] skip;

  /**
   * All rows but those marked.
   *
   * @param skip a mark for each row of the blocks in their order
   */
  TrainingSample(TrainingBlocks blocks, boolean[] skip) {
    this.blocks = blocks;
    this.skip = skip;
  }

  int rows() {
    return skip.length;
  }

  /**
   * The finite numbers of a column, or of one place of its vectors.
   *
   * @param size numbers in a row
   * @param place of the number in its row, from 0
   * @throws FeatureException if there is none
   */
  double[] numbers(ColumnRead read, Function<FeatureRows, double[]> column, int size, int place) {
    double[] values = new double[skip.length];
    int count = 0;
    int at = 0;
    for (int index = 0; index < blocks.count(); index++) {
      FeatureRows block = blocks.block(index, List.of(read));
      double[] numbers = column.apply(block);
      for (int row = 0; row < block.rows(); row++, at++) {
        double value = numbers[row * size + place];
        if (!skip[at] && Double.isFinite(value)) {
          values[count++] = value;
        }
      }
    }
    if (count == 0) {
      throw empty(read.column());
    }
    return count == values.length ? values : Arrays.copyOf(values, count);
  }

  /**
   * The different texts of a column, in order of their characters; more than {@code most} end it.
   */
  Set<String> texts(ColumnRead.Texts read, int most) {
    Set<String> different = new TreeSet<>();
    int at = 0;
    for (int index = 0; index < blocks.count(); index++) {
      FeatureRows block = blocks.block(index, List.of(read));
      String[] texts = block.texts(read);
      String last = null;
      for (int row = 0; row < block.rows() && different.size() <= most; row++) {
        String text = texts[row];
        if (!skip[at + row] && text != null && !text.equals(last)) {
          different.add(text);
          last = text;
        }
      }
      at += block.rows();
    }
    if (different.isEmpty()) {
      throw empty(read.column());
    }
    return different;
  }

  private static FeatureException empty(String column) {
    return new FeatureException(
        "column " + column + " has no value at all: leave it out of COLUMN, or of the query");
  }
}
