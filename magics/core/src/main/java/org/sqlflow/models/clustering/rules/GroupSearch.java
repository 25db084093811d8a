package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The split of a classification tree (Breiman, Friedman, Olshen and Stone 1984): the condition that
 * reduces the Gini impurity most. For several groups, categories are ordered by the share of each
 * group in turn, and divided along each order.
 */
final class GroupSearch implements SplitSearch {
  private final RuleRows rows;
  private final int[] groups;
  private final int count;
  private final int leastRows;
  private final CutPoints cuts;

  /**
   * A search.
   *
   * @param groups of the rows, from 0
   * @param count how many groups there are
   * @param leastRows that each side has
   */
  GroupSearch(RuleRows rows, int[] groups, int count, int leastRows, CutPoints cuts) {
    this.rows = rows;
    this.groups = groups;
    this.count = count;
    this.leastRows = leastRows;
    this.cuts = cuts;
  }

  @Override
  public int group(int[] some) {
    return most(counts(some));
  }

  private long[] counts(int[] some) {
    long[] counts = new long[count];
    for (int row : some) {
      counts[groups[row]]++;
    }
    return counts;
  }

  private static int most(long[] counts) {
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return most;
  }

  private static double squares(long[] counts) {
    double sum = 0;
    for (long one : counts) {
      sum += (double) one * one;
    }
    return sum;
  }

  @Override
  public Optional<Found> best(int[] some) {
    long[] all = counts(some);
    double before = squares(all) / some.length;
    double best = 1e-9 * some.length;
    Optional<Found> found = Optional.empty();
    for (int column = 0; column < rows.columns().size(); column++) {
      RuleRows.Values values = rows.columns().get(column);
      Optional<Found> own =
          values instanceof RuleRows.Values.Numbers numbers
              ? below(column, numbers.values(), some, all, before, best)
              : among(column, (RuleRows.Values.Categories) values, some, all, before, best);
      if (own.isPresent()) {
        found = own;
        best = own.get().gain();
      }
    }
    return found;
  }

  private Optional<Found> below(
      int column, float[] values, int[] some, long[] all, double before, double least) {
    ColumnOrder order = new ColumnOrder(values, some);
    long[] left = new long[count];
    long[] right = all.clone();
    double squaresLeft = 0;
    double squaresRight = squares(all);
    double best = least;
    int place = -1;
    for (int i = 0; i < some.length - 1; i++) {
      int group = groups[order.row(i)];
      squaresLeft += 2.0 * left[group]++ + 1;
      squaresRight -= 2.0 * right[group]-- - 1;
      double gain = squaresLeft / (i + 1) + squaresRight / (some.length - i - 1) - before;
      boolean isLarge = i + 1 >= leastRows && some.length - i - 1 >= leastRows;
      if (gain > best && isLarge && order.isBoundary(i)) {
        best = gain;
        place = i;
      }
    }
    if (place < 0) {
      return Optional.empty();
    }
    float threshold = cuts.between(column, values[order.row(place)], values[order.row(place + 1)]);
    return Optional.of(found(new Condition.Below(column, threshold), best, some));
  }

  private Found found(Condition condition, double gain, int[] some) {
    long[] holds = new long[count];
    long[] fails = new long[count];
    for (int row : some) {
      (condition.holds(rows, row) ? holds : fails)[groups[row]]++;
    }
    return new Found(condition, gain, most(holds), most(fails));
  }

  private Optional<Found> among(
      int column,
      RuleRows.Values.Categories values,
      int[] some,
      long[] all,
      double before,
      double least) {
    int named = values.named();
    int[] counts = new int[named + 1];
    long[][] byGroup = new long[named + 1][count];
    for (int row : some) {
      int code = Math.min(named, values.codes()[row]);
      counts[code]++;
      byGroup[code][groups[row]]++;
    }
    int[] present = Codes.present(counts);
    boolean hasOthers = counts[named] > 0;
    double best = least;
    List<Integer> listed = List.of();
    for (int group = 0; group < count; group++) {
      if (all[group] == 0 || all[group] == some.length) {
        continue;
      }
      int own = group;
      int[] order =
          IntStream.of(present)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      (Integer code) -> -(double) byGroup[code][own] / counts[code]))
              .mapToInt(Integer::intValue)
              .toArray();
      long[] left = new long[count];
      long rowsLeft = 0;
      for (int i = 0; i < order.length - (hasOthers ? 0 : 1); i++) {
        rowsLeft += counts[order[i]];
        for (int g = 0; g < count; g++) {
          left[g] += byGroup[order[i]][g];
        }
        double squaresRight = 0;
        for (int g = 0; g < count; g++) {
          squaresRight += (double) (all[g] - left[g]) * (all[g] - left[g]);
        }
        long rowsRight = some.length - rowsLeft;
        double gain = squares(left) / rowsLeft + squaresRight / rowsRight - before;
        if (gain > best && rowsLeft >= leastRows && rowsRight >= leastRows) {
          best = gain;
          List<Integer> first = new ArrayList<>();
          Arrays.stream(order, 0, i + 1).sorted().forEach(first::add);
          listed = first;
        }
      }
    }
    return listed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Codes.shorter(
                found(new Condition.Among(column, listed), best, some), present, !hasOthers));
  }
}
