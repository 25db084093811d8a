package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.text.Text;

/** Warnings about a clustering for the user: what is wrong with the groups, and what to do. */
public final class ClusterWarnings {
  private static final double COLLAPSED = 0.95;

  /**
   * A group is tiny if it has less than both this share of all rows and this share of the mean
   * group.
   */
  private static final double TINY_OF_ALL = 0.01;

  private static final double TINY_OF_MEAN = 0.1;
  private static final int FEW_ROWS = 3;

  /** A feature whose mean is more standard deviations off sets a tiny group apart. */
  private static final double FAR = 3;

  /** Below this silhouette the default number of groups is doubtful. */
  private static final double LOW = 0.25;

  private static final String LEARNING_RATE = "model.train_lr";

  private final TrainingSet set;
  private final int[] groups;
  private final List<Long> sizes;

  private ClusterWarnings(TrainingSet set, Clusters clusters) {
    this.set = set;
    this.groups = clusters.groups();
    this.sizes = clusters.sizes();
  }

  /**
   * The warnings, the most important first.
   *
   * @param set with the number of groups that was used
   * @param clusters of its rows, the largest first
   * @param silhouette on its rows; empty if there is none
   */
  public static List<String> of(
      TrainingSet set, Clusters clusters, OptionalDouble silhouette, ClusterJudgement judgement) {
    return of(set, clusters, silhouette, judgement, true);
  }

  /**
   * The same for an estimator that may not choose the number of groups.
   *
   * @param choosesNumber whether it can
   */
  public static List<String> of(
      TrainingSet set,
      Clusters clusters,
      OptionalDouble silhouette,
      ClusterJudgement judgement,
      boolean choosesNumber) {
    ClusterWarnings warnings = new ClusterWarnings(set, clusters);
    List<String> all = new ArrayList<>();
    warnings.collapsed(judgement.kMeans().sizes()).ifPresent(all::add);
    warnings.empty().ifPresent(all::add);
    warnings.tiny().ifPresent(all::add);
    boolean doubtful =
        silhouette.isPresent()
            && (silhouette.getAsDouble() < LOW
                || judgement.reference().isMeasured()
                    && !judgement.reference().isExceeded(silhouette.getAsDouble()));
    boolean isDefault =
        set.attributes().value(ClusterAttributes.CLUSTERS).isPresent()
            && !set.attributes().isGiven(ClusterAttributes.CLUSTERS);
    if (doubtful && isDefault) {
      all.add(
          Text.of(
              choosesNumber
                  ? "%1$d groups is only the default: %2$s = auto chooses the number by these rows."
                  : "%1$d groups is only the default: try other numbers (%2$s).",
              clusters.sizes().size(),
              ClusterAttributes.CLUSTERS));
    }
    return all;
  }

  /** The warning if the model puts nearly all rows into one group and k-means does not. */
  private Optional<String> collapsed(List<Long> kMeans) {
    long rows = set.rows().rows();
    boolean collapsed =
        sizes.get(0) > COLLAPSED * rows && !kMeans.isEmpty() && kMeans.get(0) <= COLLAPSED * rows;
    String scale = set.attributes().text(CommonAttributes.SCALE);
    boolean isUsual = scale.equals("auto") || scale.equals("standard");
    boolean hasLearningRate = set.attributes().value(LEARNING_RATE).isPresent();
    return collapsed
        ? Optional.of(
            Text.of(
                "The model collapsed: one group has %,d of %,d rows, where the largest of plain"
                    + " k-means has %,d. Try %s%sanother train.seed.",
                sizes.get(0),
                rows,
                kMeans.get(0),
                isUsual ? "" : "train.scale = standard, ",
                hasLearningRate ? "a lower model.train_lr, or " : isUsual ? "" : "or "))
        : Optional.empty();
  }

  private Optional<String> empty() {
    long empty = sizes.stream().filter(size -> size == 0).count();
    return empty == 0
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "%d of %d groups are empty: set a lower model.n_clusters.", empty, sizes.size()));
  }

  /** The warning about groups of a few rows: what sets them apart and what to do. */
  private Optional<String> tiny() {
    long rows = set.rows().rows();
    double most =
        Math.max(FEW_ROWS, Math.min(TINY_OF_ALL * rows, TINY_OF_MEAN * rows / sizes.size()));
    List<Integer> tiny =
        IntStream.range(0, sizes.size())
            .filter(group -> sizes.get(group) > 0 && sizes.get(group) < most)
            .boxed()
            .toList();
    if (tiny.isEmpty() || tiny.size() == sizes.size()) {
      return Optional.empty();
    }
    long held = tiny.stream().mapToLong(sizes::get).sum();
    return Optional.of(
        Text.of(
            "%s %s %s %,d of %,d rows%s.",
            tiny.size() == 1 ? "Group" : "Groups",
            Text.list(tiny),
            tiny.size() == 1 ? "holds" : "hold",
            held,
            rows,
            remedy(new HashSet<>(tiny))));
  }

  private String remedy(Set<Integer> tiny) {
    int furthest = 0;
    double most = 0;
    for (int feature = 0; feature < set.rows().columns(); feature++) {
      double distance = distance(feature, tiny);
      if (Math.abs(distance) > Math.abs(most)) {
        most = distance;
        furthest = feature;
      }
    }
    String name = set.featureNames().get(furthest);
    if (Math.abs(most) < FAR) {
      return ": if they are errors or single cases, leave them out of the query, or set a lower "
          + ClusterAttributes.CLUSTERS;
    }
    String where = ", far away from the others in " + name;
    if (ClusterAttributes.distinct(column(furthest), 3) <= 2) {
      return where
          + ", where they have a rare value: leave "
          + name
          + " out of COLUMN if it is not what you group by";
    }
    boolean mayBeAmount = most > 0 && name.matches("[A-Za-z_]\\w*");
    return where
        + ": leave them out of the query if they are errors or single cases"
        + (mayBeAmount ? "; if it is an amount, LOG(" + name + ") brings them nearer" : "");
  }

  /** How far the rows of some groups lie from the mean of all, in standard deviations. */
  private double distance(int feature, Set<Integer> some) {
    Matrix rows = set.rows();
    double mean = 0;
    double squares = 0;
    double own = 0;
    long count = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double value = rows.at(row, feature);
      double step = value - mean;
      mean += step / (row + 1);
      squares += step * (value - mean);
      if (some.contains(groups[row])) {
        own += value;
        count++;
      }
    }
    double deviation = Math.sqrt(squares / rows.rows());
    return deviation == 0 ? 0 : (own / count - mean) / deviation;
  }

  private Matrix column(int feature) {
    Matrix rows = set.rows();
    float[] values = new float[rows.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.at(row, feature);
    }
    return new Matrix(values.length, 1, values);
  }
}
