package org.sqlflow.models.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.math.ChiSquared;

/**
 * How much groups differ in a column that they were not made from.
 *
 * @param effect from 0 to 1: of numbers the share of their ranks' variance that lies between the
 *     groups, eta² of the Kruskal-Wallis test (Tomczak and Tomczak 2014); of categories Cramér's V,
 *     corrected for its bias (Bergsma 2013). NaN where it is not defined
 * @param strong the effect that is large, in Cohen's (1988) terms
 * @param p the probability of a difference at least as large among rows without groups, by the
 *     Kruskal-Wallis or the chi-squared test; NaN for too few rows
 * @param deltas of numbers, Cliff's delta of each group against all other rows: how much more often
 *     a row of the group has the larger number than the smaller one, from -1 to 1; NaN for a group
 *     without rows; empty of categories
 */
@SuppressWarnings("ArrayRecordComponent")
public record GroupDifference(double effect, double strong, double p, double[] deltas) {
  /** The fewest rows of a group in a test. */
  private static final int FEWEST = 5;

  /**
   * The expected rows that a cell should have, and the part of the cells that may have fewer
   * (Cochran 1954).
   */
  private static final double EXPECTED = 5;

  private static final double MOST_BELOW = 0.2;

  private static final double STRONG_NUMBERS = 0.14;
  private static final double STRONG_CATEGORIES = 0.5;

  /** Cohen's eta² of .01, .06 and .14, and his w of .1, .3 and .5, in parts of the last. */
  private static final double[] NUMBERS = {0.01 / 0.14, 0.06 / 0.14, 1};

  private static final double[] CATEGORIES = {0.2, 0.6, 1};

  /** The smallest effect. */
  public static final String NEGLIGIBLE = "negligible";

  private static final List<String> WORDS = List.of(NEGLIGIBLE, "small", "medium", "large");

  /** The effect in a word: negligible, small, medium or large; empty where there is none. */
  public String strength() {
    if (Double.isNaN(effect)) {
      return "";
    }
    double[] bounds = deltas.length > 0 ? NUMBERS : CATEGORIES;
    int word = 0;
    while (word < bounds.length && effect >= bounds[word] * strong) {
      word++;
    }
    return WORDS.get(word);
  }

