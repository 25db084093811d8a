package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.Feature.Meaning;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.math.Moments;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.models.clusters.ClusterProfile.Kind;

/**
 * Collects the profile of clusters, block by block. Measures are taken as the query has them, in
 * double precision, and summed by {@link Moments}: the mean of a group is correctly rounded however
 * far the other groups lie. Values that are not finite are skipped in their feature alone. Not
 * thread-safe.
 */
public final class ClusterProfiler {
  private final List<String> names;
  private final List<Meaning> meanings;
  private final List<String> sources;
  private final long[] sizes;
  private long ungrouped;

  /** {@code [column][cluster]}; null for a share of rows. */
  private final Moments[][] moments;

  /** Rows with a 1, {@code [column][cluster]}; null for what is not a share of rows. */
  private final long[][] ones;

  /** Whether all values of a column are 0 or 1, and whether one is 1. */
  private final boolean[] isBinary;

  private final boolean[] hasOne;

  /** Whether all values of a column are whole. */
  private final boolean[] isWhole;

  /**
   * Starts a profile of what an encoding makes of rows.
   *
   * @param clusters how many clusters there are, empty ones included
   */
  public ClusterProfiler(FeatureEncoding encoding, int clusters) {
    this(encoding.featureNames(), encoding.meanings(), encoding.sources(), clusters);
  }

  /** Starts a profile of plain measures. */
  ClusterProfiler(List<String> measures, int clusters) {
    this(measures, Collections.nCopies(measures.size(), Meaning.MEASURE), measures, clusters);
  }

  private ClusterProfiler(
      List<String> names, List<Meaning> meanings, List<String> sources, int clusters) {
    this.names = names;
    this.meanings = meanings;
    this.sources = sources;
    this.sizes = new long[clusters];
    this.moments = new Moments[names.size()][];
    this.ones = new long[names.size()][];
    for (int column = 0; column < names.size(); column++) {
      if (meanings.get(column) == Meaning.SHARE) {
        ones[column] = new long[clusters];
      } else {
        moments[column] = new Moments[clusters];
        Arrays.setAll(moments[column], cluster -> new Moments());
      }
    }
    this.isBinary = new boolean[names.size()];
    this.hasOne = new boolean[names.size()];
    this.isWhole = new boolean[names.size()];
    Arrays.fill(isBinary, true);
    Arrays.fill(isWhole, true);
  }

  /**
   * Adds rows, with all of their numbers that are not measures.
   *
   * @param rows encoded
   * @param groups the group of each row, from 0; a row with a negative one is only counted
   */
  public void add(Matrix rows, int[] groups) {
    addSizes(rows.rows(), groups);
    for (int column = 0; column < names.size(); column++) {
      if (meanings.get(column) == Meaning.SHARE) {
        addOnes(rows, column, groups);
      } else if (meanings.get(column) == Meaning.ENCODED) {
        int at = column;
        double[] values = new double[rows.rows()];
        Arrays.setAll(values, row -> rows.at(row, at));
        addValues(column, values, new ByGroup(values.length, groups, sizes.length));
      }
    }
  }

  private void addOnes(Matrix rows, int column, int[] groups) {
    for (int row = 0; row < rows.rows(); row++) {
      if (groups[row] >= 0 && rows.at(row, column) != 0) {
        ones[column][groups[row]]++;
      }
    }
  }

  /**
   * Adds the measures of rows, which {@link #add(Matrix, int[])} counts.
   *
   * @param batch as it was read
   * @param from the first row
   * @param to the row after the last one; {@link FeatureEncoding#rowsAtATime} bounds the memory
   * @param groups the group of each of these rows, from 0; a row with a negative one is ignored
   */
  public void addMeasures(
      FeatureEncoding encoding, RowBatch batch, int from, int to, int[] groups) {
    ByGroup byGroup = new ByGroup(to - from, groups, sizes.length);
    encoding.measures(batch, from, to, (column, values) -> addValues(column, values, byGroup));
  }

  /**
   * Adds rows of measures.
   *
   * @param rows how many of each column to take
   * @param columns {@code columns[measure][row]}
   * @param groups as {@link #addMeasures} takes them
   */
  void add(int rows, double[][] columns, int[] groups) {
    if (columns.length != names.size()) {
      throw new IllegalArgumentException(
          columns.length + " columns for " + names.size() + " features");
    }
    addSizes(rows, groups);
    ByGroup byGroup = new ByGroup(rows, groups, sizes.length);
    for (int column = 0; column < columns.length; column++) {
      addValues(column, columns[column], byGroup);
    }
  }

