package org.sqlflow.models.clustering;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.RowBatch;
import org.sqlflow.math.Moments;
import org.sqlflow.models.metrics.GroupDifference;

/**
 * Collects the values of a column that is not a feature, by group. Counts and means are of all
 * rows; medians and the comparison of numbers are of a random sample of {@value #MOST_SAMPLED} rows
 * if there are more. Not thread-safe.
 */
public final class GroupColumn {
  /** The most rows whose numbers are kept. */
  static final int MOST_SAMPLED = 200_000;

  /** The most different texts that are counted; of more, each is in few rows. */
  private static final int MOST_TEXTS = 1000;

  /** Whole numbers of so few different values are categories, such as regions 1, 2 and 3. */
  private static final int MOST_CODES = 10;

  /** Of two values, the one that is shown first. */
  private static final List<String> POSITIVE = List.of("true", "1");

  /** What the values are taken for. */
  public enum Kind {
    NUMBERS,
    TIMES,
    CATEGORIES,
    /** A text for nearly each row: there is nothing to compare. */
    TEXTS,
    /** No row has a value. */
    NOTHING
  }

  private final String name;
  private final Kind declared;
  private final boolean truth;
  private final int clusters;
  private final Moments[] moments;
  private final long[] rows;
  private final long[] missing;
  private final SplittableRandom random = new SplittableRandom(42);
  private Map<String, long[]> counts = new HashMap<>();
  private boolean isWhole = true;
  private boolean isTime;
  private double[] sampled = new double[1024];
  private int[] groups = new int[1024];
  private final double[] one = new double[1];
  private int kept;
  private long seen;

  /**
   * A column without rows.
   *
   * @param declared NUMBERS, TIMES or CATEGORIES
   * @param truth whether its numbers are 0 for false and 1 for true
   * @param clusters how many groups there are
   */
  public GroupColumn(String name, Kind declared, boolean truth, int clusters) {
    this.name = name;
    this.declared = declared;
    this.truth = truth;
    this.clusters = clusters;
    this.isTime = declared == Kind.TIMES;
    this.moments = new Moments[clusters + 1];
    Arrays.setAll(moments, group -> new Moments());
    this.rows = new long[clusters + 1];
    this.missing = new long[clusters + 1];
  }

  /**
   * Adds a row of a column of texts or times.
   *
   * @param group from 0; negative for none
   * @param text null for a missing value
   */
  public void add(int group, String text) {
    int at = place(group);
    rows[at]++;
    if (text == null) {
      missing[at]++;
      return;
    }
    count(at, text, MOST_TEXTS);
    if (isTime) {
      Optional<Double> time = seconds(text);
      isTime = time.isPresent();
      time.ifPresent(seconds -> sample(group, at, seconds));
    }
  }

  /** Adds a row of a column of numbers; NaN for a missing value. */
  public void add(int group, double number) {
    int at = place(group);
    rows[at]++;
    if (!Double.isFinite(number)) {
      missing[at]++;
      return;
    }
    isWhole &= number == Math.rint(number);
    if (truth) {
      count(at, number == 0 ? "false" : "true", 2);
    } else if (isWhole && counts != null) {
      count(at, RowBatch.text(number), MOST_CODES);
    }
    sample(group, at, number);
  }

  private int place(int group) {
    return group < 0 ? clusters : group;
  }

  private void count(int at, String text, int most) {
    if (counts != null) {
      counts.computeIfAbsent(text, unseen -> new long[clusters + 1])[at]++;
      counts = counts.size() > most ? null : counts;
    }
  }

  /** Each row is in the sample with the same chance (algorithm R, Vitter 1985). */
  private void sample(int group, int at, double number) {
    one[0] = number;
    moments[at].add(one, 0, 1);
    seen++;
    int place = kept;
    if (kept == MOST_SAMPLED) {
      long drawn = random.nextLong(seen);
      if (drawn >= kept) {
        return;
      }
      place = (int) drawn;
    } else {
      kept++;
    }
    if (place == sampled.length) {
      int longer = Math.min(MOST_SAMPLED, 2 * place);
      sampled = Arrays.copyOf(sampled, longer);
      groups = Arrays.copyOf(groups, longer);
    }
    sampled[place] = number;
    groups[place] = group;
  }