  /**
   * The difference in a column of numbers.
   *
   * @param values of rows; NaN where a row has none
   * @param groups of the rows, from 0; negative for a row in none, which does not count
   * @param clusters how many groups there are
   */
  public static GroupDifference ofNumbers(double[] values, int[] groups, int clusters) {
    int[] rows =
        IntStream.range(0, values.length)
            .filter(row -> groups[row] >= 0 && Double.isFinite(values[row]))
            .boxed()
            .sorted(Comparator.comparingDouble(row -> values[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sums = new double[clusters];
    long[] counts = new long[clusters];
    double ties = 0;
    for (int from = 0, to; from < rows.length; from = to) {
      to = from + 1;
      while (to < rows.length && values[rows[to]] == values[rows[from]]) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0;
      double tied = to - from;
      ties += tied * tied * tied - tied;
      for (int i = from; i < to; i++) {
        sums[groups[rows[i]]] += rank;
        counts[groups[rows[i]]]++;
      }
    }
    double n = rows.length;
    double[] deltas = new double[clusters];
    double between = 0;
    int used = 0;
    boolean enough = true;
    for (int group = 0; group < clusters; group++) {
      double own = counts[group];
      deltas[group] = 2 * (sums[group] - own * (own + 1) / 2) / (own * (n - own)) - 1;
      if (own > 0) {
        used++;
        enough &= own >= FEWEST;
        double off = sums[group] / own - (n + 1) / 2;
        between += own * off * off;
      }
    }
    double correction = 1 - ties / (n * n * n - n);
    double h = 12 / (n * (n + 1)) * between / correction;
    boolean defined = used > 1 && n > used && correction > 0;
    double effect = defined ? Math.max(0, (h - used + 1) / (n - used)) : Double.NaN;
    double p = defined && enough ? ChiSquared.survival(h, used - 1) : Double.NaN;
    return new GroupDifference(effect, STRONG_NUMBERS, p, deltas);
  }

  /**
   * The difference in a column of categories. Rare ones are pooled, so that the test is valid.
   *
   * @param counts {@code [category][group]}: rows
   */
  public static GroupDifference ofCounts(List<long[]> counts) {
    GroupDifference none =
        new GroupDifference(Double.NaN, STRONG_CATEGORIES, Double.NaN, new double[0]);
    if (counts.isEmpty()) {
      return none;
    }
    int[] used =
        IntStream.range(0, counts.get(0).length)
            .filter(group -> counts.stream().anyMatch(category -> category[group] > 0))
            .toArray();
    List<long[]> pooled = pooled(counts, used);
    double n = pooled.stream().flatMapToLong(Arrays::stream).sum();
    int r = pooled.size();
    int k = used.length;
    if (r < 2 || k < 2) {
      return none;
    }
    double chi = 0;
    double below = 0;
    double least = Double.POSITIVE_INFINITY;
    for (long[] category : pooled) {
      double total = Arrays.stream(category).sum();
      for (int group = 0; group < k; group++) {
        int at = group;
        double expected = total * pooled.stream().mapToLong(c -> c[at]).sum() / n;
        double off = category[group] - expected;
        chi += off * off / expected;
        below += expected < EXPECTED ? 1 : 0;
        least = Math.min(least, expected);
      }
    }
    double bias = (r - 1.0) * (k - 1.0) / (n - 1);
    double rows = r - (r - 1.0) * (r - 1.0) / (n - 1);
    double groups = k - (k - 1.0) * (k - 1.0) / (n - 1);
    double size = Math.min(rows, groups) - 1;
    double v = size > 0 ? Math.min(1, Math.sqrt(Math.max(0, chi / n - bias) / size)) : Double.NaN;
    boolean holds = least >= 1 && below <= MOST_BELOW * r * k;
    double p = holds ? ChiSquared.survival(chi, (r - 1.0) * (k - 1.0)) : Double.NaN;
    return new GroupDifference(
        v, STRONG_CATEGORIES / Math.sqrt(Math.min(r, k) - 1.0), p, new double[0]);
  }

  /** The groups with rows; categories that are rare in the smallest of them are pooled. */
  private static List<long[]> pooled(List<long[]> counts, int[] used) {
    List<long[]> all =
        counts.stream()
            .map(category -> Arrays.stream(used).mapToLong(group -> category[group]).toArray())
            .filter(category -> Arrays.stream(category).sum() > 0)
            .toList();
    double n = all.stream().flatMapToLong(Arrays::stream).sum();
    double smallest =
        IntStream.range(0, used.length)
            .mapToLong(group -> all.stream().mapToLong(category -> category[group]).sum())
            .min()
            .orElse(0);
    List<long[]> pooled = new ArrayList<>();
    long[] rare = new long[used.length];
    for (long[] category : all) {
      if (Arrays.stream(category).sum() * smallest / n >= EXPECTED) {
        pooled.add(category);
      } else {
        for (int group = 0; group < rare.length; group++) {
          rare[group] += category[group];
        }
      }
    }
    if (Arrays.stream(rare).sum() > 0) {
      pooled.add(rare);
    }
    return pooled;
  }

  /**
   * Probabilities of several tests, corrected so that the chance of any error is that of a single
   * test (Holm 1979).
   *
   * @param ps of the tests; NaN, which stays NaN, for a test that was not made
   */
  public static double[] corrected(double[] ps) {
    int[] order =
        IntStream.range(0, ps.length)
            .filter(i -> !Double.isNaN(ps[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> ps[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = ps.clone();
    double largest = 0;
    for (int i = 0; i < order.length; i++) {
      largest = Math.max(largest, Math.min(1, (order.length - i) * ps[order[i]]));
      corrected[order[i]] = largest;
    }
    return corrected;
  }
}
