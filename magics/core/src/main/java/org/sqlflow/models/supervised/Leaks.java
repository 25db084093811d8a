package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Target;
import org.sqlflow.text.Omission;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * Finds features that a model should mostly not see. One that predicts the label by itself is
 * mostly the label in another form, or known only after it: a feature's values are cut into ranges
 * of equal size; half of the rows say what each range means, the other half whether that is right.
 * One that numbers the rows says nothing about other rows.
 */
final class Leaks {
  private static final int MOST_ROWS = 20_000;
  private static final int LEAST_ROWS = 40;
  private static final int RANGES = 64;
  private static final int MOST_TOLD = 3;

  /** Numbers of rows are whole steps apart, up to rounding, and fill at least half of the range. */
  private static final double STEP_ERROR = 0.05;

  private static final int MOST_STEPS = 2;

  /** Share of the baseline's errors that such a feature makes at most. */
  private static final double LEAK = 0.02;

  private final LabelledRows rows;
  private final int count;

  private Leaks(LabelledRows rows) {
    this.rows = rows;
    this.count = Math.min(rows.count(), MOST_ROWS);
  }

  /**
   * A sentence for each such feature; of several that one entry of COLUMN makes, for the first.
   *
   * @param encoding what made the features, if it is known: says what to leave out of COLUMN
   * @param omission how COLUMN leaves out a column
   */
  static List<String> of(
      LabelledRows rows,
      List<String> features,
      Optional<FeatureEncoding> encoding,
      Omission omission) {
    List<String> sentences = new ArrayList<>();
    if (rows.count() < LEAST_ROWS || features.size() < 2) {
      return sentences;
    }
    List<String> entries = encoding.map(Leaks::entries).orElse(features);
    List<List<String>> columns =
        encoding.map(Leaks::columns).orElseGet(() -> features.stream().map(List::of).toList());
    Set<String> reported = new HashSet<>();
    Leaks leaks = new Leaks(rows);
    for (int feature = 0; feature < features.size() && sentences.size() < MOST_TOLD; feature++) {
      String entry = entries.get(feature);
      String name = features.get(feature);
      String plain = SqlNames.inClause(name);
      boolean isPlain = entry.equals(plain) || entry.equals(name);
      boolean isUnnamed = omission.unnamed().containsAll(columns.get(feature));
      String leaving =
          isPlain || isUnnamed
              ? omission.leaving(columns.get(feature))
              : "leave " + entry + " out of COLUMN";
      if (!reported.contains(entry) && leaks.errors(feature) <= LEAK) {
        reported.add(entry);
        sentences.add(
            Text.of(
                "%s alone predicts the label nearly without errors. If it is known only after the"
                    + " label, or is the label in another form, %s.",
                name, leaving));
      } else if (isPlain && leaks.isNumberOfRow(feature)) {
        sentences.add(
            Text.of(
                "%s numbers the rows: its values are different, with few gaps. If it is an id, what"
                    + " is learned of it does not hold for other rows: %s.",
                name, leaving));
      }
    }
    return sentences;
  }

  /** The columns that each feature reads. */
  private static List<List<String>> columns(FeatureEncoding encoding) {
    return encoding.features().stream()
        .flatMap(
            feature ->
                Collections.nCopies(
                    feature.width(),
                    feature.reads().stream().map(ColumnRead::column).distinct().toList())
                    .stream())
        .toList();
  }

  /** Whether the values are different multiples of one step that fill most of their range. */
  private boolean isNumberOfRow(int feature) {
    float[] sorted = new float[count];
    for (int row = 0; row < count; row++) {
      sorted[row] = rows.rows().at(row, feature);
    }
    Arrays.sort(sorted);
    double step = Double.POSITIVE_INFINITY;
    for (int i = 1; i < count; i++) {
      step = Math.min(step, (double) sorted[i] - sorted[i - 1]);
    }
    double range = (double) sorted[count - 1] - sorted[0];
    if (!(step > 0) || !Double.isFinite(range) || range > (double) MOST_STEPS * count * step) {
      return false;
    }
    for (int i = 1; i < count; i++) {
      double steps = ((double) sorted[i] - sorted[i - 1]) / step;
      if (Math.abs(steps - Math.rint(steps)) > STEP_ERROR * steps) {
        return false;
      }
    }
    return true;
  }

  /** The entry of COLUMN that makes each feature. */
  private static List<String> entries(FeatureEncoding encoding) {
    return encoding.features().stream()
        .flatMap(feature -> Collections.nCopies(feature.width(), feature.text()).stream())
        .toList();
  }

  /** The errors of one feature, as a share of those of the baseline; 1 where it says nothing. */
  private double errors(int feature) {
    float[] sorted = new float[(count + 1) / 2];
    for (int row = 0; row < count; row += 2) {
      sorted[row / 2] = rows.rows().at(row, feature);
    }
    Arrays.sort(sorted);
    float[] bounds = new float[RANGES - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = sorted[(int) ((long) sorted.length * (i + 1) / RANGES)];
    }
    int[] ranges = new int[count];
    for (int row = 0; row < count; row++) {
      // The number of bounds that the value is not below.
      float value = rows.rows().at(row, feature);
      int low = 0;
      int high = bounds.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (bounds[middle] <= value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      ranges[row] = low;
    }
    return rows.target() instanceof Target.Classes classes
        ? wrong(ranges, classes)
        : squares(ranges, ((Target.Numbers) rows.target()).values());
  }

  private double wrong(int[] ranges, Target.Classes target) {
    int classes = target.names().size();
    int[][] counts = new int[RANGES][classes];
    int[] all = new int[classes];
    for (int row = 0; row < count; row += 2) {
      counts[ranges[row]][target.codes()[row]]++;
      all[target.codes()[row]]++;
    }
    int usual = most(all);
    double errors = 0;
    double baseline = 0;
    for (int row = 1; row < count; row += 2) {
      errors += most(counts[ranges[row]]) == target.codes()[row] ? 0 : 1;
      baseline += usual == target.codes()[row] ? 0 : 1;
    }
    return baseline == 0 ? 1 : errors / baseline;
  }

  private static int most(int[] counts) {
    int most = 0;
    for (int code = 1; code < counts.length; code++) {
      most = counts[code] > counts[most] ? code : most;
    }
    return most;
  }

  private double squares(int[] ranges, double[] values) {
    double[] sums = new double[RANGES];
    int[] counts = new int[RANGES];
    double mean = 0;
    for (int row = 0; row < count; row += 2) {
      sums[ranges[row]] += values[row];
      counts[ranges[row]]++;
      mean += values[row] / ((count + 1) / 2);
    }
    double errors = 0;
    double baseline = 0;
    for (int row = 1; row < count; row += 2) {
      int range = ranges[row];
      double guess = counts[range] == 0 ? mean : sums[range] / counts[range];
      errors += Math.pow(values[row] - guess, 2);
      baseline += Math.pow(values[row] - mean, 2);
    }
    return baseline == 0 ? 1 : errors / baseline;
  }
}
