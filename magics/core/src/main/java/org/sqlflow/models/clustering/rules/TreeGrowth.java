package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.models.CancellationCheck;

/**
 * Grows a tree leaf by leaf: each time, the leaf is divided whose best condition gains most. Used
 * once, by one thread.
 */
final class TreeGrowth {
  private final RuleRows rows;
  private final SplitSearch search;
  private final CancellationCheck cancellation;
  private final List<Node> leaves = new ArrayList<>();
  private final Node root;

  /** A leaf, or a split once it was divided. */
  private static final class Node {
    private final int[] rows;
    private final int group;
    private Optional<SplitSearch.Found> found;
    private Condition condition;
    private Node holds;
    private Node fails;

    Node(int[] rows, int group) {
      this.rows = rows;
      this.group = group;
    }

    RuleTree tree() {
      return condition == null
          ? new RuleTree.Leaf(group)
          : new RuleTree.Split(condition, holds.tree(), fails.tree());
    }
  }

  private TreeGrowth(
      RuleRows rows, SplitSearch search, Optional<RuleTree> base, CancellationCheck cancellation) {
    this.rows = rows;
    this.search = search;
    this.cancellation = cancellation;
    int[] all = IntStream.range(0, rows.rows()).toArray();
    this.root = base.map(tree -> planted(tree, all)).orElseGet(() -> leaf(all, search.group(all)));
  }

  /**
   * The trees of more and more leaves.
   *
   * @param base the first tree; empty for a single leaf
   * @param most leaves of the last tree
   * @return the base first; each has a leaf more than the one before it
   */
  static List<RuleTree> grow(
      RuleRows rows,
      SplitSearch search,
      Optional<RuleTree> base,
      int most,
      CancellationCheck cancellation) {
    TreeGrowth growth = new TreeGrowth(rows, search, base, cancellation);
    List<RuleTree> trees = new ArrayList<>();
    do {
      trees.add(growth.root.tree());
    } while (growth.leaves.size() < most && growth.divide());
    return trees;
  }

  private Node planted(RuleTree tree, int[] some) {
    if (!(tree instanceof RuleTree.Split split)) {
      return leaf(some, ((RuleTree.Leaf) tree).group());
    }
    Node node = new Node(some, 0);
    node.condition = split.condition();
    node.holds = planted(split.holds(), side(some, split.condition(), true));
    node.fails = planted(split.fails(), side(some, split.condition(), false));
    return node;
  }

  private Node leaf(int[] some, int group) {
    Node leaf = new Node(some, group);
    leaves.add(leaf);
    return leaf;
  }

  private int[] side(int[] some, Condition condition, boolean wanted) {
    return Arrays.stream(some).filter(row -> condition.holds(rows, row) == wanted).toArray();
  }

  private boolean divide() {
    Node best = null;
    for (Node leaf : leaves) {
      cancellation.checkCancelled();
      if (leaf.found == null) {
        leaf.found = leaf.rows.length < 2 ? Optional.empty() : search.best(leaf.rows);
      }
      if (leaf.found.isPresent()
          && (best == null || leaf.found.get().gain() > best.found.orElseThrow().gain())) {
        best = leaf;
      }
    }
    if (best == null) {
      return false;
    }
    SplitSearch.Found found = best.found.orElseThrow();
    best.condition = found.condition();
    leaves.remove(best);
    best.holds = leaf(side(best.rows, found.condition(), true), found.holds());
    best.fails = leaf(side(best.rows, found.condition(), false), found.fails());
    return true;
  }
}
