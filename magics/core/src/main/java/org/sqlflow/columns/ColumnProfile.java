package org.sqlflow.columns;

import java.util.Optional;
import org.sqlflow.data.Column;

/**
 * What the values of a column are like.
 *
 * @param column of the query
 * @param rows how many rows were seen
 * @param missing how many of them have no value: NULL, NaN or an infinity
 * @param distinct how many different values there are, up to the limit of the count
 * @param isDistinctExact whether the limit was not reached
 * @param isUnique whether no two values are the same, as far as they were counted
 * @param min of the numbers; NaN for other columns, as all numbers here
 * @param deviation standard, of the population
 * @param skew the third standardised moment, on a sample
 * @param outliers about how many values lie more than three interquartile ranges beyond the
 *     quartiles (Tukey 1977: far out)
 * @param isWhole whether all numbers of the sample are whole ones
 * @param sample a sample of the numbers, ascending; of dates and times the days since 1970
 * @param firstText the least text in the alphabet's order, for dates the earliest
 * @param lastText the greatest text
 * @param texts of a text column
 */
public record ColumnProfile(
    Column column,
    long rows,
    long missing,
    long distinct,
    boolean isDistinctExact,
    boolean isUnique,
    double min,
    double max,
    double mean,
    double deviation,
    double skew,
    long outliers,
    boolean isWhole,
    double[] sample,
    String firstText,
    String lastText,
    Optional<TextSummary> texts) {

  /** The name of the column. */
  public String name() {
    return column.name();
  }

  /** How many rows have a value. */
  public long present() {
    return rows - missing;
  }

  /** A quantile of the sampled numbers, from 0 to 1; NaN without numbers. */
  public double quantile(double share) {
    return sample.length == 0 ? Double.NaN : sample[(int) Math.round(share * (sample.length - 1))];
  }
}
