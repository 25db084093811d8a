package org.sqlflow.models.clustering.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.TrainingContext;

class RuleTreesTest {
  private static final CancellationCheck NEVER = TrainingContext.unattended();

  private static RuleRows numbers(float[]... columns) {
    List<RuleRows.Values> values = new ArrayList<>();
    for (float[] column : columns) {
      values.add(new RuleRows.Values.Numbers(column));
    }
    return new RuleRows(columns[0].length, values);
  }

  private static int[] nearest(float[] costs, int centres) {
    int[] groups = new int[costs.length / centres];
    for (int row = 0; row < groups.length; row++) {
      for (int centre = 1; centre < centres; centre++) {
        groups[row] =
            costs[row * centres + centre] < costs[row * centres + groups[row]]
                ? centre
                : groups[row];
      }
    }
    return groups;
  }

  /** Random rows around centres of which a few are on the wrong side. */
  private static float[][] columns(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows];
    float[] y = new float[rows];
    for (int row = 0; row < rows; row++) {
      x[row] = (row % 3) * 2 + (float) random.nextGaussian();
      y[row] = (row % 2) * 3 + (float) random.nextGaussian();
    }
    return new float[][] {x, y};
  }

  private static Matrix matrix(float[][] columns) {
    float[] values = new float[columns[0].length * columns.length];
    for (int row = 0; row < columns[0].length; row++) {
      for (int c = 0; c < columns.length; c++) {
        values[row * columns.length + c] = columns[c][row];
      }
    }
    return new Matrix(columns[0].length, columns.length, values);
  }

  /** 400 times 1/400 is less than 1, which hid the cut between 0 and 1. */
  @Test
  void aColumnThatIsTheSameInEachGroupSeparatesIt() {
    for (int each : new int[] {3, 49, 400, 1000}) {
      float[] flag = new float[2 * each];
      float[] noise = new float[2 * each];
      int[] groups = new int[2 * each];
      for (int row = 0; row < flag.length; row++) {
        groups[row] = row % 2;
        flag[row] = row % 2 == 0 ? 0.1f : 1;
        noise[row] = row % 2 + row % 3;
      }
      RuleRows rows = numbers(noise, flag);

      RuleTree tree =
          MistakeMinimization.tree(
              rows, groups, 2, RuleCentres.means(rows, groups, 2), CutPoints.MIDDLE);

      assertThat(tree.groups(rows)).as("%d rows a group", each).isEqualTo(groups);
    }
  }

  @Test
  void theFirstCutSeparatesAsFewRowsFromTheirCentreAsAnyCutCan() {
    for (long seed = 0; seed < 20; seed++) {
      float[][] columns = columns(seed, 60);
      float[] centres = {0, 0, 2, 3, 4, 0, 5, 4};
      float[] costs = CentreCosts.of(matrix(columns), centres, false);
      int[] groups = nearest(costs, 4);
      double[][] places = {{0, 2, 4, 5}, {0, 3, 0, 4}};

      RuleTree tree =
          MistakeMinimization.tree(
              numbers(columns), groups, 4, new RuleCentres(places, null), CutPoints.MIDDLE);

      Condition.Below cut = (Condition.Below) ((RuleTree.Split) tree).condition();
      int own = mistakes(columns[cut.column()], places[cut.column()], groups, cut.threshold());
      int least = Integer.MAX_VALUE;
      for (int c = 0; c < 2; c++) {
        List<Double> borders = new ArrayList<>();
        for (float value : columns[c]) {
          borders.add((double) value);
        }
        Arrays.stream(places[c]).forEach(borders::add);
        borders.sort(null);
        for (int i = 0; i < borders.size() - 1; i++) {
          double threshold = (borders.get(i) + borders.get(i + 1)) / 2;
          boolean divides =
              Arrays.stream(places[c]).anyMatch(place -> place < threshold)
                  && Arrays.stream(places[c]).anyMatch(place -> place >= threshold);
          if (divides && threshold > borders.get(i)) {
            least = Math.min(least, mistakes(columns[c], places[c], groups, threshold));
          }
        }
      }
      assertThat(own).isEqualTo(least);
    }
  }

  private static int mistakes(float[] values, double[] places, int[] groups, double threshold) {
    return (int)
        IntStream.range(0, values.length)
            .filter(row -> values[row] < threshold != places[groups[row]] < threshold)
            .count();
  }

  @Test
  void eachCentreGetsALeafOfItsOwn() {
    float[][] columns = columns(1, 200);
    float[] centres = {0, 0, 2, 3, 4, 0, 5, 4};
    float[] costs = CentreCosts.of(matrix(columns), centres, false);
    int[] groups = nearest(costs, 4);

    RuleTree tree =
        new RuleTrees(numbers(columns), groups, 4, Optional.of(costs), CutPoints.MIDDLE)
            .tree(4, NEVER);

    assertThat(tree.paths()).extracting(RuleTree.Path::group).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void aFurtherLeafLowersTheCostAsMuchAsAnyCutOfTheLeavesCan() {
    float[][] columns = columns(5, 50);
    float[] centres = {0, 0, 2, 3, 4, 0};
    float[] costs = CentreCosts.of(matrix(columns), centres, false);
    int[] all = IntStream.range(0, 50).toArray();
    CostSearch search = new CostSearch(numbers(columns), costs, 3, CutPoints.MIDDLE);

    double gain = search.best(all).orElseThrow().gain();

    double before = IntStream.range(0, 3).mapToDouble(c -> cost(costs, all, c)).min().orElseThrow();
    double least = before;
    for (float[] column : columns) {
      for (float threshold : column) {
        int[] left = Arrays.stream(all).filter(row -> column[row] < threshold).toArray();
        int[] right = Arrays.stream(all).filter(row -> column[row] >= threshold).toArray();
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            least = Math.min(least, cost(costs, left, a) + cost(costs, right, b));
          }
        }
      }
    }
    assertThat(gain).isCloseTo(before - least, within(1e-6 * before));
  }

  private static double cost(float[] costs, int[] rows, int centre) {
    return Arrays.stream(rows).mapToDouble(row -> costs[row * 3 + centre]).sum();
  }

  @Test
  void moreLeavesNeverCostMore() {
    float[][] columns = columns(9, 300);
    float[] costs = CentreCosts.of(matrix(columns), new float[] {0, 0, 2, 3, 4, 0}, false);
    int[] groups = nearest(costs, 3);
    RuleTrees trees =
        new RuleTrees(numbers(columns), groups, 3, Optional.of(costs), CutPoints.MIDDLE);
    double last = Double.POSITIVE_INFINITY;
    for (int leaves = 3; leaves <= 12; leaves++) {
      int[] found = trees.tree(leaves, NEVER).groups(numbers(columns));
      double cost = IntStream.range(0, 300).mapToDouble(row -> costs[row * 3 + found[row]]).sum();
      assertThat(cost).isLessThanOrEqualTo(last * (1 + 1e-9));
      last = cost;
    }
    double nearest = IntStream.range(0, 300).mapToDouble(r -> costs[r * 3 + groups[r]]).sum();
    assertThat(last).isBetween(nearest, 1.2 * nearest);
  }

  /**
   * The data on which trees that predict groups fail (Moshkovitz et al. 2020, section 3): two
   * groups that one column divides with a mistake, and many rows far away.
   */
  @Test
  void centresFarAwayAreDividedFirst() {
    float[] x = {-1, -1.1f, -0.9f, 1, 1.1f, 0.9f, -1.5f, 1.5f};
    float[] y = {0, 0, 0, 0, 0, 0, 100, 101};
    float[] costs =
        CentreCosts.of(matrix(new float[][] {x, y}), new float[] {-1, 0, 1, 0, 0, 100.5f}, false);
    int[] groups = nearest(costs, 3);

    RuleTree tree =
        new RuleTrees(numbers(x, y), groups, 3, Optional.of(costs), CutPoints.MIDDLE)
            .tree(3, NEVER);

    assertThat(((RuleTree.Split) tree).condition().column()).isEqualTo(1);
    assertThat(tree.groups(numbers(x, y))).isEqualTo(groups);
  }

  @Test
  void categoriesGoWhereTheyCostLess() {
    int[] codes = {0, 0, 1, 1, 2, 2, 3, 3};
    RuleRows rows = new RuleRows(8, List.of(new RuleRows.Values.Categories(codes, 4)));
    float[] costs = new float[16];
    for (int row = 0; row < 8; row++) {
      boolean isFirst = codes[row] == 0 || codes[row] == 2;
      costs[2 * row] = isFirst ? 0 : 5;
      costs[2 * row + 1] = isFirst ? 5 : 0;
    }

    SplitSearch.Found found =
        new CostSearch(rows, costs, 2, CutPoints.MIDDLE)
            .best(IntStream.range(0, 8).toArray())
            .orElseThrow();

    assertThat(found.condition()).isEqualTo(new Condition.Among(0, List.of(0, 2)));
    assertThat(found.gain()).isEqualTo(20);
  }

  @Test
  void aCategoryWithoutANameIsNeverListed() {
    int[] codes = {0, 0, 1, 1, 2, 2};
    RuleRows rows = new RuleRows(6, List.of(new RuleRows.Values.Categories(codes, 2)));
    int[] groups = {0, 0, 1, 1, 1, 1};

    RuleTree tree =
        new RuleTrees(rows, groups, 2, Optional.empty(), CutPoints.MIDDLE).tree(4, NEVER);

    assertThat(tree)
        .isEqualTo(
            new RuleTree.Split(
                new Condition.Among(0, List.of(0)), new RuleTree.Leaf(0), new RuleTree.Leaf(1)));
  }

  @Test
  void heldOutRowsChooseNoMoreLeavesThanHelp() {
    SplittableRandom random = new SplittableRandom(3);
    float[] x = new float[3000];
    float[] noise = new float[3000];
    int[] groups = new int[3000];
    for (int row = 0; row < x.length; row++) {
      x[row] = random.nextInt(100);
      noise[row] = random.nextInt(100);
      // One row in ten is in a group by chance: more leaves would learn the chance.
      groups[row] =
          random.nextInt(10) == 0 ? random.nextInt(3) : x[row] < 30 ? 0 : x[row] < 60 ? 1 : 2;
    }

    RuleTree tree =
        new RuleTrees(numbers(x, noise), groups, 3, Optional.empty(), CutPoints.MIDDLE)
            .chosen(30, 42, NEVER);

    assertThat(tree.leaves()).isEqualTo(3);
    assertThat(tree.paths()).extracting(RuleTree.Path::group).containsExactly(0, 1, 2);
  }

  @Test
  void forksBetweenLeavesOfOneGroupVanish() {
    RuleTree same =
        new RuleTree.Split(new Condition.Below(0, 1), new RuleTree.Leaf(2), new RuleTree.Leaf(2));
    RuleTree tree = new RuleTree.Split(new Condition.Below(0, 3), same, new RuleTree.Leaf(0));

    assertThat(tree.simplified())
        .isEqualTo(
            new RuleTree.Split(
                new Condition.Below(0, 3), new RuleTree.Leaf(2), new RuleTree.Leaf(0)));
    assertThat(same.simplified()).isEqualTo(new RuleTree.Leaf(2));
  }

  @Test
  void theFidelityCountsGroupsAndRules() {
    RuleFidelity fidelity = new RuleFidelity(2, 2, 1);
    Matrix rows = new Matrix(5, 1, new float[] {0, 1, 10, 11, 12});
    fidelity.add(
        rows, new int[] {0, 0, 1, 0, -1}, new int[] {0, 0, 1, 0, -1}, new int[] {0, 0, 1, 1, -1});

    assertThat(fidelity.fidelity()).isEqualTo(0.8);
    assertThat(fidelity.precision(0)).hasValue(2 / 3.0);
    assertThat(fidelity.recall(0)).hasValue(1);
    assertThat(fidelity.precision(1)).hasValue(1);
    assertThat(fidelity.recall(1)).hasValue(0.5);
    assertThat(fidelity.rowsOfGroup(2)).isEqualTo(1);
    assertThat(fidelity.unruled()).isEqualTo(1);
    assertThat(fidelity.right(0, 0)).isEqualTo(2);
    // By rules {0, 1, 11}, {10}: mean 4, 16 + 9 + 49; by groups {0, 1}, {10, 11}: .5 + .5.
    assertThat(fidelity.costRatio().orElseThrow()).isCloseTo(74, within(1e-9));
  }
}
