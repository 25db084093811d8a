package org.sqlflow.models.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.RowSample;

/**
 * How the rows of a training were distributed, so that later rows can be compared with them; stored
 * with the model as JSON. Immutable.
 *
 * @param rows that were trained on; 0 if nothing is known
 * @param features for each feature the shares of its bins, in the encoding's order; empty for very
 *     wide models
 * @param missing share of the rows without a value, by column; only columns that lack some
 * @param groups rows of each group; empty for a model without groups
 * @param ungrouped rows in no group
 * @param distances of the rows to the mean of their group: their quantiles from 0 to 1 in steps of
 *     1/100; empty for a model without groups
 */
public record Baseline(
    long rows,
    List<Distribution> features,
    Map<String, Double> missing,
    List<Long> groups,
    long ungrouped,
    List<Float> distances) {
  /** The baseline of a model from an earlier release: nothing is known. */
  public static final Baseline UNKNOWN =
      new Baseline(0, List.of(), Map.of(), List.of(), 0, List.of());

  /** Steps of the quantiles of the distances. */
  public static final int QUANTILES = 100;

  /** Bins of a number: its deciles. */
  private static final int BINS = 10;

  /** More numbers would only make the stored model large. */
  private static final int MOST_NUMBERS = 20_000;

  /** How many rows the bounds of the bins are computed from. */
  private static final int SAMPLE = 50_000;

  private static final long SAMPLE_SEED = 0;

  public Baseline {
    features = features == null ? List.of() : List.copyOf(features);
    missing = missing == null ? Map.of() : new TreeMap<>(missing);
    groups = groups == null ? List.of() : List.copyOf(groups);
    distances = distances == null ? List.of() : List.copyOf(distances);
  }

  /**
   * How one feature was distributed.
   *
   * @param name of the feature
   * @param bounds of its bins, ascending, as the model sees them; empty for a category
   * @param shares of the bins, together 1; a category has one more than it has values, for none
   * @param mean of the rows that have a value, as the model sees it; 0 for a category
   */
  public record Distribution(String name, List<Float> bounds, List<Double> shares, float mean) {
    public Distribution {
      bounds = bounds == null ? List.of() : List.copyOf(bounds);
      shares = shares == null ? List.of() : List.copyOf(shares);
    }
  }

  /** Whether there is anything to compare with. */
  public boolean isKnown() {
    return rows > 0;
  }

  /**
   * The baseline of the rows that a model was trained on.
   *
   * @param matrix {@code rows x features}
   * @param assigned the group of each row, negative for none; empty for a model without groups
   * @param range with the means of the groups
   * @param gaps rows without a value, by column
   * @param all rows that were read, those that were left out included
   */
  public static Baseline of(
      FeatureEncoding encoding,
      Matrix matrix,
      int[] assigned,
      TrainingRange range,
      Map<String, Long> gaps,
      long all) {
    Map<String, Double> missing = new TreeMap<>();
    gaps.forEach((column, count) -> missing.put(column, (double) count / Math.max(1, all)));
    int clusters = encoding.width() == 0 ? 0 : range.centres().size() / encoding.width();
    List<Long> groups = new ArrayList<>();
    long ungrouped = 0;
    if (assigned.length > 0) {
      long[] sizes = new long[Math.max(clusters, Arrays.stream(assigned).max().orElse(-1) + 1)];
      for (int group : assigned) {
        ungrouped += group < 0 ? 1 : 0;
        sizes[Math.max(0, group)] += group < 0 ? 0 : 1;
      }
      Arrays.stream(sizes).forEach(groups::add);
    }
    return new Baseline(
        matrix.rows(),
        features(encoding, matrix),
        missing,
        groups,
        ungrouped,
        distances(matrix, assigned, range));
  }

  private static List<Distribution> features(FeatureEncoding encoding, Matrix matrix) {
    List<FeatureCell> cells = FeatureCell.of(encoding);
    long numbers =
        cells.stream().mapToLong(cell -> cell.isCategory() ? cell.width() + 1L : 2L * BINS).sum();
    if (numbers > MOST_NUMBERS) {
      return List.of();
    }
    Distribution[] all = new Distribution[cells.size()];
    int[] chosen = RowSample.of(matrix.rows(), SAMPLE, SAMPLE_SEED);
    Parallel.run(
        (long) matrix.rows() * matrix.columns(),
        all.length,
        i -> all[i] = distribution(cells.get(i), matrix, chosen));
    return List.of(all);
  }

  private static Distribution distribution(FeatureCell cell, Matrix matrix, int[] chosen) {
    float[] bounds = cell.isCategory() ? new float[0] : deciles(cell.at(), matrix, chosen);
    long[] counts = new long[cell.bins(bounds)];
    double sum = 0;
    int values = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      counts[cell.bin(matrix, row, bounds)]++;
      float value = matrix.at(row, cell.at());
      if (!Float.isNaN(value)) {
        sum += value;
        values++;
      }
    }
    List<Float> shown = new ArrayList<>();
    for (float bound : bounds) {
      shown.add(bound);
    }
    double rows = matrix.rows();
    return new Distribution(
        cell.name(),
        shown,
        Arrays.stream(counts).mapToObj(count -> count / rows).toList(),
        cell.isCategory() ? 0 : (float) (sum / values));
  }

  /** The distinct deciles: a value that many rows have gets a separate bin. */
  private static float[] deciles(int at, Matrix matrix, int[] chosen) {
    float[] values = new float[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      values[i] = matrix.at(chosen[i], at);
    }
    Arrays.sort(values);
    float[] bounds = new float[BINS - 1];
    int count = 0;
    for (int i = 1; i < BINS; i++) {
      float value = values[(int) ((long) i * (values.length - 1) / BINS)];
      if (count == 0 || value > bounds[count - 1]) {
        bounds[count++] = value;
      }
    }
    return Arrays.copyOf(bounds, count);
  }

  private static List<Float> distances(Matrix matrix, int[] assigned, TrainingRange range) {
    if (assigned.length == 0 || range.centres().isEmpty()) {
      return List.of();
    }
    float[] centres = range.centreValues();
    float[] all = new float[assigned.length];
    int count = 0;
    for (int row = 0; row < assigned.length; row++) {
      if (assigned[row] >= 0) {
        all[count++] = (float) Math.sqrt(TrainingRange.square(matrix, row, centres, assigned[row]));
      }
    }
    if (count == 0) {
      return List.of();
    }
    float[] sorted = Arrays.copyOf(all, count);
    Arrays.sort(sorted);
    List<Float> quantiles = new ArrayList<>();
    for (int i = 0; i <= QUANTILES; i++) {
      quantiles.add(sorted[(int) ((long) i * (count - 1) / QUANTILES)]);
    }
    return quantiles;
  }

  /**
   * Checks a baseline that was read from a stored model.
   *
   * @throws IllegalArgumentException if no training makes it
   */
  public void check(FeatureEncoding encoding) {
    List<FeatureCell> cells = FeatureCell.of(encoding);
    boolean fits =
        rows >= 0
            && (features.isEmpty() || features.size() == cells.size())
            && (distances.isEmpty() || distances.size() == QUANTILES + 1);
    for (int i = 0; fits && i < features.size(); i++) {
      Distribution own = features.get(i);
      float[] bounds = new float[own.bounds().size()];
      fits =
          own.name() != null
              && own.shares().size() == cells.get(i).bins(bounds)
              && own.shares().stream().allMatch(share -> share >= 0 && share <= 1);
    }
    if (!fits) {
      throw new IllegalArgumentException("a wrong baseline");
    }
  }
}
