package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Iterative mistake minimization (Moshkovitz, Dasgupta, Rashtchian and Frost 2020, "Explainable
 * k-Means and k-Medians Clustering", algorithm 1): a tree with a leaf for each centre. Each
 * condition has centres on both sides, and separates the fewest rows from their own centre; these
 * rows do not count further below.
 */
final class MistakeMinimization {
  private final RuleRows rows;
  private final int[] groups;
  private final RuleCentres centres;
  private final CutPoints cuts;

  private MistakeMinimization(RuleRows rows, int[] groups, RuleCentres centres, CutPoints cuts) {
    this.rows = rows;
    this.groups = groups;
    this.centres = centres;
    this.cuts = cuts;
  }

  /**
   * The tree.
   *
   * @param groups the centre of each row, from 0
   * @param count how many centres there are; those without rows get no leaf
   */
  static RuleTree tree(
      RuleRows rows, int[] groups, int count, RuleCentres centres, CutPoints cuts) {
    int[] present = Arrays.stream(groups).distinct().sorted().toArray();
    int[] all = IntStream.range(0, rows.rows()).toArray();
    return new MistakeMinimization(rows, groups, centres, cuts).grow(all, present, count);
  }

  /** A condition, and the centres that fulfil it. */
  private record Cut(Condition condition, boolean[] holds, int mistakes) {}

  private RuleTree grow(int[] some, int[] present, int count) {
    if (present.length <= 1) {
      return new RuleTree.Leaf(present.length == 0 ? 0 : present[0]);
    }
    Cut best = null;
    int[] sizes = new int[count];
    for (int row : some) {
      sizes[groups[row]]++;
    }
    for (int column = 0; column < rows.columns().size(); column++) {
      Cut own =
          rows.columns().get(column) instanceof RuleRows.Values.Numbers numbers
              ? below(column, numbers.values(), some, present, sizes)
              : among(column, some, present, sizes);
      best = own != null && (best == null || own.mistakes < best.mistakes) ? own : best;
    }
    if (best == null) {
      // The centres coincide in these columns.
      return new RuleTree.Leaf(
          Arrays.stream(present)
              .boxed()
              .max(Comparator.comparingInt((Integer group) -> sizes[group]))
              .orElseThrow());
    }
    boolean[] holds = best.holds;
    Condition condition = best.condition;
    return new RuleTree.Split(
        condition,
        grow(right(some, condition, holds, true), side(present, holds, true), count),
        grow(right(some, condition, holds, false), side(present, holds, false), count));
  }

  private static int[] side(int[] present, boolean[] holds, boolean wanted) {
    return Arrays.stream(present).filter(group -> holds[group] == wanted).toArray();
  }

  /** The rows of a side whose centre is there too. */
  private int[] right(int[] some, Condition condition, boolean[] holds, boolean wanted) {
    return Arrays.stream(some)
        .filter(row -> condition.holds(rows, row) == wanted && holds[groups[row]] == wanted)
        .toArray();
  }

  private Cut below(int column, float[] values, int[] some, int[] present, int[] sizes) {
    double[] places = centres.numbers()[column];
    Integer[] order = Arrays.stream(present).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble((Integer group) -> places[group]));
    ColumnOrder sorted = new ColumnOrder(values, some);
    boolean[] passed = new boolean[sizes.length];
    int[] left = new int[sizes.length];
    int mistakes = 0;
    int centre = 0;
    int row = 0;
    Cut best = null;
    int least = Integer.MAX_VALUE;
    while (centre < order.length) {
      double next = places[order[centre]];
      // Rows and centres at the same place go to the same side.
      double at = row < some.length ? Math.min(next, values[sorted.row(row)]) : next;
      while (row < some.length && values[sorted.row(row)] <= at) {
        int group = groups[sorted.row(row++)];
        left[group]++;
        mistakes += passed[group] ? -1 : 1;
      }
      while (centre < order.length && places[order[centre]] <= at) {
        int group = order[centre++];
        passed[group] = true;
        mistakes += sizes[group] - 2 * left[group];
      }
      if (centre == 0 || centre == order.length || mistakes >= least) {
        continue;
      }
      double above = places[order[centre]];
      above = row < some.length ? Math.min(above, values[sorted.row(row)]) : above;
      float low = (float) at;
      float high = (float) above;
      if (low < high) {
        float threshold = cuts.between(column, low, high);
        if (threshold > at && threshold <= above) {
          least = mistakes;
          best = new Cut(new Condition.Below(column, threshold), passed.clone(), mistakes);
        }
      }
    }
    return best;
  }

  private Cut among(int column, int[] some, int[] present, int[] sizes) {
    RuleRows.Values.Categories values = (RuleRows.Values.Categories) rows.columns().get(column);
    int[][] counts = new int[values.named()][sizes.length];
    for (int row : some) {
      if (values.codes()[row] < values.named()) {
        counts[values.codes()[row]][groups[row]]++;
      }
    }
    double[][] shares = centres.shares()[column];
    Cut best = null;
    for (int code = 0; code < values.named(); code++) {
      int own = code;
      List<Integer> order = new ArrayList<>(Arrays.stream(present).boxed().toList());
      order.sort(Comparator.comparingDouble((Integer group) -> -shares[group][own]));
      int mistakes = Arrays.stream(counts[code]).sum();
      boolean[] holds = new boolean[sizes.length];
      for (int i = 0; i < order.size() - 1; i++) {
        int group = order.get(i);
        holds[group] = true;
        mistakes += sizes[group] - 2 * counts[code][group];
        boolean isGap = shares[group][code] > shares[order.get(i + 1)][code];
        if (isGap && (best == null || mistakes < best.mistakes)) {
          best = new Cut(new Condition.Among(column, List.of(code)), holds.clone(), mistakes);
        }
      }
    }
    return best;
  }
}
