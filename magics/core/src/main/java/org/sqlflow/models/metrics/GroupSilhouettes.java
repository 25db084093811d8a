package org.sqlflow.models.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;

/**
 * The silhouettes of the rows of each group (Rousseeuw 1987), of a random sample as {@link
 * Silhouette} takes it. Rows in no group are left out.
 *
 * @param groups for each group its rows' scores from the largest down; empty if the rows are all in
 *     one group
 */
public record GroupSilhouettes(List<double[]> groups) {
  public GroupSilhouettes {
    groups = List.copyOf(groups);
  }

  /**
   * Scores groups.
   *
   * @param own the group of each row, from 0; a negative one is none
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static GroupSilhouettes of(
      Matrix rows, int[] own, int clusters, CancellationCheck cancellation) {
    int[] grouped = IntStream.range(0, own.length).filter(row -> own[row] >= 0).toArray();
    Matrix used = grouped.length == own.length ? rows : RowSample.take(rows, grouped);
    int[] groups = Arrays.stream(grouped).map(row -> own[row]).toArray();
    double[] scores = Silhouette.scores(used, groups, cancellation);
    if (scores.length == 0) {
      return new GroupSilhouettes(List.of());
    }
    int[] sample = Silhouette.sample(groups.length);
    return new GroupSilhouettes(
        IntStream.range(0, clusters)
            .mapToObj(
                group ->
                    IntStream.range(0, scores.length)
                        .filter(i -> groups[sample[i]] == group)
                        .mapToDouble(i -> -scores[i])
                        .sorted()
                        .map(score -> -score)
                        .toArray())
            .toList());
  }

  /**
   * The same with other numbers for the groups.
   *
   * @param numbers of each group
   */
  public GroupSilhouettes renumbered(int[] numbers) {
    if (groups.isEmpty()) {
      return this;
    }
    List<double[]> shown = new ArrayList<>();
    for (int group = 0; group < numbers.length; group++) {
      while (shown.size() <= numbers[group]) {
        shown.add(new double[0]);
      }
      shown.set(numbers[group], groups.get(group));
    }
    return new GroupSilhouettes(shown);
  }

  /** The mean of a group; NaN without rows of it, and where all rows are in one group. */
  public double mean(int group) {
    return group < groups.size()
        ? Arrays.stream(groups.get(group)).average().orElse(Double.NaN)
        : Double.NaN;
  }
}
