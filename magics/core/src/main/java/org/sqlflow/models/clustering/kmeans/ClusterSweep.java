package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.Findings.Candidate;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.centres.NearestCentres;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.metrics.GroupStability;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Chooses the number of groups where the user leaves a choice: k-means on the scaled features
 * clusters the rows by each candidate, the rows are resampled and clustered again, and the largest
 * number is chosen whose weakest group is as stable as that of any other number: real groups are
 * found again, and pieces of them are not. Numbers that make a group of one or two rows are passed
 * over. If all do, such rows are far away from all others: they are left out, and the numbers are
 * tried again.
 *
 * <p>On 16 tables with known groups, standardised, it is right for 6 and at most one off for 9,
 * among them those with 31 and 15 groups. The largest silhouette (the smallest number among equals)
 * was right for 6 and at most one off for 8, but had 2 for tables of 10 and 26 groups. Scaled by
 * their ranges iris has 3 groups (by the silhouette 2), breast cancer 2 (2), and digits 9 (10).
 * Tried too: the mean of the groups in place of the weakest (6 and 9), the largest number whose
 * groups are all stable (4 and 10).
 */
public final class ClusterSweep {
  /** Starts of each k-means: with 5 the better clustering of pendigits into 9 groups is missed. */
  private static final int STARTS = 10;

  /**
   * Above this number of rows a random sample represents all. A sample of 5,000, enough for one
   * silhouette, let credit card customers go from 3 to 9 groups and online shoppers from 2 to 3.
   */
  private static final int SAMPLE = 20_000;

  /** A sample has at least this number of rows for each group. */
  private static final int ROWS_OF_A_GROUP = 50;

  /** A larger lead of the silhouette that is due to few rows is noise. */
  private static final double NEARLY = 0.02;

  /** More groups had too few rows each to be found again in all tables of the benchmark. */
  private static final int MOST_TRIED = 40;

  /**
   * Above this number only those are resampled that separate better than the numbers next to them.
   */
  private static final int ALL_RESAMPLED = 10;

  /** How many rows are resampled; of more, a sample. */
  private static final int DRAWN = 2000;

  private static final int DRAWS = 8;
  private static final int STARTS_OF_A_DRAW = 4;

  /** Smaller differences of stability are noise. */
  private static final double AS_STABLE = 0.05;

  /**
   * A number with less than this part of the largest silhouette cuts groups, even if it is stable:
   * the halves of a square are found again, too. Iris has .8 of it with 3 groups.
   */
  private static final double SEPARATED = 0.7;

  /** Fewer rows are not resampled: the largest silhouette decides. */
  private static final int LEAST_ROWS = 20;

  /** A group with fewer rows is noise. */
  private static final int FEW_ROWS = 3;

  /** The part of the rows that may be left out since they are far away from all others. */
  private static final double MOST_LEFT_OUT = 0.01;

  private static final long SAMPLE_SEED = 0;

  /** The name of the phase. */
  public static final String PHASE = "trying numbers of groups";

  private final TrainingSet set;
  private final TrainingContext context;

  private ClusterSweep(TrainingSet set, TrainingContext context) {
    this.set = set;
    this.context = context;
  }

  /**
   * The number of groups.
   *
   * @param set with the number as an attribute, and without the rows that were left out
   * @param tried each candidate; empty if the number was given
   * @param phase how long it took; none if the number was given
   * @param notes how it was chosen
   */
  public record Outcome(
      TrainingSet set, List<Candidate> tried, Optional<Phase> phase, List<String> notes) {}

  /** How many numbers will be tried; 0 if the number is given. */
  public static int candidates(TrainingSet set) {
    Object wanted = set.attributes().value(ClusterAttributes.CLUSTERS).orElseThrow();
    return wanted instanceof Long ? 0 : candidates(set, wanted).size();
  }

  /** How long it takes, in units of the time of one start of k-means for a row. */
  static double weight(TrainingSet set) {
    double rows = set.rows().rows();
    double drawn = (double) DRAWS * STARTS_OF_A_DRAW * Math.min(rows, DRAWN);
    return candidates(set) * (STARTS * Math.min(rows, SAMPLE) + drawn);
  }

