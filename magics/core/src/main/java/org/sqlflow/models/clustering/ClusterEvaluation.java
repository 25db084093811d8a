package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.clustering.ClusterScores.Score;
import org.sqlflow.models.clustering.kmeans.KMeans;
import org.sqlflow.models.clustering.kmeans.NearestCentres;
import org.sqlflow.models.metrics.CalinskiHarabasz;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.DaviesBouldin;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.text.Text;

/**
 * Scores groups, and beside them those of plain k-means: how well they come apart on the scaled
 * columns, and how well they agree with labels.
 */
public final class ClusterEvaluation {
  private static final int STARTS = 20;

  /** Above so many rows k-means learns its centres on a sample. */
  private static final int KMEANS_SAMPLE = 50_000;

  private final Matrix rows;
  private final int[] groups;
  private final int clusters;
  private final Optional<int[]> labels;
  private final TrainingListener listener;
  private final List<Score> scores = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterEvaluation(
      Matrix rows, int[] groups, int clusters, Optional<int[]> labels, TrainingListener listener) {
    this.rows = rows;
    this.groups = groups;
    this.clusters = clusters;
    this.labels = labels;
    this.listener = listener;
  }

  /**
   * Scores groups.
   *
   * @param rows {@code rows x features}, scaled as the model sees them, all finite
   * @param groups the predicted group of each row, from 0
   * @param clusters how many groups the model knows; k-means makes as many
   * @param labels a code from 0 for each row, negative where it has no label
   * @param seed of k-means; with the seed of its training a kmeans model meets itself
   * @throws java.util.concurrent.CancellationException if the listener asked to stop
   */
  public static ClusterScores of(
      Matrix rows,
      int[] groups,
      int clusters,
      Optional<int[]> labels,
      long seed,
      TrainingListener listener) {
    ClusterEvaluation evaluation = new ClusterEvaluation(rows, groups, clusters, labels, listener);
    return evaluation.run(evaluation.kMeans(seed));
  }

  private ClusterScores run(int[] kMeans) {
    separation(kMeans);
    labels.ifPresent(codes -> agreement(codes, kMeans));
    List<Long> sizes = sizes(groups);
    sizeNotes(sizes);
    List<String> better = scores.stream().filter(Score::isKMeansBetter).map(Score::name).toList();
    if (!better.isEmpty()) {
      notes.add(
          "Plain k-means on the same scaled columns is better by "
              + better.stream().collect(Collectors.joining(", "))
              + ".");
    }
    List<Long> kMeansSizes = new ArrayList<>(sizes(kMeans));
    kMeansSizes.sort((a, b) -> Long.compare(b, a));
    return new ClusterScores(
        List.copyOf(scores), sizes, List.copyOf(kMeansSizes), List.copyOf(notes));
  }

  private int[] kMeans(long seed) {
    if (rows.rows() == 0) {
      return new int[0];
    }
    boolean sampled = rows.rows() > KMEANS_SAMPLE;
    Matrix sample = rows;
    if (sampled) {
      sample = RowSample.take(rows, RowSample.of(rows.rows(), KMEANS_SAMPLE, seed));
      notes.add(
          Text.of(
              "Plain k-means learnt its centres on a seeded sample of %,d of the %,d rows; then"
                  + " every row went to the nearest.",
              KMEANS_SAMPLE, rows.rows()));
    }
    KMeans.Clustering found = KMeans.fit(sample, clusters, STARTS, seed, listener);
    if (!sampled) {
      return found.groups();
    }
    int[] nearest = new int[rows.rows()];
    NearestCentres.assign(rows, found.centres(), nearest, new float[rows.rows()]);
    return nearest;
  }

  private void separation(int[] kMeans) {
    scores.add(
        new Score(
            MetricNames.SILHOUETTE,
            silhouette(groups),
            silhouette(kMeans),
            true,
            "-1 to 1; 1: groups far apart, 0: they touch, below: rows are nearer to another"
                + " group"));
    if (rows.rows() > Silhouette.SAMPLE) {
      notes.add(
          Text.of(
              "The silhouette is that of a seeded sample of %,d of the %,d rows.",
              Silhouette.SAMPLE, rows.rows()));
    }
    scores.add(
        new Score(
            "Davies-Bouldin",
            DaviesBouldin.of(rows, groups),
            DaviesBouldin.of(rows, kMeans),
            false,
            "from 0, lower is better; spread of the groups against the distance of their centres"));
    listener.checkCancelled();
    scores.add(
        new Score(
            "Calinski-Harabasz",
            CalinskiHarabasz.of(rows, groups),
            CalinskiHarabasz.of(rows, kMeans),
            true,
            "from 0, higher is better; variance between the groups against that within them"));
    listener.checkCancelled();
  }

  private OptionalDouble silhouette(int[] of) {
    return of.length == 0 ? OptionalDouble.empty() : Silhouette.of(rows, of, listener);
  }

  private void agreement(int[] codes, int[] kMeans) {
    Contingency own = Contingency.of(groups, codes);
    Contingency plain = Contingency.of(kMeans, codes);
    scores.add(
        new Score(
            "ARI",
            LabelAgreement.adjustedRand(own),
            LabelAgreement.adjustedRand(plain),
            true,
            "1: the groups are the labels, 0: as by chance (adjusted Rand index)"));
    scores.add(
        new Score(
            "NMI",
            LabelAgreement.normalizedMutualInformation(own),
            LabelAgreement.normalizedMutualInformation(plain),
            true,
            "1: the groups are the labels, 0: they tell nothing of them (mutual information)"));
    scores.add(
        new Score(
            "accuracy",
            LabelAgreement.accuracy(own, listener),
            LabelAgreement.accuracy(plain, listener),
            true,
            "share of rows with their group's label, each group matched with one label at most"));
    labelNotes(own);
  }

  private void labelNotes(Contingency table) {
    long without = rows.rows() - table.rows();
    if (without > 0) {
      notes.add(
          Text.of(
              "%,d of %,d rows have no label; ARI, NMI and accuracy leave them out.",
              without, rows.rows()));
    }
    if (LabelAgreement.isTooLarge(table)) {
      notes.add(
          Text.of(
              "The label has %,d different values, too many to match with groups: no accuracy.",
              table.labelSizes().length));
    }
  }

  private void sizeNotes(List<Long> sizes) {
    long filled = sizes.stream().filter(size -> size > 0).count();
    if (filled == 1) {
      notes.add("All rows are in one group: there is nothing to tell apart.");
    } else if (filled < sizes.size() && filled > 0) {
      notes.add(
          Text.of(
              "%d of the %d groups hold none of these rows.", sizes.size() - filled, sizes.size()));
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
