package org.sqlflow.models.clustering.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterComparison;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.clustering.centres.PlainKMeans;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.clusters.ClusterJudgement.Gaps;
import org.sqlflow.models.metrics.CalinskiHarabasz;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.DaviesBouldin;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.models.metrics.NeighbourAgreement;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.text.Text;

/**
 * Scores clusters against those of plain k-means: how well separated they are on the scaled
 * columns, and how well they agree with labels. Rows in no group do not count for the separation.
 * For the agreement every row with a label counts, and those in no group are one more group, as
 * when scikit-learn's scores are given HDBSCAN's -1: a method gains nothing by leaving out the hard
 * rows.
 */
public final class ClusterEvaluation {
  private final Matrix rows;
  private final int[] groups;
  private final int clusters;
  private final CancellationCheck cancellation;
  private final List<Score> scores = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterEvaluation(
      Matrix rows, int[] groups, int clusters, CancellationCheck cancellation) {
    this.rows = rows;
    this.groups = groups;
    this.clusters = clusters;
    this.cancellation = cancellation;
  }

  /**
   * Scores groups.
   *
   * @param rows {@code rows x features}, scaled as the model sees them, all finite
   * @param groups the predicted group of each row, from 0; negative for a row in none
   * @param clusters how many groups the model has; k-means makes as many
   * @param labels a code from 0 for each row, negative where it has no label
   * @param seed of k-means; with the seed of its training a kmeans model is compared with itself
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static ClusterScores of(
      Matrix rows,
      int[] groups,
      int clusters,
      Optional<int[]> labels,
      long seed,
      CancellationCheck cancellation) {
    int[] grouped = IntStream.range(0, groups.length).filter(row -> groups[row] >= 0).toArray();
    boolean isWhole = grouped.length == groups.length;
    ClusterEvaluation evaluation =
        new ClusterEvaluation(
            isWhole ? rows : RowSample.take(rows, grouped),
            isWhole ? groups : Arrays.stream(grouped).map(row -> groups[row]).toArray(),
            clusters,
            cancellation);
    if (!isWhole) {
      evaluation.notes.add(
          Text.of(
              labels.isPresent()
                  ? "%,d of %,d rows are in no group. ARI, NMI and accuracy count them as one more"
                      + " group; the other scores leave them out."
                  : "%,d of %,d rows are in no group; the scores are those of the others.",
              groups.length - grouped.length,
              groups.length));
    }
    int[] kMeans = evaluation.kMeans(seed);
    Supplier<Gaps> gaps =
        () ->
            NeighbourGaps.of(rows, groups, ClusterJudge.spread(kMeans, groups), seed, cancellation);
    ClusterJudgement judgement = evaluation.separation(kMeans, seed, gaps, isWhole);
    if (labels.isPresent()) {
      int[] all = isWhole ? kMeans : PlainKMeans.groups(rows, clusters, seed, cancellation);
      evaluation.agreement(groups, labels.get(), all);
    }
    return evaluation.scores(kMeans, judgement, (long) groups.length - grouped.length);
  }

  private ClusterScores scores(int[] kMeans, ClusterJudgement judgement, long ungrouped) {
    List<Long> sizes = sizes(groups);
    sizeNotes(sizes);
    List<Long> kMeansSizes = new ArrayList<>(sizes(kMeans));
    kMeansSizes.sort((a, b) -> Long.compare(b, a));
    return new ClusterScores(
        List.copyOf(scores),
        sizes,
        ungrouped,
        List.copyOf(kMeansSizes),
        judgement,
        List.copyOf(notes));
  }

  private int[] kMeans(long seed) {
    if (rows.rows() == 0) {
      return new int[0];
    }
    if (rows.rows() > PlainKMeans.SAMPLE) {
      notes.add(
          Text.of(
              "Plain k-means found its centres on a random sample of %,d of the %,d rows; then"
                  + " every row was assigned to the nearest.",
              PlainKMeans.SAMPLE, rows.rows()));
    }
    return PlainKMeans.groups(rows, clusters, seed, cancellation);
  }

  private ClusterJudgement separation(
      int[] kMeans, long seed, Supplier<Gaps> gaps, boolean isWhole) {
    ClusterComparison compared =
        ClusterComparison.of(
            rows,
            groups,
            ClusterComparison.Plain.of(rows, kMeans, cancellation),
            clusters,
            cancellation);
    scores.add(
        new Score(
            MetricNames.SILHOUETTE,
            compared.silhouette(),
            compared.kMeansSilhouette(),
            true,
            Comparison.LEAST_SILHOUETTE,
            "-1 to 1; 1: well separated, 0: overlapping, below 0: rows are closer to another"
                + " group"));
    if (rows.rows() > Silhouette.SAMPLE) {
      notes.add(
          Text.of(
              "The silhouette is that of a random sample of %,d of the %,d rows, the neighbour"
                  + " agreement that of %,d.",
              Silhouette.SAMPLE, rows.rows(), NeighbourAgreement.SAMPLE));
    }
    scores.add(
        new Score(
            MetricNames.NEIGHBOURS,
            compared.neighbours(),
            compared.kMeansNeighbours(),
            true,
            Comparison.LEAST_NEIGHBOURS,
            "0: nearest rows share a group as often as by chance; higher is better, below 1"));
    scores.add(
        new Score(
            "Davies-Bouldin",
            DaviesBouldin.of(rows, groups),
            DaviesBouldin.of(rows, kMeans),
            false,
            "from 0, lower is better; spread within groups relative to the distance of their"
                + " centres"));
    cancellation.checkCancelled();
    scores.add(
        new Score(
            "Calinski-Harabasz",
            CalinskiHarabasz.of(rows, groups),
            CalinskiHarabasz.of(rows, kMeans),
            true,
            "from 0, higher is better; variance between groups relative to variance within them"));
    cancellation.checkCancelled();
    return ClusterJudge.judgement(
        compared.silhouette(),
        compared.beside(),
        isWhole ? () -> WithoutGroups.of(rows, clusters, seed, cancellation) : Optional::empty,
        gaps);
  }

  /**
   * The agreement over all rows: {@link Contingency} takes the negative number of rows in no group
   * as any other.
   */
  private void agreement(int[] all, int[] codes, int[] kMeans) {
    Contingency own = Contingency.of(all, codes);
    Contingency plain = Contingency.of(kMeans, codes);
    scores.add(
        new Score(
            "ARI",
            LabelAgreement.adjustedRand(own),
            LabelAgreement.adjustedRand(plain),
            true,
            "1: the groups are the labels, 0: no better than chance (adjusted Rand index)"));
    scores.add(
        new Score(
            "NMI",
            LabelAgreement.normalizedMutualInformation(own),
            LabelAgreement.normalizedMutualInformation(plain),
            true,
            "1: the groups are the labels, 0: unrelated (normalized mutual information)"));
    scores.add(
        new Score(
            "accuracy",
            LabelAgreement.accuracy(own, cancellation),
            LabelAgreement.accuracy(plain, cancellation),
            true,
            "share of rows with the label of their group, after the best one-to-one matching"));
    labelNotes(own, all.length);
  }

  private void labelNotes(Contingency table, long all) {
    long without = all - table.rows();
    if (without > 0) {
      notes.add(
          Text.of(
              "%,d of %,d rows have no label; ARI, NMI and accuracy ignore them.", without, all));
    }
    if (LabelAgreement.isTooLarge(table)) {
      notes.add(
          Text.of(
              "The label has %,d different values, too many to match with groups: there is no"
                  + " accuracy.",
              table.labelSizes().length));
    }
  }

  private void sizeNotes(List<Long> sizes) {
    long filled = sizes.stream().filter(size -> size > 0).count();
    if (filled == 1) {
      notes.add("All rows are in one group: there is nothing to compare.");
    } else if (filled < sizes.size() && filled > 0) {
      notes.add(
          Text.of(
              "%d of the %d groups have none of these rows.", sizes.size() - filled, sizes.size()));
    }
  }

  private List<Long> sizes(int[] of) {
    long[] sizes = new long[clusters];
    for (int group : of) {
      sizes[group]++;
    }
    return Arrays.stream(sizes).boxed().toList();
  }
}
