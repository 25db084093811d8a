package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.models.ClusterProfile;
import org.sqlflow.models.ClusterProfile.Feature;
import org.sqlflow.models.ClusterProfile.Group;
import org.sqlflow.models.ClusterProfile.GroupMean;

/**
 * Collects the profile of clusters, block by block, from the rows' original values. Means and sums
 * of squares are updated as in Welford 1962 and merged as in Chan, Golub and LeVeque 1979, so that
 * small differences of large values survive. Values that are not finite are skipped in their
 * feature alone.
 */
public final class ClusterProfiler {
  /** A 0 or 1 that was scaled in float32 and back is off by less. */
  private static final double ROUNDING = 1e-5;

  private final List<String> features;
  private final long[] sizes;
  private final long[] counts;
  private final double[] means;
  private final double[] squares;
  private final boolean[] measures;
  private final boolean[] ones;

  /**
   * Starts a profile.
   *
   * @param features a name for each column of the blocks
   * @param clusters how many clusters there are, empty ones included
   */
  public ClusterProfiler(List<String> features, int clusters) {
    this.features = List.copyOf(features);
    this.sizes = new long[clusters];
    this.counts = new long[Math.multiplyExact(clusters, features.size())];
    this.means = new double[counts.length];
    this.squares = new double[counts.length];
    this.measures = new boolean[features.size()];
    this.ones = new boolean[features.size()];
  }

  /**
   * Adds a block of rows.
   *
   * @param rows how many of each column to take
   * @param columns {@code columns[feature][row]}, in original units
   * @param groups the group of each row, from 0; a row with a negative one is ignored
   */
  public void add(int rows, double[][] columns, int[] groups) {
    if (columns.length != features.size()) {
      throw new IllegalArgumentException(
          columns.length + " columns for " + features.size() + " features");
    }
    for (int row = 0; row < rows; row++) {
      if (groups[row] >= 0) {
        sizes[groups[row]]++;
      }
    }
    for (int feature = 0; feature < columns.length; feature++) {
      add(rows, feature, columns[feature], groups);
    }
  }

  private void add(int rows, int feature, double[] values, int[] groups) {
    int width = features.size();
    for (int row = 0; row < rows; row++) {
      double value = values[row];
      if (groups[row] >= 0 && Double.isFinite(value)) {
        int at = groups[row] * width + feature;
        counts[at]++;
        double difference = value - means[at];
        means[at] += difference / counts[at];
        squares[at] += difference * (value - means[at]);
        boolean one = Math.abs(value - 1) < ROUNDING;
        ones[feature] |= one;
        measures[feature] |= !one && Math.abs(value) >= ROUNDING;
      }
    }
  }

  /** The profile of all rows so far. */
  public ClusterProfile profile() {
    List<Feature> all = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      all.add(overall(feature));
    }
    long rows = Arrays.stream(sizes).sum();
    List<Group> groups = new ArrayList<>();
    for (int group = 0; group < sizes.length; group++) {
      List<GroupMean> own = means(group, all);
      double share = rows == 0 ? 0 : (double) sizes[group] / rows;
      String apart = ClusterDescription.of(sizes[group], own, all);
      groups.add(new Group(group, sizes[group], share, own, apart));
    }
    return new ClusterProfile(rows, List.copyOf(all), List.copyOf(groups));
  }

  private Feature overall(int feature) {
    long count = 0;
    double mean = 0;
    double sumOfSquares = 0;
    for (int at = feature; at < counts.length; at += features.size()) {
      if (counts[at] > 0) {
        double difference = means[at] - mean;
        double together = (double) count + counts[at];
        sumOfSquares += squares[at] + difference * difference * count * (counts[at] / together);
        mean += difference * (counts[at] / together);
        count += counts[at];
      }
    }
    return count == 0
        ? new Feature(features.get(feature), 0, Double.NaN, Double.NaN, false)
        : new Feature(
            features.get(feature),
            count,
            mean,
            Math.sqrt(sumOfSquares / count),
            isShare(feature, sumOfSquares));
  }

  /** Values that are all near 0 are those of a category only if they do not vary at all. */
  private boolean isShare(int feature, double sumOfSquares) {
    return !measures[feature] && (ones[feature] || sumOfSquares == 0);
  }

  private List<GroupMean> means(int group, List<Feature> all) {
    List<GroupMean> own = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      int at = group * features.size() + feature;
      double mean = counts[at] == 0 ? Double.NaN : means[at];
      double distance = mean - all.get(feature).mean();
      double deviation = all.get(feature).deviation();
      double deviations = deviation == 0 && counts[at] > 0 ? 0 : distance / deviation;
      own.add(new GroupMean(features.get(feature), counts[at], mean, deviations));
    }
    return List.copyOf(own);
  }
}