  private void addSizes(int rows, int[] groups) {
    for (int row = 0; row < rows; row++) {
      if (groups[row] >= 0) {
        sizes[groups[row]]++;
      } else {
        ungrouped++;
      }
    }
  }

  /** The rows of a block, group by group. */
  private static final class ByGroup {
    private final int[] rows;

    /** Where each group starts, and where the last one ends. */
    private final int[] starts;

    ByGroup(int count, int[] groups, int clusters) {
      starts = new int[clusters + 1];
      for (int row = 0; row < count; row++) {
        if (groups[row] >= 0) {
          starts[groups[row] + 1]++;
        }
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] next = starts.clone();
      rows = new int[starts[clusters]];
      for (int row = 0; row < count; row++) {
        if (groups[row] >= 0) {
          rows[next[groups[row]]++] = row;
        }
      }
    }
  }

  private void addValues(int column, double[] values, ByGroup byGroup) {
    double[] sorted = new double[byGroup.rows.length];
    boolean binary = true;
    boolean one = false;
    boolean whole = true;
    for (int i = 0; i < sorted.length; i++) {
      double value = values[byGroup.rows[i]];
      sorted[i] = value;
      if (Double.isFinite(value)) {
        one |= value == 1;
        binary &= value == 0 || value == 1;
        whole &= value == Math.rint(value);
      }
    }
    hasOne[column] |= one;
    isBinary[column] &= binary;
    isWhole[column] &= whole;
    for (int group = 0; group < sizes.length; group++) {
      moments[column][group].add(sorted, byGroup.starts[group], byGroup.starts[group + 1]);
    }
  }

  /** The profile of all rows so far. */
  public ClusterProfile profile() {
    List<Statistics> all = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      all.add(overall(column));
    }
    List<Feature> features = all.stream().map(Statistics::feature).toList();
    long rows = Arrays.stream(sizes).sum();
    List<Group> groups = new ArrayList<>();
    for (int group = 0; group < sizes.length; group++) {
      List<GroupMean> own = means(group, all);
      double share = rows == 0 ? 0 : (double) sizes[group] / rows;
      String apart = ClusterDescription.of(sizes[group], own, features);
      groups.add(new Group(group, sizes[group], share, own, apart));
    }
    return new ClusterProfile(rows, features, List.copyOf(groups), ungrouped);
  }

  /**
   * A column over all groups.
   *
   * @param mean on the scale in which the groups were found: of the logarithms for a {@link
   *     Kind#LOG}
   */
  private record Statistics(Feature feature, double mean) {
    static Statistics of(String name, long values, double mean, double deviation, Kind kind) {
      return new Statistics(new Feature(name, values, original(mean, kind), deviation, kind), mean);
    }
  }

  private static double original(double mean, Kind kind) {
    return kind == Kind.LOG ? Math.copySign(Math.expm1(Math.abs(mean)), mean) : mean;
  }

  private Statistics overall(int column) {
    String name = names.get(column);
    if (meanings.get(column) == Meaning.SHARE) {
      long rows = Arrays.stream(sizes).sum();
      double mean = (double) Arrays.stream(ones[column]).sum() / rows;
      return Statistics.of(name, rows, mean, Math.sqrt(mean * (1 - mean)), Kind.SHARE);
    }
    Moments together = new Moments();
    Arrays.stream(moments[column]).forEach(together::merge);
    return Statistics.of(
        name, together.count(), together.mean(), together.deviation(), kind(column, together));
  }

  private Kind kind(int column, Moments all) {
    if (meanings.get(column) == Meaning.LOGARITHM) {
      return Kind.LOG;
    }
    if (all.count() > 0 && isBinary[column] && (hasOne[column] || all.max() == all.min())) {
      return Kind.SHARE;
    }
    boolean isCode =
        isWhole[column] && NumberCodes.isCode(sources.get(column), all.min(), all.max());
    return all.count() > 0 && isCode ? Kind.CODE : Kind.NUMBER;
  }

  private List<GroupMean> means(int group, List<Statistics> all) {
    List<GroupMean> own = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      Feature feature = all.get(column).feature();
      boolean isShare = meanings.get(column) == Meaning.SHARE;
      long values = isShare ? sizes[group] : moments[column][group].count();
      double mean = isShare ? (double) ones[column][group] / values : moments[column][group].mean();
      double distance = mean - all.get(column).mean();
      double deviations =
          feature.deviation() == 0 && values > 0 ? 0 : distance / feature.deviation();
      own.add(new GroupMean(names.get(column), values, original(mean, feature.kind()), deviations));
    }
    return List.copyOf(own);
  }
}
