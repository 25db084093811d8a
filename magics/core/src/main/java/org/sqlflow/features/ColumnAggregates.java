package org.sqlflow.features;

import java.util.List;
import java.util.Map;
import org.sqlflow.math.Moments;

/**
 * What a database computed of a feature's values in all rows, in place of the rows. Rows that are
 * skipped count only in {@code gaps}.
 *
 * @param gaps how many rows have no value, by column; only columns that lack some
 * @param numbers the moments of each of its numbers before scaling; empty for texts
 * @param quantiles for each of its numbers, {@link #QUANTILES} approximate, equally spaced
 *     quantiles from the least to the greatest value; empty unless the scale needs them
 * @param categories how often each text occurs; only some of the texts if there are too many
 * @param isWhole whether all of its numbers are whole
 */
public record ColumnAggregates(
    Map<String, Long> gaps,
    List<Moments> numbers,
    List<double[]> quantiles,
    Map<String, Long> categories,
    boolean isWhole) {
  /** From the least to the greatest value in steps of 5 %. */
  public static final int QUANTILES = 21;

  /** The most categories that need to be known: one more than a feature can have. */
  public static final int CATEGORIES = IndicatorFeature.MOST_CATEGORIES + 1;

  public ColumnAggregates {
    gaps = Map.copyOf(gaps);
    numbers = List.copyOf(numbers);
    quantiles = List.copyOf(quantiles);
    categories = Map.copyOf(categories);
  }
}
