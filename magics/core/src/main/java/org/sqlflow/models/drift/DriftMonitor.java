package org.sqlflow.models.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;

/**
 * Compares later rows with those of a training. Used by one thread at a time.
 *
 * <p>The population stability index of few rows is never 0: without any change it is about {@code
 * (bins - 1) (1/n + 1/m)}, and divided by {@code 1/n + 1/m} it is distributed as chi-squared with
 * {@code bins - 1} degrees of freedom (Yurdakul 2018). So the expectation is subtracted, and a
 * change counts only if it is significant at 1 % over all comparisons together (Bonferroni).
 */
public final class DriftMonitor {
  /** The level of all comparisons together. */
  private static final double LEVEL = 0.01;

  /** A difference of fewer rows does not count. */
  private static final int LEAST_ROWS = 5;

  /** The percentile of the training's distances beyond which a row is far. */
  private static final int FAR = 99;

  private final Baseline baseline;
  private final List<FeatureCell> cells;
  private final List<float[]> bounds = new ArrayList<>();
  private final List<long[]> counts = new ArrayList<>();
  private final double[] sums;

  /** How many rows have a value of a feature: a model may keep missing ones. */
  private final long[] values;

  /** What happens to rows without a value. */
  private final OnNull onNull;

  private final float[] centres;
  private final long[] groups;
  private final Map<String, Long> missing = new LinkedHashMap<>();
  private long ungrouped;
  private long far;
  private long farthest;
  private long rows;
  private long read;

  /**
   * No rows yet.
   *
   * @param baseline of the model, which is known
   */
  public DriftMonitor(FeatureEncoding encoding, Baseline baseline, TrainingRange range) {
    this.baseline = baseline;
    this.cells = baseline.features().isEmpty() ? List.of() : FeatureCell.of(encoding);
    for (int i = 0; i < cells.size(); i++) {
      List<Float> own = baseline.features().get(i).bounds();
      float[] values = new float[own.size()];
      for (int j = 0; j < values.length; j++) {
        values[j] = own.get(j);
      }
      bounds.add(values);
      counts.add(new long[cells.get(i).bins(values)]);
    }
    this.onNull = encoding.onNull();
    this.sums = new double[cells.size()];
    this.values = new long[cells.size()];
    this.centres = baseline.distances().isEmpty() ? new float[0] : range.centreValues();
    this.groups = new long[baseline.groups().size()];
  }

  /**
   * Counts some rows.
   *
   * @param encoded {@code rows x features}
   * @param assigned the group of each row, negative for none; empty for a model without groups
   * @param lacking rows that have no value, by column, those included that were left out
   * @param all how many rows were read for these
   */
  public void add(Matrix encoded, int[] assigned, Map<String, Integer> lacking, int all) {
    for (int i = 0; i < cells.size(); i++) {
      FeatureCell cell = cells.get(i);
      long[] own = counts.get(i);
      for (int row = 0; row < encoded.rows(); row++) {
        own[cell.bin(encoded, row, bounds.get(i))]++;
        float value = encoded.at(row, cell.at());
        if (!Float.isNaN(value)) {
          sums[i] += value;
          values[i]++;
        }
      }
    }
    for (int row = 0; row < assigned.length; row++) {
      int group = assigned[row];
      if (group < 0 || group >= groups.length) {
        ungrouped++;
      } else {
        groups[group]++;
        addDistance(encoded, row, group);
      }
    }
    lacking.forEach((column, count) -> missing.merge(column, (long) count, Long::sum));
    rows += encoded.rows();
    read += all;
  }

  private void addDistance(Matrix encoded, int row, int group) {
    if (centres.length > 0) {
      float distance = (float) Math.sqrt(TrainingRange.square(encoded, row, centres, group));
      far += distance > baseline.distances().get(FAR) ? 1 : 0;
      farthest += distance > baseline.distances().get(Baseline.QUANTILES) ? 1 : 0;
    }
  }

