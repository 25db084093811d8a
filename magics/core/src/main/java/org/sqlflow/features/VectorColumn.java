package org.sqlflow.features;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Some rows of vectors of one size.
 *
 * @param values {@code rows x size}, row-major; NaN where a number is missing or the row unfit
 * @param unfit how many rows hold something that is no such vector
 * @param firstUnfit the first of them
 * @param shown what it holds, as text
 */
record VectorColumn(double[] values, int unfit, int firstUnfit, String shown) {
  private static final int SHOWN = 60;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  static VectorColumn of(int rows, ColumnRead.Vectors read, Object column) {
    Pattern delimiter =
        read.delimiter().isBlank() ? BLANKS : Pattern.compile(Pattern.quote(read.delimiter()));
    double[] values = new double[rows * read.size()];
    Arrays.fill(values, Double.NaN);
    int unfit = 0;
    int firstUnfit = 0;
    for (int row = 0; row < rows; row++) {
      Object value = ((Object[]) column)[row];
      double[] vector =
          value instanceof String text ? split(text, delimiter, read.size()) : (double[]) value;
      if (vector != null && vector.length == read.size()) {
        System.arraycopy(vector, 0, values, row * read.size(), read.size());
      } else if (value != null) {
        firstUnfit = unfit++ == 0 ? row : firstUnfit;
      }
    }
    String shown = unfit == 0 ? "" : shown(((Object[]) column)[firstUnfit]);
    return new VectorColumn(values, unfit, firstUnfit, shown);
  }

  private static String shown(Object value) {
    String text = value instanceof double[] vector ? Arrays.toString(vector) : value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  /**
   * The numbers of a text, in brackets or not; an empty array where it has more, fewer or others.
   */
  private static double[] split(String text, Pattern delimiter, int size) {
    String bare = text.strip();
    boolean bracketed = bare.startsWith("[") && bare.endsWith("]") && bare.length() > 1;
    String inner = bracketed ? bare.substring(1, bare.length() - 1).strip() : bare;
    String[] parts = delimiter.split(inner, -1);
    if (parts.length != size) {
      return new double[0];
    }
    double[] numbers = new double[size];
    try {
      for (int i = 0; i < size; i++) {
        numbers[i] = Double.parseDouble(parts[i]);
      }
    } catch (NumberFormatException noNumber) {
      return new double[0];
    }
    return numbers;
  }
}
