package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The Ex-Greedy split of ExKMC (Frost, Moshkovitz and Rashtchian 2020, "ExKMC: Expanding
 * Explainable k-Means Clustering", algorithm 1): the condition and the two centres that make the
 * surrogate cost least, the sum of the costs of all rows to the centre of their side. A category
 * goes to the side where it costs less, which is best among all sets for each pair of centres.
 */
final class CostSearch implements SplitSearch {
  private final RuleRows rows;
  private final float[] costs;
  private final int centres;
  private final CutPoints cuts;

  /**
   * A search.
   *
   * @param costs of each row to each centre: {@code rows x centres}, row-major
   */
  CostSearch(RuleRows rows, float[] costs, int centres, CutPoints cuts) {
    this.rows = rows;
    this.costs = costs;
    this.centres = centres;
    this.cuts = cuts;
  }

  @Override
  public int group(int[] some) {
    return least(sums(some));
  }

  private double[] sums(int[] some) {
    double[] sums = new double[centres];
    for (int row : some) {
      add(sums, row);
    }
    return sums;
  }

  private void add(double[] sums, int row) {
    for (int centre = 0, at = row * centres; centre < centres; centre++, at++) {
      sums[centre] += costs[at];
    }
  }

  private static int least(double[] sums) {
    int least = 0;
    for (int i = 1; i < sums.length; i++) {
      least = sums[i] < sums[least] ? i : least;
    }
    return least;
  }

  @Override
  public Optional<Found> best(int[] some) {
    double[] all = sums(some);
    double before = all[least(all)];
    // A gain within rounding errors does not count.
    double best = before - 1e-9 * Math.abs(before);
    Optional<Found> found = Optional.empty();
    for (int column = 0; column < rows.columns().size(); column++) {
      RuleRows.Values values = rows.columns().get(column);
      Optional<Found> own =
          values instanceof RuleRows.Values.Numbers numbers
              ? below(column, numbers.values(), some, all, before, best)
              : among(column, (RuleRows.Values.Categories) values, some, before, best);
      if (own.isPresent()) {
        found = own;
        best = before - own.get().gain();
      }
    }
    return found;
  }

  private Optional<Found> below(
      int column, float[] values, int[] some, double[] all, double before, double least) {
    ColumnOrder order = new ColumnOrder(values, some);
    double[] left = new double[centres];
    double[] right = all.clone();
    double best = least;
    int place = -1;
    int holds = 0;
    int fails = 0;
    for (int i = 0; i < some.length - 1; i++) {
      int at = order.row(i) * centres;
      int leastLeft = 0;
      int leastRight = 0;
      for (int centre = 0; centre < centres; centre++, at++) {
        left[centre] += costs[at];
        right[centre] = all[centre] - left[centre];
        leastLeft = left[centre] < left[leastLeft] ? centre : leastLeft;
        leastRight = right[centre] < right[leastRight] ? centre : leastRight;
      }
      double cost = left[leastLeft] + right[leastRight];
      if (cost < best && leastLeft != leastRight && order.isBoundary(i)) {
        best = cost;
        place = i;
        holds = leastLeft;
        fails = leastRight;
      }
    }
    if (place < 0) {
      return Optional.empty();
    }
    float threshold = cuts.between(column, values[order.row(place)], values[order.row(place + 1)]);
    return Optional.of(
        new Found(new Condition.Below(column, threshold), before - best, holds, fails));
  }

  private Optional<Found> among(
      int column, RuleRows.Values.Categories values, int[] some, double before, double least) {
    int named = values.named();
    double[][] sums = new double[named + 1][centres];
    int[] counts = new int[named + 1];
    for (int row : some) {
      int code = Math.min(named, values.codes()[row]);
      counts[code]++;
      add(sums[code], row);
    }
    int[] present = Codes.present(counts);
    double best = least;
    int bestHolds = -1;
    int bestFails = -1;
    for (int holds = 0; holds < centres; holds++) {
      for (int fails = 0; fails < centres; fails++) {
        double cost = holds == fails ? best : sums[named][fails];
        for (int i = 0; i < present.length && cost < best; i++) {
          cost += Math.min(sums[present[i]][holds], sums[present[i]][fails]);
        }
        if (cost < best) {
          best = cost;
          bestHolds = holds;
          bestFails = fails;
        }
      }
    }
    if (bestHolds < 0) {
      return Optional.empty();
    }
    List<Integer> listed = new ArrayList<>();
    for (int code : present) {
      if (sums[code][bestHolds] < sums[code][bestFails]) {
        listed.add(code);
      }
    }
    boolean divides =
        !listed.isEmpty() && listed.size() < Arrays.stream(counts).filter(c -> c > 0).count();
    return divides
        ? Optional.of(
            Codes.shorter(
                new Found(new Condition.Among(column, listed), before - best, bestHolds, bestFails),
                present,
                counts[named] == 0))
        : Optional.empty();
  }
}
