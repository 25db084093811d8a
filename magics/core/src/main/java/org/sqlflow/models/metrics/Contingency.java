package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often each pair of a group and a label occurs; only pairs that occur, by group, then label.
 *
 * @param pairGroups the group of each pair, numbered from 0 without gaps
 * @param pairLabels the label of each pair, numbered from 0 without gaps
 * @param pairCounts the rows of each pair, at least one
 * @param groupSizes rows of each group
 * @param labelSizes rows of each label
 * @param rows rows that have a label
 */
public record Contingency(
    int[] pairGroups,
    int[] pairLabels,
    long[] pairCounts,
    long[] groupSizes,
    long[] labelSizes,
    long rows) {

  /** The most cells of a table of all pairs, where pairs are few in comparison with the rows. */
  private static final int MOST_CELLS = 1 << 16;

  /**
   * Counts the pairs.
   *
   * @param groups of each row; rows in none share a negative number, and count as one more group
   * @param labels of each row; rows with a negative one have no label and are left out
   */
  public static Contingency of(int[] groups, int[] labels) {
    IntSummaryStatistics byGroup =
        labelled(groups, labels).map(row -> groups[row]).summaryStatistics();
    IntSummaryStatistics byLabel =
        labelled(groups, labels).map(row -> labels[row]).summaryStatistics();
    if (byGroup.getCount() == 0) {
      return of(new long[0], new long[0]);
    }
    int first = byGroup.getMin();
    long width = byLabel.getMax() + 1L;
    long height = (long) byGroup.getMax() - first + 1;
    if (height > MOST_CELLS / width) {
      return ofSorted(labelled(groups, labels).mapToLong(row -> pair(groups[row], labels[row])));
    }
    long[] counts = new long[(int) (height * width)];
    labelled(groups, labels)
        .forEach(row -> counts[(int) ((groups[row] - first) * width) + labels[row]]++);
    int[] filled = IntStream.range(0, counts.length).filter(cell -> counts[cell] > 0).toArray();
    return of(
        Arrays.stream(filled)
            .mapToLong(cell -> pair((int) (first + cell / width), (int) (cell % width)))
            .toArray(),
        Arrays.stream(filled).mapToLong(cell -> counts[cell]).toArray());
  }

  /** The rows that have a label. */
  private static IntStream labelled(int[] groups, int[] labels) {
    return IntStream.range(0, groups.length).filter(row -> labels[row] >= 0);
  }

  /** A group and a label in one number, in the order of the groups, then of the labels. */
  private static long pair(int group, int label) {
    return (long) group << Integer.SIZE | label;
  }

  private static Contingency ofSorted(LongStream pairs) {
    long[] rows = pairs.sorted().toArray();
    int[] starts =
        IntStream.range(0, rows.length).filter(i -> i == 0 || rows[i] != rows[i - 1]).toArray();
    long[] counts = new long[starts.length];
    for (int pair = 0; pair < starts.length; pair++) {
      int end = pair + 1 < starts.length ? starts[pair + 1] : rows.length;
      counts[pair] = (long) end - starts[pair];
    }
    return of(Arrays.stream(starts).mapToLong(start -> rows[start]).toArray(), counts);
  }

  private static Contingency of(long[] pairs, long[] counts) {
    int[] groups =
        numbered(Arrays.stream(pairs).mapToInt(pair -> (int) (pair >> Integer.SIZE)).toArray());
    int[] labels = numbered(Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray());
    return new Contingency(
        groups,
        labels,
        counts,
        sizes(groups, counts),
        sizes(labels, counts),
        Arrays.stream(counts).sum());
  }

  private static int[] numbered(int[] codes) {
    int[] distinct = Arrays.stream(codes).sorted().distinct().toArray();
    return Arrays.stream(codes).map(code -> Arrays.binarySearch(distinct, code)).toArray();
  }

  private static long[] sizes(int[] numbers, long[] counts) {
    long[] sizes = new long[Arrays.stream(numbers).max().orElse(-1) + 1];
    for (int pair = 0; pair < numbers.length; pair++) {
      sizes[numbers[pair]] += counts[pair];
    }
    return sizes;
  }
}
