package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.List;

/** A tree of conditions that gives each row a group. Immutable. */
public sealed interface RuleTree {
  /**
   * The end of a path.
   *
   * @param group of all rows that get here
   */
  record Leaf(int group) implements RuleTree {}

  /**
   * A fork.
   *
   * @param holds where rows go that fulfil the condition
   * @param fails where the others go
   */
  record Split(Condition condition, RuleTree holds, RuleTree fails) implements RuleTree {}

  /**
   * A leaf with the steps that lead to it.
   *
   * @param steps from the root
   */
  record Path(List<Step> steps, int group) {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A condition on a path.
   *
   * @param holds whether the path is for rows that fulfil it, or for the others
   */
  record Step(Condition condition, boolean holds) {}

  /** How many leaves there are. */
  default int leaves() {
    return this instanceof Split split ? split.holds().leaves() + split.fails().leaves() : 1;
  }

  /** The group of a row. */
  default int group(RuleRows rows, int row) {
    RuleTree at = this;
    while (at instanceof Split split) {
      at = split.condition().holds(rows, row) ? split.holds() : split.fails();
    }
    return ((Leaf) at).group();
  }

  /** The group of each row. */
  default int[] groups(RuleRows rows) {
    int[] groups = new int[rows.rows()];
    for (int row = 0; row < groups.length; row++) {
      groups[row] = group(rows, row);
    }
    return groups;
  }

  /** The place of each row's leaf among {@link #paths}. */
  default int[] leavesOf(RuleRows rows) {
    int[] leaves = new int[rows.rows()];
    for (int row = 0; row < leaves.length; row++) {
      int leaf = 0;
      RuleTree at = this;
      while (at instanceof Split split) {
        boolean holds = split.condition().holds(rows, row);
        leaf += holds ? 0 : split.holds().leaves();
        at = holds ? split.holds() : split.fails();
      }
      leaves[row] = leaf;
    }
    return leaves;
  }

  /** The leaves from the first to the last: those that fulfil a condition before the others. */
  default List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    collect(this, List.of(), paths);
    return paths;
  }

  private static void collect(RuleTree tree, List<Step> steps, List<Path> paths) {
    if (tree instanceof Split split) {
      collect(split.holds(), with(steps, new Step(split.condition(), true)), paths);
      collect(split.fails(), with(steps, new Step(split.condition(), false)), paths);
    } else {
      paths.add(new Path(steps, ((Leaf) tree).group()));
    }
  }

  private static List<Step> with(List<Step> steps, Step last) {
    List<Step> all = new ArrayList<>(steps);
    all.add(last);
    return all;
  }

  /**
   * The same rules for groups of other numbers.
   *
   * @param numbers for each group its new number
   */
  default RuleTree renumbered(int[] numbers) {
    return this instanceof Split split
        ? new Split(
            split.condition(), split.holds().renumbered(numbers), split.fails().renumbered(numbers))
        : new Leaf(numbers[((Leaf) this).group()]);
  }

  /** The same groups without forks between leaves of one group. */
  default RuleTree simplified() {
    if (!(this instanceof Split split)) {
      return this;
    }
    RuleTree holds = split.holds().simplified();
    RuleTree fails = split.fails().simplified();
    return holds instanceof Leaf && holds.equals(fails)
        ? holds
        : new Split(split.condition(), holds, fails);
  }
}
