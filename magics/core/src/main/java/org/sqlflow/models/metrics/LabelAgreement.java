package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.sqlflow.models.CancellationCheck;

/**
 * How well groups agree with labels that the model did not see. Rows with a negative label have
 * none and are ignored. Without any labelled row there is no score.
 */
public final class LabelAgreement {
  /** The most pairs of a group and a label to match; more take too long. */
  public static final long MOST_PAIRS = 1_000_000;

  private LabelAgreement() {}

  /**
   * The adjusted Rand index (Hubert and Arabie 1985), from -0.5 to 1; 0 is no better than chance.
   * One group and one label agree: 1.
   */
  public static OptionalDouble adjustedRand(Contingency table) {
    if (table.rows() == 0) {
      return OptionalDouble.empty();
    }
    double both = sumOfSquares(table.pairCounts());
    double onlyGroup = sumOfSquares(table.groupSizes()) - both;
    double onlyLabel = sumOfSquares(table.labelSizes()) - both;
    if (onlyGroup == 0 && onlyLabel == 0) {
      return OptionalDouble.of(1);
    }
    double together = both - table.rows();
    double apart = (double) table.rows() * table.rows() - both - onlyGroup - onlyLabel;
    double lead = 2 * (together * apart - onlyGroup * onlyLabel);
    return OptionalDouble.of(
        lead
            / ((together + onlyGroup) * (onlyGroup + apart)
                + (together + onlyLabel) * (onlyLabel + apart)));
  }

  /**
   * Mutual information over the mean of both entropies, from 0 to 1. One group and one label agree:
   * 1.
   */
  public static OptionalDouble normalizedMutualInformation(Contingency table) {
    if (table.rows() == 0) {
      return OptionalDouble.empty();
    }
    double entropies =
        entropy(table.groupSizes(), (double) table.rows())
            + entropy(table.labelSizes(), (double) table.rows());
    if (entropies == 0) {
      return OptionalDouble.of(1);
    }
    double information = 0;
    for (int pair = 0; pair < table.pairCounts().length; pair++) {
      double count = table.pairCounts()[pair];
      double groupSize = table.groupSizes()[table.pairGroups()[pair]];
      double labelSize = table.labelSizes()[table.pairLabels()[pair]];
      information +=
          count / table.rows() * Math.log(count / groupSize * (table.rows() / labelSize));
    }
    return OptionalDouble.of(Math.min(1, Math.max(0, 2 * information / entropies)));
  }

  /**
   * The share of rows whose group is matched with their label, when each group is matched with one
   * label at most and each label with one group, as well as can be (Xie, Girshick and Farhadi 2016,
   * equation 10). Empty also above {@link #MOST_PAIRS}.
   */
  public static OptionalDouble accuracy(Contingency table, CancellationCheck cancellation) {
    int groups = table.groupSizes().length;
    int labels = table.labelSizes().length;
    if (table.rows() == 0 || isTooLarge(table)) {
      return OptionalDouble.empty();
    }
    long[][] counts = new long[Math.min(groups, labels)][Math.max(groups, labels)];
    for (int pair = 0; pair < table.pairCounts().length; pair++) {
      int group = table.pairGroups()[pair];
      int label = table.pairLabels()[pair];
      if (groups <= labels) {
        counts[group][label] = table.pairCounts()[pair];
      } else {
        counts[label][group] = table.pairCounts()[pair];
      }
    }
    int[] matched = BestMatching.of(counts, cancellation);
    long right = 0;
    for (int row = 0; row < matched.length; row++) {
      right += counts[row][matched[row]];
    }
    return OptionalDouble.of((double) right / table.rows());
  }

  /** Whether there are more than {@link #MOST_PAIRS} pairs. */
  public static boolean isTooLarge(Contingency table) {
    return (long) table.groupSizes().length * table.labelSizes().length > MOST_PAIRS;
  }

  private static double sumOfSquares(long[] counts) {
    return Arrays.stream(counts).map(count -> count * count).sum();
  }

  private static double entropy(long[] sizes, double rows) {
    return -Arrays.stream(sizes).mapToDouble(size -> size / rows * Math.log(size / rows)).sum();
  }
}