  private static List<Integer> candidates(TrainingSet set, Object wanted) {
    return wanted instanceof List<?> list
        ? list.stream().map(number -> ((Long) number).intValue()).toList()
        : suitable(set.rows());
  }

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
    List<Integer> candidates = candidates(set, wanted);
    ClusterAttributes.checkClusters(set, candidates.get(candidates.size() - 1));
    return sweep(candidates);
  }

  /** From 2 to {@value #MOST_TRIED} groups, and to the root of half the rows where that is less. */
  private static List<Integer> suitable(Matrix rows) {
    int bySize = (int) Math.sqrt(rows.rows() / 2.0);
    int most =
        Math.max(
            2,
            Math.min(MOST_TRIED, Math.min(bySize, ClusterAttributes.distinct(rows, MOST_TRIED))));
    return LongStream.rangeClosed(2, most).mapToObj(number -> (int) number).toList();
  }

  private Outcome sweep(List<Integer> candidates) {
    PhaseTimer timer = new PhaseTimer(PHASE, "", 2 * candidates.size(), context);
    Matrix all = set.rows();
    Tries tries = tries(all, candidates, timer);
    int allowed = (int) (MOST_LEFT_OUT * all.rows());
    Matrix rows = all;
    while (tries.isSpoiltByNoise()) {
      Matrix rest = withoutNoise(rows, tries.best().groups());
      if (rest.rows() == rows.rows()
          || rest.rows() < all.rows() - allowed
          || ClusterAttributes.distinct(rest, candidates.get(candidates.size() - 1))
              < candidates.get(candidates.size() - 1)) {
        break;
      }
      rows = rest;
      tries = tries(rows, candidates, timer);
    }
    tries = resampled(tries, rows, timer);
    Candidate chosen = tries.chosen();
    List<Candidate> marked =
        tries.candidates().stream().map(c -> c.equals(chosen) ? c.asChosen() : c).toList();
    TrainingSet with = set.with(ClusterAttributes.CLUSTERS, (long) chosen.clusters());
    return new Outcome(
        rows == all
            ? with
            : new TrainingSet(rows, with.featureNames(), with.attributes(), with.base()),
        marked,
        Optional.of(timer.end()),
        notes(tries, rows));
  }

  /** What was tried on some rows. */
  private record Tries(List<Try> all) {
    List<Candidate> candidates() {
      return all.stream().map(Try::candidate).toList();
    }

    /** The candidates without a group of one or two rows. */
    List<Candidate> sound() {
      return candidates().stream().filter(c -> c.smallest() >= FEW_ROWS).toList();
    }

    /** The sound ones, or all if there are none. */
    List<Candidate> usable() {
      return sound().isEmpty() ? candidates() : sound();
    }

    /** The candidates to choose from. */
    List<Candidate> eligible() {
      double least = SEPARATED * ClusterSweep.silhouette(largest());
      return usable().stream()
          .filter(c -> least <= 0 || ClusterSweep.silhouette(c) >= least)
          .toList();
    }

    Try best() {
      return all.stream()
          .max(Comparator.comparingDouble(one -> ClusterSweep.silhouette(one.candidate())))
          .orElseThrow();
    }

    /** The largest silhouette, of equal ones that of the smallest number. */
    Candidate largest() {
      return usable().stream()
          .max(
              Comparator.comparingDouble(ClusterSweep::silhouette)
                  .thenComparing(Candidate::clusters, Comparator.reverseOrder()))
          .orElseThrow();
    }

    /** Whether a few rows make a number better than all others. */
    boolean isSpoiltByNoise() {
      Candidate most = best().candidate();
      return most.smallest() < FEW_ROWS
          && (sound().isEmpty()
              || ClusterSweep.silhouette(most) > ClusterSweep.silhouette(largest()) + NEARLY);
    }

    /**
     * The largest number whose groups are as stable as those of any other; that of the largest
     * silhouette if nothing was resampled.
     */
    Candidate chosen() {
      double surest = surest();
      return eligible().stream()
          .filter(c -> c.stability() >= surest - AS_STABLE)
          .max(Comparator.comparingInt(Candidate::clusters))
          .orElseGet(this::largest);
    }

    /** The largest stability of a number; NaN if nothing was resampled. */
    double surest() {
      return eligible().stream()
          .mapToDouble(Candidate::stability)
          .filter(stability -> !Double.isNaN(stability))
          .max()
          .orElse(Double.NaN);
    }

    /** Whether a number separates at least as well as the numbers next to it. */
    boolean isPeak(Candidate one) {
      return candidates().stream()
          .filter(other -> Math.abs(other.clusters() - one.clusters()) == 1)
          .allMatch(other -> ClusterSweep.silhouette(other) <= ClusterSweep.silhouette(one));
    }
  }

  /**
   * A number and what k-means made of it.
   *
   * @param groups of all rows
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Try(Candidate candidate, int[] groups) {}

  private Tries tries(Matrix rows, List<Integer> candidates, PhaseTimer timer) {
    Matrix sample = sample(rows, candidates.get(candidates.size() - 1));
    timer.restart();
    List<Try> tries = new ArrayList<>();
    for (int candidate : candidates) {
      timer.beginStep();
      tries.add(tried(rows, sample, candidate));
      timer.batch(sample.rows(), Double.NaN);
    }
    return new Tries(tries);
  }

  /** The same with the stability of the numbers that may be chosen. */
  private Tries resampled(Tries tries, Matrix rows, PhaseTimer timer) {
    if (tries.all().size() == 1 || rows.rows() < LEAST_ROWS) {
      return tries;
    }
    Matrix some = RowSample.take(rows, RowSample.of(rows.rows(), DRAWN, SAMPLE_SEED));
    List<Candidate> eligible = tries.eligible();
    List<Try> all = new ArrayList<>();
    for (Try one : tries.all()) {
      timer.beginStep();
      Candidate candidate = one.candidate();
      boolean isWorthwhile =
          eligible.contains(candidate)
              && (candidate.clusters() <= ALL_RESAMPLED || tries.isPeak(candidate))
              && ClusterAttributes.distinct(some, candidate.clusters()) == candidate.clusters();
      all.add(
          isWorthwhile
              ? new Try(
                  candidate.resampled(stability(some, candidate.clusters()).weakest()),
                  one.groups())
              : one);
      timer.batch(some.rows(), Double.NaN);
    }
    return new Tries(all);
  }

  private GroupStability stability(Matrix rows, int clusters) {
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    return GroupStability.of(
        rows,
        KMeans.fit(rows, clusters, STARTS, seed, context).groups(),
        clusters,
        DRAWS,
        seed,
        (draw, chosen, drawn) -> again(drawn, clusters, seed + draw + 1),
        context);
  }

  private int[] again(Matrix drawn, int clusters, long seed) {
    return ClusterAttributes.distinct(drawn, clusters) < clusters
        ? new int[drawn.rows()]
        : KMeans.fit(drawn, clusters, STARTS_OF_A_DRAW, seed, context).groups();
  }

  private static Matrix sample(Matrix rows, int most) {
    int enough = Math.max(SAMPLE, Math.multiplyExact(ROWS_OF_A_GROUP, most));
    return rows.rows() <= enough
        ? rows
        : RowSample.take(rows, RowSample.of(rows.rows(), enough, SAMPLE_SEED));
  }

  private Try tried(Matrix rows, Matrix sample, int clusters) {
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    KMeans.Clustering found = KMeans.fit(sample, clusters, STARTS, seed, context);
    long[] sizes = sizes(found.groups(), clusters);
    double largest = (double) Arrays.stream(sizes).max().orElse(0) / sample.rows();
    int[] groups = found.groups();
    if (sample != rows && Arrays.stream(sizes).min().orElse(0) < FEW_ROWS) {
      groups = NearestCentres.of(rows, found.centres());
      sizes = sizes(groups, clusters);
    }
    return new Try(
        new Candidate(
            clusters,
            Silhouette.of(sample, found.groups(), context).orElse(Double.NaN),
            found.inertia(),
            largest,
            Arrays.stream(sizes).min().orElse(0),
            false),
        groups);
  }

  private static long[] sizes(int[] groups, int clusters) {
    long[] sizes = new long[clusters];
    Arrays.stream(groups).forEach(group -> sizes[group]++);
    return sizes;
  }

  /** The rows that are not in a group of one or two rows. */
  private static Matrix withoutNoise(Matrix rows, int[] groups) {
    long[] sizes = sizes(groups, 1 + Arrays.stream(groups).max().orElse(0));
    return RowSample.take(
        rows,
        IntStream.range(0, groups.length).filter(row -> sizes[groups[row]] >= FEW_ROWS).toArray());
  }

  /** A candidate without a silhouette is worse than all others. */
  private static double silhouette(Candidate candidate) {
    return Double.isNaN(candidate.silhouette()) ? -2 : candidate.silhouette();
  }

  private List<String> notes(Tries tries, Matrix rows) {
    List<String> notes = new ArrayList<>();
    Candidate chosen = tries.chosen();
    int sampled = sample(rows, last(tries).clusters()).rows();
    notes.add(
        tries.all().size() == 1
            ? Text.of(
                "%s = %d: no other number was possible with %,d rows.",
                ClusterAttributes.CLUSTERS, chosen.clusters(), rows.rows())
            : Text.of(
                "%s = %d was chosen among %d numbers by k-means%s: %s.",
                ClusterAttributes.CLUSTERS,
                chosen.clusters(),
                tries.all().size(),
                sampled < rows.rows() ? Text.of(" on a random sample of %,d rows", sampled) : "",
                reason(tries)));
    passedOver(tries).ifPresent(notes::add);
    int left = set.rows().rows() - rows.rows();
    if (left > 0) {
      notes.add(
          Text.of(
              "%,d of the %,d rows %s so far away from all others that %s with any number of"
                  + " groups: %s left out of the training. TO PREDICT puts %s into the nearest"
                  + " group.",
              left,
              set.rows().rows(),
              left == 1 ? "is" : "are",
              left == 1 ? "it is a separate group" : "they are separate groups",
              left == 1 ? "it is" : "they are",
              left == 1 ? "it" : "them"));
    }
    return notes;
  }

  private static Candidate last(Tries tries) {
    return tries.candidates().get(tries.all().size() - 1);
  }

  private static String reason(Tries tries) {
    Candidate chosen = tries.chosen();
    if (Double.isNaN(tries.surest())) {
      return Text.of("it has the largest silhouette (%.3f)", chosen.silhouette());
    }
    String band = StabilityBand.of(chosen.stability()).word();
    String stability =
        Text.of(
            "its weakest group is found again with a similarity of %.2f (%s)",
            chosen.stability(), band);
    String other =
        tries.largest().equals(chosen)
            ? Text.of(". It has the largest silhouette, too (%.3f)", chosen.silhouette())
            : "";
    return tries.surest() < StabilityBand.STABLE.least()
        ? "no number stands out, " + stability
        : "the largest whose groups are as stable as those of any other when the rows are drawn"
            + " again, "
            + stability
            + other;
  }

  /** The smallest number that was passed over for single rows, if it separates better. */
  private static Optional<String> passedOver(Tries tries) {
    return tries.candidates().stream()
        .filter(c -> c.smallest() < FEW_ROWS && !tries.sound().isEmpty())
        .filter(c -> c.silhouette() > tries.chosen().silhouette() + NEARLY)
        .findFirst()
        .map(
            single ->
                Text.of(
                    "%d groups have a larger silhouette (%.3f), but one of them has %s: set %s = %d"
                        + " if you look for single rows.",
                    single.clusters(),
                    single.silhouette(),
                    single.smallest() == 1 ? "one row" : single.smallest() + " rows",
                    ClusterAttributes.CLUSTERS,
                    single.clusters()));
  }
}
