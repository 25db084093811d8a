package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

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

  /**
   * Counts the pairs.
   *
   * @param groups of each row; rows in none share a negative number, and count as one more group
   * @param labels of each row; rows with a negative one have no label and are left out
   */
  public static Contingency of(int[] groups, int[] labels) {
    long[] rows =
        IntStream.range(0, groups.length)
            .filter(row -> labels[row] >= 0)
            .mapToLong(row -> (long) groups[row] << Integer.SIZE | labels[row])
            .sorted()
            .toArray();
    int[] starts =
        IntStream.range(0, rows.length).filter(i -> i == 0 || rows[i] != rows[i - 1]).toArray();
    int[] pairGroups =
        numbered(Arrays.stream(starts).map(i -> (int) (rows[i] >> Integer.SIZE)).toArray());
    int[] pairLabels = numbered(Arrays.stream(starts).map(i -> (int) rows[i]).toArray());
    long[] counts = new long[starts.length];
    for (int pair = 0; pair < starts.length; pair++) {
      int end = pair + 1 < starts.length ? starts[pair + 1] : rows.length;
      counts[pair] = (long) end - starts[pair];
    }
    return new Contingency(
        pairGroups,
        pairLabels,
        counts,
        sizes(pairGroups, counts),
        sizes(pairLabels, counts),
        rows.length);
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