  /** A date, or a date and a time of the day, as ISO 8601 writes them or with a space between. */
  private static Optional<Double> seconds(String text) {
    try {
      if (text.length() == 10) {
        return Optional.of((double) LocalDate.parse(text).toEpochDay() * 86_400);
      }
      String iso = text.replace(' ', 'T').replaceFirst("([+-]\\d\\d)$", "$1:00");
      return Optional.of(
          iso.matches(".*([+-]\\d\\d:\\d\\d|Z)$")
              ? OffsetDateTime.parse(iso).toEpochSecond() * 1.0
              : LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC) * 1.0);
    } catch (DateTimeException otherwise) {
      return Optional.empty();
    }
  }

  /**
   * A column in the groups.
   *
   * @param missing rows without a value, in each group and last in none
   * @param rows of each group, and last those in none
   * @param numbers of NUMBERS and TIMES (seconds since 1970): one for all groups together, then for
   *     each group, and last for the rows in none
   * @param categories of CATEGORIES, the most frequent first; of two, true or 1
   * @param difference between the groups
   * @param sampled whether medians and the difference are of a sample
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Summary(
      String name,
      Kind kind,
      long[] rows,
      long[] missing,
      List<Numbers> numbers,
      List<Category> categories,
      GroupDifference difference,
      boolean sampled) {}

  /** Numbers of some rows; NaN where there are none. */
  public record Numbers(long count, double mean, double deviation, double median) {}

  /**
   * A category.
   *
   * @param counts its rows in each group, and last in none
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Category(String name, long[] counts) {
    /** Rows in groups. */
    public long total() {
      return Arrays.stream(counts, 0, counts.length - 1).sum();
    }
  }

  /** What was collected. */
  public Summary summary() {
    Kind kind = kind();
    List<Category> categories = new ArrayList<>();
    if (kind == Kind.CATEGORIES) {
      counts.forEach((text, own) -> categories.add(new Category(text, own)));
      categories.sort(
          Comparator.comparingLong((Category one) -> -one.total()).thenComparing(Category::name));
    }
    if (categories.size() == 2 && POSITIVE.contains(categories.get(1).name())) {
      Collections.reverse(categories);
    }
    boolean measured = kind == Kind.NUMBERS || kind == Kind.TIMES;
    double[] values = Arrays.copyOf(sampled, kept);
    int[] own = Arrays.copyOf(groups, kept);
    GroupDifference difference =
        measured
            ? GroupDifference.ofNumbers(values, own, clusters)
            : GroupDifference.ofCounts(
                categories.stream().map(c -> Arrays.copyOf(c.counts(), clusters)).toList());
    return new Summary(
        name,
        kind,
        rows.clone(),
        missing.clone(),
        measured ? numbers(values, own) : List.of(),
        categories,
        difference,
        measured && seen > kept);
  }

  private Kind kind() {
    if (Arrays.stream(rows).sum() == Arrays.stream(missing).sum()) {
      return Kind.NOTHING;
    }
    if (isTime) {
      return Kind.TIMES;
    }
    boolean codes = declared == Kind.NUMBERS && (truth || isWhole) && counts != null;
    if (declared == Kind.NUMBERS) {
      return codes ? Kind.CATEGORIES : Kind.NUMBERS;
    }
    return counts == null ? Kind.TEXTS : Kind.CATEGORIES;
  }

  private List<Numbers> numbers(double[] values, int[] own) {
    Moments together = new Moments();
    for (int group = 0; group < clusters; group++) {
      together.merge(moments[group]);
    }
    List<Numbers> numbers = new ArrayList<>();
    numbers.add(of(together, IntStream.range(0, values.length).filter(i -> own[i] >= 0), values));
    for (int group = 0; group <= clusters; group++) {
      int at = group;
      numbers.add(
          of(
              moments[group],
              IntStream.range(0, values.length).filter(i -> place(own[i]) == at),
              values));
    }
    return numbers;
  }

  private static Numbers of(Moments moments, IntStream places, double[] values) {
    double[] sorted = places.mapToDouble(i -> values[i]).sorted().toArray();
    int n = sorted.length;
    double median =
        n == 0 ? Double.NaN : sorted[(n - 1) / 2] + (sorted[n / 2] - sorted[(n - 1) / 2]) / 2;
    return new Numbers(moments.count(), moments.mean(), moments.deviation(), median);
  }
}
