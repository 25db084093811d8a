package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clusters numbered from the largest to the smallest, equal ones in their previous order, so that a
 * number has the same meaning from run to run.
 *
 * @param groups the group of each row
 * @param centres {@code clusters x width}, in the order of the groups
 * @param sizes rows of each group
 */
public record Clusters(int[] groups, float[] centres, List<Long> sizes) {
  /** Renumbers clusters by their sizes. */
  public static Clusters bySize(int[] groups, float[] centres, int clusters) {
    long[] sizes = new long[clusters];
    for (int group : groups) {
      sizes[group]++;
    }
    int[] order = orderBySize(sizes);
    int width = centres.length / clusters;
    int[] numbers = new int[clusters];
    float[] ordered = new float[centres.length];
    List<Long> orderedSizes = new ArrayList<>();
    for (int number = 0; number < clusters; number++) {
      int group = order[number];
      numbers[group] = number;
      System.arraycopy(centres, group * width, ordered, number * width, width);
      orderedSizes.add(sizes[group]);
    }
    int[] renumbered = new int[groups.length];
    for (int row = 0; row < groups.length; row++) {
      renumbered[row] = numbers[groups[row]];
    }
    return new Clusters(renumbered, ordered, List.copyOf(orderedSizes));
  }

  /** The clusters from the largest to the smallest, equal ones in their order. */
  public static int[] orderBySize(long[] sizes) {
    return IntStream.range(0, sizes.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer cluster) -> -sizes[cluster]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