  /** The drift of the rows so far; none without rows. */
  public Drift drift() {
    TreeSet<String> columns = new TreeSet<>(missing.keySet());
    columns.addAll(baseline.missing().keySet());
    double z = quantile(LEVEL / Math.max(1, 2 * cells.size() + columns.size() + 2));
    List<Drift.Feature> features = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      features.add(cells.get(i).isCategory() ? category(i, z) : number(i, z));
    }
    List<Drift.Missing> gaps = new ArrayList<>();
    for (String column : columns) {
      double then = baseline.missing().getOrDefault(column, 0.0);
      double now = share(missing.getOrDefault(column, 0L), read);
      gaps.add(new Drift.Missing(column, then, now, isReal(then, now, read, z)));
    }
    double trained = baseline.rows();
    List<Double> then = baseline.groups().stream().map(size -> size / trained).toList();
    List<Double> now = new ArrayList<>();
    for (long size : groups) {
      now.add(share(size, rows));
    }
    long grouped = rows - ungrouped;
    double beyond = centres.length == 0 ? Double.NaN : share(far, grouped);
    return new Drift(
        rows,
        read - rows,
        baseline.rows(),
        features,
        gaps,
        groups(then, now, z),
        then,
        now,
        baseline.ungrouped() / trained,
        share(ungrouped, rows),
        beyond,
        centres.length == 0 ? Double.NaN : share(farthest, grouped),
        centres.length > 0 && isReal(1 - FAR / (double) Baseline.QUANTILES, beyond, grouped, z));
  }

  private Drift.Shift groups(List<Double> then, List<Double> now, double z) {
    if (then.isEmpty()) {
      return Drift.Shift.NONE;
    }
    List<Double> before = new ArrayList<>(then);
    List<Double> after = new ArrayList<>(now);
    before.add(baseline.ungrouped() / (double) baseline.rows());
    after.add(share(ungrouped, rows));
    return shift(before, after, baseline.rows(), rows, z);
  }

  private List<Double> shares(int i) {
    List<Double> now = new ArrayList<>();
    for (long count : counts.get(i)) {
      now.add(share(count, rows));
    }
    return now;
  }

  private Drift.Feature number(int i, double z) {
    FeatureCell cell = cells.get(i);
    Baseline.Distribution own = baseline.features().get(i);
    return new Drift.Feature(
        cell.name(),
        shift(own.shares(), shares(i), baseline.rows(), rows, z),
        cell.name(),
        cell.original(own.mean()),
        values[i] == 0 ? Double.NaN : cell.original((float) (sums[i] / values[i])),
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        false);
  }

  /**
   * The drift of a category among the rows that have a value; missing values are reported by
   * column.
   */
  private Drift.Feature category(int i, double z) {
    FeatureCell cell = cells.get(i);
    int others = cell.width() - 1;
    boolean hasOthers = cell.hasOthers();
    String column = cell.columns().get(0);
    boolean counts = onNull == OnNull.MEAN || onNull == OnNull.KEEP;
    boolean isTold = counts && cell.columns().size() == 1;
    double lackedThen = isTold ? baseline.missing().getOrDefault(column, 0.0) : 0;
    double lackedNow = isTold ? share(missing.getOrDefault(column, 0L), read) : 0;
    int none = hasOthers ? others : cell.width();
    List<Double> then = without(baseline.features().get(i).shares(), none, lackedThen);
    List<Double> now = without(shares(i), none, lackedNow);
    long knownThen = Math.round(baseline.rows() * (1 - lackedThen));
    long knownNow = Math.round(rows * (1 - lackedNow));
    Drift.Shift shift = shift(then, now, knownThen, knownNow, z);
    int most = 0;
    for (int bin = 1; bin < now.size(); bin++) {
      most = change(then, now, bin) > change(then, now, most) ? bin : most;
    }
    double unseenThen = then.get(others);
    double unseenNow = now.get(others);
    return new Drift.Feature(
        cell.name(),
        shift,
        cell.category(most),
        then.get(most),
        now.get(most),
        true,
        hasOthers ? OptionalDouble.of(unseenThen) : OptionalDouble.empty(),
        hasOthers ? OptionalDouble.of(unseenNow) : OptionalDouble.empty(),
        hasOthers && unseenNow > unseenThen && isReal(unseenThen, unseenNow, knownNow, z));
  }

  /** The shares after a part of the rows is removed from a bin. */
  private static List<Double> without(List<Double> shares, int bin, double part) {
    if (part <= 0 || part >= 1) {
      return shares;
    }
    List<Double> left = new ArrayList<>(shares);
    left.set(bin, Math.max(0, left.get(bin) - part));
    left.replaceAll(share -> share / (1 - part));
    return left;
  }

  private static double change(List<Double> then, List<Double> now, int bin) {
    return Math.abs(now.get(bin) - then.get(bin));
  }

  /** The index of two distributions; bins that are empty in both do not count. */
  private static Drift.Shift shift(
      List<Double> then, List<Double> now, long trained, long later, double z) {
    int bins = 0;
    for (int i = 0; i < then.size(); i++) {
      bins += then.get(i) > 0 || now.get(i) > 0 ? 1 : 0;
    }
    if (bins < 2 || trained == 0 || later == 0) {
      return Drift.Shift.NONE;
    }
    double psi = 0;
    for (int i = 0; i < then.size(); i++) {
      if (then.get(i) > 0 || now.get(i) > 0) {
        // Half a row more in each bin: an empty one has no logarithm.
        double before = smoothed(then.get(i), trained, bins);
        double after = smoothed(now.get(i), later, bins);
        psi += (after - before) * Math.log(after / before);
      }
    }
    double scale = 1.0 / later + 1.0 / trained;
    int freedom = bins - 1;
    return new Drift.Shift(psi, freedom * scale, psi > chiSquared(freedom, z) * scale);
  }

  private static double smoothed(double share, long count, int bins) {
    return (share * count + 0.5) / (count + 0.5 * bins);
  }

  /** Whether two shares differ by more than chance, by the test of two proportions. */
  private boolean isReal(double then, double now, long count, double z) {
    long trained = baseline.rows();
    if (count == 0 || Math.abs(now - then) * count < LEAST_ROWS) {
      return false;
    }
    double pooled = (then * trained + now * count) / (trained + count);
    double deviation = Math.sqrt(pooled * (1 - pooled) * (1.0 / trained + 1.0 / count));
    return Math.abs(now - then) > z * deviation;
  }

  /**
   * The value that chi-squared exceeds with the probability that a normal number exceeds z (Wilson
   * and Hilferty 1931).
   */
  private static double chiSquared(int freedom, double z) {
    double part = 2.0 / (9 * freedom);
    return freedom * Math.pow(1 - part + z * Math.sqrt(part), 3);
  }

  /**
   * The value that a standard normal number exceeds with a small probability, by the expansion of
   * its tail; within 0.06 for probabilities below 0.01.
   */
  private static double quantile(double probability) {
    double log = -2 * Math.log(probability);
    return Math.sqrt(log - Math.log(log) - Math.log(2 * Math.PI));
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
