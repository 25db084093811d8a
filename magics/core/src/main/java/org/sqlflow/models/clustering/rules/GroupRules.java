package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.models.CancellationCheck;

/**
 * One readable conjunction for each group: a few predicates that most rows of the group fulfil, and
 * few others. Predicates are added one by one to the best few conjunctions so far (a beam search,
 * as in CN2: Clark and Niblett 1989); the best has the largest F1 of precision and coverage, and
 * each further predicate must improve it noticeably.
 */
public final class GroupRules {
  /** More conditions are hard to keep in mind. */
  public static final int MOST_CONDITIONS = 4;

  private static final int BEAM = 5;

  /** Thresholds that are tried in a column. */
  private static final int THRESHOLDS = 40;

  /** What a further predicate must add to F1. */
  private static final double WORTH = 0.01;

  private final RuleRows rows;
  private final int[] groups;
  private final RuleColumns columns;
  private final List<Step> steps = new ArrayList<>();

  /** A condition or its opposite, and the rows that fulfil it. */
  private record Step(RuleTree.Step step, BitSet rows) {}

  /** Some steps, the rows that fulfil them all, and how good they are. */
  private record Candidate(List<Step> steps, BitSet rows, double score) {}

  /**
   * A rule for a group.
   *
   * @param rule with {@link #MOST_CONDITIONS} conditions at most
   * @param coverage which part of the group's rows fulfils it
   * @param precision which part of the rows that fulfil it is in the group
   */
  public record GroupRule(Rule rule, double coverage, double precision) {}

  private GroupRules(RuleRows rows, int[] groups, RuleColumns columns) {
    this.rows = rows;
    this.groups = groups;
    this.columns = columns;
  }

  /**
   * The rules of the groups that have rows.
   *
   * @param groups of the rows, from 0
   * @param count how many groups to describe
   */
  public static List<GroupRule> of(
      RuleRows rows, int[] groups, int count, RuleColumns columns, CancellationCheck cancellation) {
    GroupRules search = new GroupRules(rows, groups, columns);
    search.collect();
    List<GroupRule> rules = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      search.best(group, cancellation).ifPresent(rules::add);
    }
    return rules;
  }

  private void collect() {
    for (int column = 0; column < rows.columns().size(); column++) {
      if (rows.columns().get(column) instanceof RuleRows.Values.Numbers numbers) {
        thresholds(column, numbers.values());
      } else {
        categories(column, (RuleRows.Values.Categories) rows.columns().get(column));
      }
    }
  }

  private void thresholds(int column, float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    Set<Float> seen = new HashSet<>();
    for (int i = 1; i <= THRESHOLDS; i++) {
      int place = (int) ((long) i * sorted.length / (THRESHOLDS + 1));
      int next = place;
      while (next < sorted.length && sorted[next] == sorted[place]) {
        next++;
      }
      if (next < sorted.length) {
        float threshold = columns.between(column, sorted[place], sorted[next]);
        if (seen.add(threshold)) {
          both(new Condition.Below(column, threshold));
        }
      }
    }
  }

  /** Each category alone, and for each group those that are more frequent in it than elsewhere. */
  private void categories(int column, RuleRows.Values.Categories values) {
    int named = values.named();
    int most = 1 + Arrays.stream(groups).max().orElse(0);
    int[][] counts = new int[named + 1][most];
    int[] sizes = new int[most];
    for (int row = 0; row < groups.length; row++) {
      counts[Math.min(named, values.codes()[row])][groups[row]]++;
      sizes[groups[row]]++;
    }
    Set<List<Integer>> sets = new HashSet<>();
    List<List<Integer>> ordered = new ArrayList<>();
    for (int code = 0; code < named; code++) {
      if (Arrays.stream(counts[code]).sum() > 0 && sets.add(List.of(code))) {
        ordered.add(List.of(code));
      }
    }
    for (int group = 0; group < most; group++) {
      List<Integer> frequent = new ArrayList<>();
      for (int code = 0; code < named; code++) {
        double all = Arrays.stream(counts[code]).sum();
        if (all > 0 && counts[code][group] * (double) groups.length > all * sizes[group]) {
          frequent.add(code);
        }
      }
      if (!frequent.isEmpty() && sets.add(frequent)) {
        ordered.add(frequent);
      }
    }
    ordered.forEach(codes -> both(new Condition.Among(column, codes)));
  }

  private void both(Condition condition) {
    BitSet holds = new BitSet(groups.length);
    for (int row = 0; row < groups.length; row++) {
      holds.set(row, condition.holds(rows, row));
    }
    BitSet fails = (BitSet) holds.clone();
    fails.flip(0, groups.length);
    steps.add(new Step(new RuleTree.Step(condition, true), holds));
    steps.add(new Step(new RuleTree.Step(condition, false), fails));
  }

  private Optional<GroupRule> best(int group, CancellationCheck cancellation) {
    BitSet own = new BitSet(groups.length);
    for (int row = 0; row < groups.length; row++) {
      own.set(row, groups[row] == group);
    }
    int size = own.cardinality();
    if (size == 0) {
      return Optional.empty();
    }
    BitSet all = new BitSet(groups.length);
    all.set(0, groups.length);
    Candidate best = new Candidate(List.of(), all, f1(own, all, size));
    List<Candidate> beam = List.of(best);
    for (int length = 1; length <= MOST_CONDITIONS && !beam.isEmpty(); length++) {
      cancellation.checkCancelled();
      List<Candidate> longer = new ArrayList<>();
      for (Candidate candidate : beam) {
        for (Step step : steps) {
          extended(candidate, step, own, size).ifPresent(longer::add);
        }
      }
      longer.sort(Comparator.comparingDouble((Candidate candidate) -> -candidate.score));
      beam = distinct(longer);
      if (!beam.isEmpty() && beam.get(0).score > best.score + WORTH) {
        best = beam.get(0);
      }
    }
    BitSet both = (BitSet) own.clone();
    both.and(best.rows);
    Rule rule = columns.rule(best.steps.stream().map(Step::step).toList(), group);
    return Optional.of(
        new GroupRule(
            rule,
            (double) both.cardinality() / size,
            (double) both.cardinality() / Math.max(1, best.rows.cardinality())));
  }

  private Optional<Candidate> extended(Candidate candidate, Step step, BitSet own, int size) {
    BitSet both = (BitSet) candidate.rows.clone();
    both.and(step.rows);
    double score = f1(own, both, size);
    if (score <= candidate.score) {
      return Optional.empty();
    }
    List<Step> longer = new ArrayList<>(candidate.steps);
    longer.add(step);
    return Optional.of(new Candidate(longer, both, score));
  }

  /** The best that differ in their rows. */
  private static List<Candidate> distinct(List<Candidate> sorted) {
    Set<BitSet> seen = new HashSet<>();
    return sorted.stream()
        .filter(candidate -> seen.add(candidate.rows))
        .limit(BEAM)
        .collect(Collectors.toList());
  }

  private static double f1(BitSet own, BitSet chosen, int size) {
    BitSet both = (BitSet) own.clone();
    both.and(chosen);
    return 2.0 * both.cardinality() / (size + chosen.cardinality());
  }
}
