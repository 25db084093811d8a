package org.sqlflow.models.clustering.rules;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;

/**
 * Counts how often rules give rows the same group as a model. Rows in no group count as one more
 * group, the last. Used by one thread.
 */
public final class RuleFidelity {
  private final int groups;

  /** Rows {@code [rule][group of the model]}; the last rule means rows that fulfil none. */
  private final long[][] counts;

  /** Rows {@code [group of the rules][group of the model]}. */
  private final long[][] byGroup;

  private final Spread ofRules;
  private final Spread ofModel;
  private long rows;

  /** The sums from which the squared distances to means are computed. */
  private static final class Spread {
    private final long[] sizes;
    private final double[][] sums;
    private double squares;

    Spread(int groups, int width) {
      sizes = new long[groups];
      sums = new double[groups][width];
    }

    void add(Matrix matrix, int row, int group) {
      sizes[group]++;
      for (int c = 0, at = row * matrix.columns(); c < matrix.columns(); c++, at++) {
        double value = matrix.values()[at];
        sums[group][c] += value;
        squares += value * value;
      }
    }

    double cost() {
      double cost = squares;
      for (int group = 0; group < sizes.length; group++) {
        for (double sum : sums[group]) {
          cost -= sizes[group] == 0 ? 0 : sum * sum / sizes[group];
        }
      }
      return cost;
    }
  }

  /**
   * Nothing counted yet.
   *
   * @param rules how many rules there are
   * @param groups how many groups the model has
   * @param width features of a row
   */
  public RuleFidelity(int rules, int groups, int width) {
    this.groups = groups;
    this.counts = new long[rules + 1][groups + 1];
    this.byGroup = new long[groups + 1][groups + 1];
    this.ofRules = new Spread(groups + 1, width);
    this.ofModel = new Spread(groups + 1, width);
  }

  /**
   * Counts rows.
   *
   * @param matrix the rows as the model sees them
   * @param rule the place of the rule that each row fulfils; a negative one is none
   * @param found the group that the rules give; a negative one is none
   * @param own the group that the model gives; a negative one is none
   */
  public void add(Matrix matrix, int[] rule, int[] found, int[] own) {
    for (int row = 0; row < matrix.rows(); row++) {
      int ofRule = place(found[row]);
      int ofOwn = place(own[row]);
      counts[rule[row] < 0 ? counts.length - 1 : rule[row]][ofOwn]++;
      byGroup[ofRule][ofOwn]++;
      ofRules.add(matrix, row, ofRule);
      ofModel.add(matrix, row, ofOwn);
    }
    rows += matrix.rows();
  }

  private int place(int group) {
    return group < 0 ? groups : group;
  }

  /** How many rows were counted. */
  public long rows() {
    return rows;
  }

  /** How many rows have the same group. */
  public long same() {
    return IntStream.rangeClosed(0, groups).mapToLong(group -> byGroup[group][group]).sum();
  }

  /** Which part of the rows has the same group, from 0 to 1. */
  public double fidelity() {
    return (double) same() / rows;
  }

  /** How many rows fulfil a rule; see {@link #add}. */
  public long rowsOfRule(int rule) {
    return Arrays.stream(counts[rule]).sum();
  }

  /** How many rows of a rule have a group in the model; {@link #groups} or less than 0 for none. */
  public long right(int rule, int group) {
    return counts[rule][place(group)];
  }

  /** How many rows fulfil no rule. */
  public long unruled() {
    return Arrays.stream(counts[counts.length - 1]).sum();
  }

  /** How many groups the model has; this number means no group. */
  public int groups() {
    return groups;
  }

  /** How many rows have a group by the model. */
  public long rowsOfGroup(int group) {
    return IntStream.rangeClosed(0, groups).mapToLong(rule -> byGroup[rule][group]).sum();
  }

  /** Which part of the rows that the rules give a group have it by the model; empty without any. */
  public OptionalDouble precision(int group) {
    long all = Arrays.stream(byGroup[group]).sum();
    return share(byGroup[group][group], all);
  }

  /**
   * Which part of the rows that the model gives a group have it by the rules; empty without any.
   */
  public OptionalDouble recall(int group) {
    return share(byGroup[group][group], rowsOfGroup(group));
  }

  private static OptionalDouble share(long part, long all) {
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / all);
  }

  /**
   * The sum of squared distances of the rows to the mean of their group by the rules, divided by
   * the same for the groups of the model: 1 for the same groups, greater for worse ones. Empty
   * where the model has no distances within groups.
   */
  public OptionalDouble costRatio() {
    double own = ofModel.cost();
    return own > 0 ? OptionalDouble.of(ofRules.cost() / own) : OptionalDouble.empty();
  }
}
