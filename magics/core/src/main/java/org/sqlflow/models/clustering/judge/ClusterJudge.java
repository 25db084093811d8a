package org.sqlflow.models.clustering.judge;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterComparison;
import org.sqlflow.models.clustering.ClusterWarnings;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.clusters.ClusterJudgement.Gaps;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;
import org.sqlflow.models.metrics.NeighbourAgreement;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.text.Text;

/**
 * Judges the clusters of any estimator in one way: their silhouette and neighbour agreement
 * compared with those of plain k-means, and whether they are groups at all. Samples bound the time,
 * which does not grow with the rows apart from assigning them once.
 */
public final class ClusterJudge {
  /** How much of the judgement is done after plain k-means, the scores and rows without groups. */
  private static final double SHARE_OF_KMEANS = 0.2;

  private static final double SHARE_OF_SCORES = 0.4;
  private static final double SHARE_OF_REFERENCE = 0.6;

  private ClusterJudge() {}

  /**
   * What clusters are worth.
   *
   * @param metrics by their names; without those that are not defined
   */
  public record Judged(Map<String, Double> metrics, ClusterJudgement judgement) {
    /** What to say about the clusters, the most important first. */
    public List<String> warnings(TrainingSet set, Clusters clusters, boolean choosesNumber) {
      return ClusterWarnings.of(set, clusters, silhouette(), judgement, choosesNumber);
    }

    private OptionalDouble silhouette() {
      Double silhouette = metrics.get(MetricNames.SILHOUETTE);
      return silhouette == null ? OptionalDouble.empty() : OptionalDouble.of(silhouette);
    }
  }

  /**
   * Judges clusters of a training's rows. Rows in no group are left out of all scores.
   *
   * @param groups of each row; negative for a row in none
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static Judged of(TrainingSet set, int[] groups, int clusters, TrainingContext context) {
    int[] grouped = IntStream.range(0, groups.length).filter(row -> groups[row] >= 0).toArray();
    boolean isWhole = grouped.length == groups.length;
    Matrix rows = isWhole ? set.rows() : RowSample.take(set.rows(), grouped);
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    return of(set, groups, rows, PlainGroups.later(rows, clusters, seed), context);
  }

  /**
   * The same where plain groups of all rows are known, or are being made.
   *
   * @param groups of each row, none negative
   * @param plain of all rows, with the seed of the training
   */
  public static Judged of(
      TrainingSet set, int[] groups, PlainGroups plain, TrainingContext context) {
    return of(set, groups, set.rows(), plain, context);
  }

  private static Judged of(
      TrainingSet set, int[] groups, Matrix rows, PlainGroups plain, TrainingContext context) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Optional<int[]> known = plain.groups(context);
    if (known.isEmpty()) {
      return new Judged(metrics, ClusterJudgement.UNKNOWN);
    }
    int[] kMeans = known.get();
    boolean isWhole = rows.values() == set.rows().values();
    int[] own = isWhole ? groups : Arrays.stream(groups).filter(group -> group >= 0).toArray();
    context.advanced(SHARE_OF_KMEANS);
    ClusterComparison compared =
        ClusterComparison.of(rows, own, plain.scores(context), plain.clusters(), context);
    put(metrics, MetricNames.SILHOUETTE, compared.silhouette());
    put(metrics, MetricNames.KMEANS_SILHOUETTE, compared.kMeansSilhouette());
    put(metrics, MetricNames.NEIGHBOURS, compared.neighbours());
    put(metrics, MetricNames.KMEANS_NEIGHBOURS, compared.kMeansNeighbours());
    context.advanced(SHARE_OF_SCORES);
    return new Judged(
        metrics,
        judgement(
            compared.silhouette(),
            compared.beside(),
            isWhole ? () -> reference(plain, context) : Optional::empty,
            () ->
                NeighbourGaps.of(
                    set.rows(), groups, spread(kMeans, groups), plain.seed(), context)));
  }

  /**
   * Judges the clusters of plain k-means, which are compared with no others.
   *
   * @param groups of each row
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static Judged ofKMeans(
      TrainingSet set, int[] groups, int clusters, TrainingContext context) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Matrix rows = set.rows();
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    OptionalDouble silhouette = Silhouette.of(rows, groups, context);
    put(metrics, MetricNames.SILHOUETTE, silhouette);
    put(metrics, MetricNames.NEIGHBOURS, NeighbourAgreement.in(rows, context).of(groups));
    context.advanced(SHARE_OF_SCORES);
    return new Judged(
        metrics,
        judgement(
            silhouette,
            Comparison.NONE,
            () -> reference(PlainGroups.later(rows, clusters, seed), context),
            () -> NeighbourGaps.of(rows, groups, groups, seed, context)));
  }

  /**
   * The judgement, by the gaps only if the silhouette does not settle it. Where rows are in no
   * group, the silhouette does not count: that of dense regions is high in rows without groups,
   * too.
   *
   * @param own the silhouette of the clusters
   * @param beside how plain k-means compares
   * @param reference what k-means gets on rows without groups; empty if that cannot be compared
   */
  static ClusterJudgement judgement(
      OptionalDouble own,
      Comparison beside,
      Supplier<Optional<Reference>> reference,
      Supplier<Gaps> gaps) {
    Reference known = reference.get().orElse(Reference.UNKNOWN);
    double silhouette = own.orElse(-1);
    boolean isCompact =
        known.isMeasured() && known.isExceeded(silhouette) && silhouette > known.silhouette();
    return new ClusterJudgement(known, beside, isCompact ? Gaps.UNKNOWN : gaps.get());
  }

  /**
   * The groups of the rows that have one in a model, in the places of all rows; -1 for the others.
   */
  static int[] spread(int[] ofGrouped, int[] model) {
    int[] all = new int[model.length];
    int next = 0;
    for (int row = 0; row < all.length; row++) {
      all[row] = model[row] < 0 ? -1 : ofGrouped[next++];
    }
    return all;
  }

  private static Optional<Reference> reference(PlainGroups plain, TrainingContext context) {
    Optional<Reference> reference = plain.reference(context);
    context.advanced(SHARE_OF_REFERENCE);
    return reference;
  }

  private static void put(Map<String, Double> metrics, String name, OptionalDouble score) {
    score.ifPresent(value -> metrics.put(name, value));
  }

  /** The note on the rows in no group, if there are any. */
  public static Optional<String> withoutGroup(int[] groups) {
    long without = Arrays.stream(groups).filter(group -> group < 0).count();
    return without == 0
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "%,d of %,d rows (%.1f %%) are in no group.",
                without, groups.length, 100.0 * without / groups.length));
  }
}
