package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.features.EncodedRows;
import org.sqlflow.features.Matrix;

/** Rows with their groups, and their labels where there are any, gathered block by block. */
final class GroupedRows {
  private final List<Matrix> blocks = new ArrayList<>();
  private final List<int[]> groups = new ArrayList<>();
  private final List<int[]> labels = new ArrayList<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private long skipped;

  void add(EncodedRows rows, int[] predicted) {
    blocks.add(rows.matrix());
    groups.add(predicted);
    skipped += rows.rowOf().length - rows.matrix().rows();
  }

  /** The labels of the last block, one for each of its rows; null is none. */
  void addLabels(String[] values, int[] rowOf, int rows) {
    int[] block = new int[rows];
    for (int row = 0; row < rowOf.length; row++) {
      if (rowOf[row] >= 0) {
        String value = values[row];
        block[rowOf[row]] =
            value == null ? -1 : codes.computeIfAbsent(value, unseen -> codes.size());
      }
    }
    labels.add(block);
  }

  int count() {
    return blocks.stream().mapToInt(Matrix::rows).reduce(0, Math::addExact);
  }

  /** Rows that have no group for want of a value. */
  long skipped() {
    return skipped;
  }

  /** All rows in one matrix; they are let go block by block, as twice they cost memory. */
  Matrix matrix() {
    int rows = count();
    int width = blocks.isEmpty() ? 0 : blocks.get(0).columns();
    float[] all = new float[Math.multiplyExact(rows, width)];
    int at = 0;
    while (!blocks.isEmpty()) {
      float[] values = blocks.remove(0).values();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return new Matrix(rows, width, all);
  }

  int[] groups() {
    return joined(groups);
  }

  /** A code for each row's label, -1 for none. */
  int[] labels() {
    return joined(labels);
  }

  private static int[] joined(List<int[]> parts) {
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }
}
