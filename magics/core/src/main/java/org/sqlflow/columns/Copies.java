package org.sqlflow.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds columns that are linear in another one: their correlation is 1.00 or -1.00. */
final class Copies {
  /** Rounds to 1.00. */
  private static final double SAME = 0.9995;

  /** The correlation that the first rows must have before all are compared. */
  private static final double PROMISING = 0.98;

  private static final int FIRST_ROWS = 256;
  private static final int FEWEST_ROWS = 8;
  private static final int MOST_COLUMNS = 1_000;
  private static final double ROUNDING = 1e-9;

  private Copies() {}

  /** A column that varies. */
  private record Numbers(ColumnProfile profile, double[] values) {
    double at(int row) {
      return (values[row] - profile.mean()) / profile.deviation();
    }
  }

  /** The columns that copy one before them, each listed once. */
  static List<Finding.Copy> among(List<ColumnProfile> profiles, Map<String, double[]> numbers) {
    List<Numbers> varying =
        profiles.stream()
            .filter(profile -> profile.deviation() > 0 && numbers.containsKey(profile.name()))
            .limit(MOST_COLUMNS)
            .map(profile -> new Numbers(profile, numbers.get(profile.name())))
            .toList();
    return IntStream.range(0, varying.size())
        .parallel()
        .mapToObj(i -> copy(varying, i))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Finding.Copy> copy(List<Numbers> columns, int index) {
    List<Finding.Copy> found = new ArrayList<>();
    Numbers own = columns.get(index);
    for (int i = 0; i < index && found.isEmpty(); i++) {
      Numbers other = columns.get(i);
      int rows = own.values().length;
      if (rows >= FEWEST_ROWS
          && Math.abs(correlation(own, other, Math.min(rows, FIRST_ROWS))) >= PROMISING
          && Math.abs(correlation(own, other, rows)) >= SAME) {
        found.add(copy(own, other));
      }
    }
    return found;
  }

  /** Over the rows in which both have a value; 0 if there are too few. */
  private static double correlation(Numbers one, Numbers other, int rows) {
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    int count = 0;
    for (int row = 0; row < rows; row++) {
      double a = one.at(row);
      double b = other.at(row);
      double product = a * b;
      if (Double.isFinite(product)) {
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += product;
        count++;
      }
    }
    double varX = xx - x * x / Math.max(1, count);
    double varY = yy - y * y / Math.max(1, count);
    return count < FEWEST_ROWS || 2 * count < rows || !(varX * varY > ROUNDING)
        ? 0
        : (xy - x * y / count) / Math.sqrt(varX * varY);
  }

  private static Finding.Copy copy(Numbers own, Numbers of) {
    double sign = Math.signum(correlation(own, of, own.values().length));
    double factor = sign * own.profile().deviation() / of.profile().deviation();
    double offset = own.profile().mean() - factor * of.profile().mean();
    boolean equal = true;
    for (int row = 0; row < own.values().length && equal; row++) {
      equal = Double.compare(own.values()[row] + 0.0, of.values()[row] + 0.0) == 0;
    }
    return new Finding.Copy(own.profile().name(), of.profile().name(), factor, offset, equal);
  }
}
