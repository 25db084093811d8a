package org.sqlflow.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A block of a query's rows in the forms that features read. */
public final class FeatureRows {
  private static final double EXACT_WHOLE = 1L << 53;

  private final int rows;
  private final Map<ColumnRead, Object> columns;

  private FeatureRows(int rows, Map<ColumnRead, Object> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Rows of which there are, for each read, its values as {@link ColumnRead} tells: kept, not
   * copied, as far as they fit.
   */
  public static FeatureRows of(int rows, List<ColumnRead> reads, List<Object> values) {
    Map<ColumnRead, Object> columns = new HashMap<>();
    for (int i = 0; i < reads.size(); i++) {
      columns.put(reads.get(i).folded(), inForm(rows, reads.get(i), values.get(i)));
    }
    return new FeatureRows(rows, columns);
  }

  private static Object inForm(int rows, ColumnRead read, Object values) {
    if (read instanceof ColumnRead.Vectors vectors) {
      return VectorColumn.of(rows, vectors, values);
    }
    if (read instanceof ColumnRead.Texts && values instanceof double[] numbers) {
      return texts(rows, numbers);
    }
    return values;
  }

  private static String[] texts(int rows, double[] numbers) {
    Map<Double, String> known = new HashMap<>();
    String[] texts = new String[rows];
    for (int row = 0; row < rows; row++) {
      double number = numbers[row];
      texts[row] =
          Double.isFinite(number) ? known.computeIfAbsent(number, FeatureRows::text) : null;
    }
    return texts;
  }

  /** A number as short as can be: {@code 1} for 1.0. */
  static String text(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT_WHOLE;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  int rows() {
    return rows;
  }

  double[] numbers(ColumnRead.Numbers read) {
    return (double[]) columns.get(read.folded());
  }

  String[] texts(ColumnRead.Texts read) {
    return (String[]) columns.get(read.folded());
  }

  VectorColumn vectors(ColumnRead.Vectors read) {
    return (VectorColumn) columns.get(read.folded());
  }

  /** Whether a read has no value in some row: NULL, NaN or an infinity. */
  boolean lacks(ColumnRead read) {
    if (read instanceof ColumnRead.Texts texts) {
      return Arrays.stream(texts(texts), 0, rows).anyMatch(Objects::isNull);
    }
    int size = read instanceof ColumnRead.Vectors vectors ? vectors.size() : 1;
    double[] values = numbersOf(read);
    for (int i = 0; i < rows * size; i++) {
      if (!Double.isFinite(values[i])) {
        return true;
      }
    }
    return false;
  }

  /** Marks the rows in which a read has no value. */
  void markMissing(ColumnRead read, boolean[] missing) {
    if (read instanceof ColumnRead.Texts texts) {
      String[] values = texts(texts);
      for (int row = 0; row < rows; row++) {
        missing[row] |= values[row] == null;
      }
      return;
    }
    int size = read instanceof ColumnRead.Vectors vectors ? vectors.size() : 1;
    double[] values = numbersOf(read);
    for (int row = 0, at = 0; row < rows; row++) {
      for (int i = 0; i < size; i++, at++) {
        missing[row] |= !Double.isFinite(values[at]);
      }
    }
  }

  private double[] numbersOf(ColumnRead read) {
    return read instanceof ColumnRead.Vectors vectors
        ? vectors(vectors).values()
        : numbers((ColumnRead.Numbers) read);
  }
}
