package org.sqlflow.models.clustering.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sqlflow.math.Shuffle;
import org.sqlflow.models.CancellationCheck;

/**
 * Makes a tree of the groups of some rows. Where the rows' costs to the centres of k-means are
 * known, it has a leaf for each centre ({@link MistakeMinimization}), which are then divided
 * ({@link CostSearch}); else it predicts the groups ({@link GroupSearch}).
 *
 * @param rows what the conditions see
 * @param groups of the rows, from 0
 * @param count how many groups there are
 * @param costs what each row costs with each centre, {@code rows x count}, row-major; empty if the
 *     groups do not come from centres
 * @param cuts chooses the thresholds
 */
@SuppressWarnings("ArrayRecordComponent")
public record RuleTrees(
    RuleRows rows, int[] groups, int count, Optional<float[]> costs, CutPoints cuts) {
  /** A third of the rows decides on the number of leaves. */
  private static final int HELD_OUT = 3;

  /** Rows of a leaf of a tree that predicts groups, as a part of all and as a number. */
  private static final int LEAST_SHARE = 1000;

  private static final int LEAST_ROWS = 5;

  /** A leaf may be as small as this part of the smallest group. */
  private static final double RARE = 0.5;

  /**
   * The tree with at most so many leaves, each of which improves it on these rows.
   *
   * @param most leaves
   */
  public RuleTree tree(int most, CancellationCheck cancellation) {
    List<RuleTree> trees = trees(most, cancellation);
    return trees.get(trees.size() - 1).simplified();
  }

  /**
   * The smallest tree that is as good on held-out rows as the best one, within one standard error
   * (Breiman et al. 1984, section 3.4.3): two thirds of the rows grow trees of more and more
   * leaves, the others count how many rows get their own group, and all rows then grow a tree of
   * the chosen number of leaves. Of two trees that are as good, one with a rule for each group is
   * preferred.
   *
   * @param most leaves
   */
  public RuleTree chosen(int most, long seed, CancellationCheck cancellation) {
    int[] order = IntStream.range(0, rows.rows()).toArray();
    Shuffle.shuffle(order, new SplittableRandom(seed));
    int held = order.length / HELD_OUT;
    if (held < 2 * count) {
      return tree(most, cancellation);
    }
    int[] testing = Arrays.copyOf(order, held);
    int[] growing = Arrays.copyOfRange(order, held, order.length);
    Arrays.sort(growing);
    List<RuleTree> trees = take(growing).trees(most, cancellation);
    RuleRows tested = rows.take(testing);
    double[] right = new double[trees.size()];
    for (int i = 0; i < right.length; i++) {
      int[] found = trees.get(i).groups(tested);
      right[i] =
          (double)
                  IntStream.range(0, held).filter(row -> found[row] == groups[testing[row]]).count()
              / held;
    }
    double best = Arrays.stream(right).max().orElseThrow();
    double error = Math.sqrt(best * (1 - best) / held);
    long inAll = trees.stream().mapToLong(RuleTrees::groupsOf).max().orElseThrow();
    int chosen = 0;
    while (right[chosen] < best - error || groupsOf(trees.get(chosen)) < inAll) {
      chosen++;
    }
    List<RuleTree> ofAll = trees(trees.get(chosen).leaves(), cancellation);
    return ofAll.get(ofAll.size() - 1).simplified();
  }

  private static long groupsOf(RuleTree tree) {
    return tree.paths().stream().mapToInt(RuleTree.Path::group).distinct().count();
  }

  private RuleTrees take(int[] places) {
    Function<float[], float[]> taken =
        all -> {
          float[] some = new float[places.length * count];
          for (int i = 0; i < places.length; i++) {
            System.arraycopy(all, places[i] * count, some, i * count, count);
          }
          return some;
        };
    return new RuleTrees(
        rows.take(places),
        Arrays.stream(places).map(row -> groups[row]).toArray(),
        count,
        costs.map(taken),
        cuts);
  }

  private List<RuleTree> trees(int most, CancellationCheck cancellation) {
    if (costs.isPresent()) {
      RuleCentres centres = RuleCentres.means(rows, groups, count);
      RuleTree base = MistakeMinimization.tree(rows, groups, count, centres, cuts);
      return TreeGrowth.grow(
          rows,
          new CostSearch(rows, costs.get(), count, cuts),
          Optional.of(base),
          most,
          cancellation);
    }
    return TreeGrowth.grow(
        rows,
        new GroupSearch(rows, groups, count, leastRows(), cuts),
        Optional.empty(),
        most,
        cancellation);
  }

  private int leastRows() {
    int[] sizes = new int[count];
    for (int group : groups) {
      sizes[group]++;
    }
    int smallest = Arrays.stream(sizes).filter(size -> size > 0).min().orElse(1);
    int usual = Math.max(LEAST_ROWS, rows.rows() / LEAST_SHARE);
    return Math.max(1, Math.min(usual, (int) (RARE * smallest)));
  }
}
