package org.sqlflow.models.clustering.rules;

import java.util.Arrays;

/**
 * The centres of groups in the columns that rules use.
 *
 * @param numbers {@code [column][centre]}: the place in a column of numbers; null for categories
 * @param shares {@code [column][centre][code]}: how much of each named category; null for numbers
 */
@SuppressWarnings("ArrayRecordComponent")
record RuleCentres(double[][] numbers, double[][][] shares) {
  /**
   * The means of each group's rows, which is where k-means has its centres. Sums are divided last,
   * so that the mean of equal values is that value.
   */
  static RuleCentres means(RuleRows rows, int[] groups, int count) {
    int columns = rows.columns().size();
    double[][] numbers = new double[columns][];
    double[][][] shares = new double[columns][][];
    int[] sizes = new int[count];
    for (int group : groups) {
      sizes[group]++;
    }
    for (int column = 0; column < columns; column++) {
      RuleRows.Values values = rows.columns().get(column);
      if (values instanceof RuleRows.Values.Numbers own) {
        double[] sums = new double[count];
        for (int row = 0; row < groups.length; row++) {
          sums[groups[row]] += own.values()[row];
        }
        Arrays.setAll(sums, group -> sums[group] / Math.max(1, sizes[group]));
        numbers[column] = sums;
      } else {
        RuleRows.Values.Categories own = (RuleRows.Values.Categories) values;
        shares[column] = new double[count][own.named()];
        for (int row = 0; row < groups.length; row++) {
          if (own.codes()[row] < own.named()) {
            shares[column][groups[row]][own.codes()[row]]++;
          }
        }
        for (int group = 0; group < count; group++) {
          double[] counts = shares[column][group];
          int size = Math.max(1, sizes[group]);
          Arrays.setAll(counts, code -> counts[code] / size);
        }
      }
    }
    return new RuleCentres(numbers, shares);
  }
}
