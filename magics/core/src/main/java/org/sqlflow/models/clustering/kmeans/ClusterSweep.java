package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.Findings.Candidate;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Chooses the number of groups where the user leaves a choice: k-means on the scaled features
 * clusters the rows by each candidate, and the one with the largest mean silhouette is chosen
 * (Rousseeuw 1987), of equal ones the smallest.
 *
 * <p>Its rules were set on nine tables: iris (2 groups are chosen, silhouette .58), breast cancer
 * (2, .34), wholesale customers (2, .61), active power (2, .44), digits (9, .19), pendigits (9,
 * .30), dry bean (3, .41), credit card customers (3, .24) and online shoppers (2, .31).
 */
public final class ClusterSweep {
  /**
   * Starts of each k-means: 10 choose as 20 do on all nine tables; with 5 pendigits gets 7 groups,
   * as the better clustering into 9 is missed.
   */
  private static final int STARTS = 10;

  /**
   * Above this number of rows a random sample represents all. A sample of 5,000, enough for one
   * silhouette, let credit card customers go from 3 to 9 groups and online shoppers from 2 to 3.
   */
  private static final int SAMPLE = 20_000;

  /** A sample has at least this number of rows for each group. */
  private static final int ROWS_OF_A_GROUP = 50;

  /**
   * Candidates with a larger share of the rows in one cluster are skipped: a few outliers have a
   * silhouette near 1, and say nothing about the other rows. The most unequal clusters that were
   * chosen on the nine tables have .92 (wholesale customers).
   */
  private static final double COLLAPSED = 0.95;

  private static final long SAMPLE_SEED = 0;

  private final TrainingSet set;
  private final TrainingContext context;

  private ClusterSweep(TrainingSet set, TrainingContext context) {
    this.set = set;
    this.context = context;
  }

  /**
   * The number of groups.
   *
   * @param set with the number as an attribute
   * @param tried each candidate; empty if the number was given
   * @param phase how long it took; none if the number was given
   * @param notes how it was chosen
   */
  public record Outcome(
      TrainingSet set, List<Candidate> tried, Optional<Phase> phase, List<String> notes) {}

  /**
   * Chooses the number of groups.
   *
   * @throws org.sqlflow.models.ModelException if there are too few different rows
   */
  public static Outcome choose(TrainingSet set, TrainingContext context) {
    return new ClusterSweep(set, context).choose();
  }

  private Outcome choose() {
    Object wanted = set.attributes().value(ClusterAttributes.CLUSTERS).orElseThrow();
    if (wanted instanceof Long number) {
      ClusterAttributes.checkClusters(set, number.intValue());
      return new Outcome(set, List.of(), Optional.empty(), List.of());
    }
    List<Integer> candidates =
        wanted instanceof List<?> list
            ? list.stream().map(number -> ((Long) number).intValue()).toList()
            : suitable(set.rows());
    ClusterAttributes.checkClusters(set, candidates.get(candidates.size() - 1));
    return sweep(candidates);
  }

  /**
   * From 2 to {@value ClusterAttributes#MOST_TRIED} groups, and to the root of half the rows where
   * that is less.
   */
  private static List<Integer> suitable(Matrix rows) {
    int bySize = (int) Math.sqrt(rows.rows() / 2.0);
    int most =
        Math.max(
            2,
            Math.min(
                ClusterAttributes.MOST_TRIED,
                Math.min(bySize, ClusterAttributes.distinct(rows, ClusterAttributes.MOST_TRIED))));
    return LongStream.rangeClosed(2, most).mapToObj(number -> (int) number).toList();
  }

  private Outcome sweep(List<Integer> candidates) {
    PhaseTimer timer = new PhaseTimer("trying numbers of groups", "", candidates.size(), context);
    int most = candidates.get(candidates.size() - 1);
    Matrix sample = sample(set.rows(), most);
    List<Candidate> tried = new ArrayList<>();
    for (int candidate : candidates) {
      timer.beginStep();
      tried.add(tried(sample, candidate));
      timer.batch(sample.rows(), Double.NaN);
    }
    Candidate best = best(tried);
    List<Candidate> marked =
        tried.stream()
            .map(
                c ->
                    new Candidate(
                        c.clusters(),
                        c.silhouette(),
                        c.inertia(),
                        c.largestShare(),
                        c.equals(best)))
            .toList();
    return new Outcome(
        set.with(ClusterAttributes.CLUSTERS, (long) best.clusters()),
        marked,
        Optional.of(timer.end()),
        List.of(note(tried, best, sample)));
  }

  private static Matrix sample(Matrix rows, int most) {
    int enough = Math.max(SAMPLE, Math.multiplyExact(ROWS_OF_A_GROUP, most));
    return rows.rows() <= enough
        ? rows
        : RowSample.take(rows, RowSample.of(rows.rows(), enough, SAMPLE_SEED));
  }

  private Candidate tried(Matrix sample, int clusters) {
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    KMeans.Clustering found = KMeans.fit(sample, clusters, STARTS, seed, context);
    long[] sizes = new long[clusters];
    Arrays.stream(found.groups()).forEach(group -> sizes[group]++);
    return new Candidate(
        clusters,
        Silhouette.of(sample, found.groups(), context).orElse(Double.NaN),
        found.inertia(),
        (double) Arrays.stream(sizes).max().orElse(0) / sample.rows(),
        false);
  }

  private static Candidate best(List<Candidate> tried) {
    List<Candidate> sound =
        tried.stream().filter(candidate -> candidate.largestShare() <= COLLAPSED).toList();
    return (sound.isEmpty() ? tried : sound)
        .stream()
            .max(
                Comparator.comparingDouble(ClusterSweep::silhouette)
                    .thenComparing(Candidate::clusters, Comparator.reverseOrder()))
            .orElseThrow();
  }

  /** A candidate without a silhouette is worse than all others. */
  private static double silhouette(Candidate candidate) {
    return Double.isNaN(candidate.silhouette()) ? -2 : candidate.silhouette();
  }

  private String note(List<Candidate> tried, Candidate best, Matrix sample) {
    long skipped =
        tried.stream()
            .filter(c -> c.largestShare() > COLLAPSED && c.silhouette() > best.silhouette())
            .count();
    return Text.of(
        "%s = %d was chosen among %d numbers by the silhouette of k-means%s.%s",
        ClusterAttributes.CLUSTERS,
        best.clusters(),
        tried.size(),
        sample.rows() < set.rows().rows()
            ? Text.of(" on a random sample of %,d rows", sample.rows())
            : " on the scaled features",
        skipped == 0
            ? ""
            : " Numbers with a larger silhouette that put over 95 % of the rows into one group"
                + " were skipped.");
  }
}
