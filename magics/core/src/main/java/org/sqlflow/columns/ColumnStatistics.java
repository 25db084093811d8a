package org.sqlflow.columns;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.math.Moments;

/** What is known about one column so far; parts merge. Not thread-safe. */
final class ColumnStatistics {
  /** Characters of a text that are kept; longer ones are not numbers, dates or categories. */
  private static final int LONGEST = 64;

  private static final int ISO_DATE = 10;
  private static final double FAR_OUT = 3;

  private final Column column;
  private final boolean isText;
  private final DistinctCounter distinct;
  private final Moments moments = new Moments();
  private long rows;
  private long missing;
  private String first;
  private String last;
  private double[] numbers = {};
  private String[] texts = {};
  private int sampled;

  ColumnStatistics(Column column, boolean isText, int mostDistinct) {
    this.column = column;
    this.isText = isText;
    this.distinct = new DistinctCounter(mostDistinct);
  }

  void add(double[] values, int count) {
    rows += count;
    moments.add(values, 0, count);
    for (int i = 0; i < count && !distinct.isFull(); i++) {
      if (Double.isFinite(values[i])) {
        distinct.add(values[i]);
      }
    }
  }

  void add(String[] values, int count) {
    rows += count;
    for (int i = 0; i < count; i++) {
      String text = values[i];
      if (text == null) {
        missing++;
      } else {
        distinct.add(text);
        first = first == null || text.compareTo(first) < 0 ? text : first;
        last = last == null || text.compareTo(last) > 0 ? text : last;
      }
    }
  }

  void sample(double[] values, int[] picks) {
    numbers = Arrays.copyOf(numbers, Math.max(numbers.length, grown(picks.length)));
    for (int pick : picks) {
      numbers[sampled++] = values[pick];
    }
  }

  void sample(String[] values, int[] picks) {
    texts = Arrays.copyOf(texts, Math.max(texts.length, grown(picks.length)));
    for (int pick : picks) {
      String text = values[pick];
      texts[sampled++] =
          text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
  }

  private int grown(int more) {
    int needed = sampled + more;
    int now = isText ? texts.length : numbers.length;
    return needed <= now ? now : Math.max(needed, now + now / 2);
  }

  /** Keeps some of the sampled rows. */
  void keep(int[] places) {
    for (int i = 0; i < places.length; i++) {
      if (isText) {
        texts[i] = texts[places[i]];
      } else {
        numbers[i] = numbers[places[i]];
      }
    }
    if (isText) {
      Arrays.fill(texts, places.length, sampled, null);
    }
    sampled = places.length;
  }

  /** Keeps what a profile needs: nothing can be added or merged afterwards. */
  void end() {
    distinct.end();
    numbers = Arrays.copyOf(numbers, Math.min(numbers.length, sampled));
    texts = Arrays.copyOf(texts, Math.min(texts.length, sampled));
  }

  void merge(ColumnStatistics other) {
    rows += other.rows;
    missing += other.missing;
    moments.merge(other.moments);
    distinct.merge(other.distinct);
    if (other.first != null) {
      first = first == null || other.first.compareTo(first) < 0 ? other.first : first;
      last = last == null || other.last.compareTo(last) > 0 ? other.last : last;
    }
    int[] all = new int[other.sampled];
    Arrays.setAll(all, i -> i);
    if (isText) {
      sample(other.texts, all);
    } else {
      sample(other.numbers, all);
    }
  }

  boolean isText() {
    return isText;
  }

  /** The sampled numbers, in the order of the rows; NaN for none. */
  double[] numbers() {
    return Arrays.copyOf(numbers, sampled);
  }

  ColumnProfile profile() {
    double[] sorted =
        Arrays.stream(isText ? days() : numbers()).filter(Double::isFinite).sorted().toArray();
    boolean whole = !isText && sorted.length > 0;
    for (int i = 0; i < sorted.length && whole; i++) {
      whole = sorted[i] == Math.rint(sorted[i]);
    }
    boolean some = !isText && moments.count() > 0;
    return new ColumnProfile(
        column,
        rows,
        isText ? missing : rows - moments.count(),
        distinct.count(),
        !distinct.isFull(),
        !distinct.repeats(),
        some ? moments.min() : Double.NaN,
        some ? moments.max() : Double.NaN,
        some ? moments.mean() : Double.NaN,
        some ? moments.deviation() : Double.NaN,
        some ? skew(sorted) : Double.NaN,
        some ? outliers(sorted) : 0,
        whole,
        sorted,
        first == null ? "" : first,
        last == null ? "" : last,
        column.type() == ColumnType.TEXT
            ? Optional.of(TextReader.read(Arrays.copyOf(texts, sampled)))
            : Optional.empty());
  }

  /** Dates and times as days, so that they can be drawn. */
  private double[] days() {
    if (column.type() != ColumnType.TIME) {
      return new double[0];
    }
    double[] days = new double[sampled];
    for (int i = 0; i < sampled; i++) {
      String text = texts[i];
      try {
        days[i] =
            text == null || text.length() < ISO_DATE
                ? Double.NaN
                : LocalDate.parse(text.substring(0, ISO_DATE)).toEpochDay();
      } catch (DateTimeParseException noDate) {
        days[i] = Double.NaN;
      }
    }
    return days;
  }

  private static double skew(double[] values) {
    Moments own = new Moments();
    own.add(values, 0, values.length);
    // Exact and therefore slow: computed once.
    double mean = own.mean();
    double deviation = own.deviation();
    if (own.count() < 3 || !(deviation > 0)) {
      return Double.NaN;
    }
    double sum = 0;
    for (double value : values) {
      double z = (value - mean) / deviation;
      sum += z * z * z;
    }
    return sum / values.length;
  }

  /** Estimated for all rows from the sample. */
  private long outliers(double[] sorted) {
    if (sorted.length == 0) {
      return 0;
    }
    double low = sorted[Math.round(0.25f * (sorted.length - 1))];
    double high = sorted[Math.round(0.75f * (sorted.length - 1))];
    double range = high - low;
    long out =
        Arrays.stream(sorted)
            .filter(value -> value < low - FAR_OUT * range || value > high + FAR_OUT * range)
            .count();
    return range > 0 ? Math.round((double) out * moments.count() / sorted.length) : 0;
  }
}
