package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Chooses the number of groups where the user leaves a choice: k-means on the scaled features
 * clusters the rows by each candidate, and of those whose mean silhouette (Rousseeuw 1987) is
 * within {@value #NEARLY} of the largest the smallest is chosen: the noise of resampling is no
 * less. Numbers that make a group of one or two rows are passed over. If all do, such rows are far
 * away from all others: they are left out, and the numbers are tried again.
 *
 * <p>What it chooses for nine tables, from all columns but the label: iris 2 groups (silhouette
 * .58), breast cancer 2 (.35), wholesale customers 2 (.53), active power 2 (.45), digits 10 (.15),
 * pendigits 7 (.29), dry bean 2 (.40), credit card customers 3 (.24), online shoppers 2 (.31).
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

  /** Silhouettes that differ by less are as good. */
  private static final double NEARLY = 0.02;

  /** A group with fewer rows is noise. */
  private static final int FEW_ROWS = 3;

  /** The part of the rows that may be left out since they are far away from all others. */
  private static final double MOST_LEFT_OUT = 0.01;

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
   * @param set with the number as an attribute, and without the rows that were left out
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
    return sweep(candidates, wanted instanceof List<?>);
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

  private Outcome sweep(List<Integer> candidates, boolean isList) {
    PhaseTimer timer = new PhaseTimer("trying numbers of groups", "", candidates.size(), context);
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
    Candidate chosen = tries.chosen();
    List<Candidate> marked =
        tries.candidates().stream()
            .map(
                c ->
                    new Candidate(
                        c.clusters(),
                        c.silhouette(),
                        c.inertia(),
                        c.largestShare(),
                        c.smallest(),
                        c.equals(chosen)))
            .toList();
    TrainingSet with = set.with(ClusterAttributes.CLUSTERS, (long) chosen.clusters());
    return new Outcome(
        rows == all
            ? with
            : new TrainingSet(rows, with.featureNames(), with.attributes(), with.base()),
        marked,
        Optional.of(timer.end()),
        notes(tries, rows, isList));
  }

  /** What was tried on some rows. */
  private record Tries(List<Try> all) {
    List<Candidate> candidates() {
      return all.stream().map(Try::candidate).toList();
    }

    /** Those without a group of one or two rows. */
    List<Candidate> sound() {
      return candidates().stream().filter(c -> c.smallest() >= FEW_ROWS).toList();
    }

    /** Those to choose from: the sound ones, if there are any. */
    List<Candidate> eligible() {
      return sound().isEmpty() ? candidates() : sound();
    }

    Try best() {
      return all.stream()
          .max(Comparator.comparingDouble(one -> ClusterSweep.silhouette(one.candidate())))
          .orElseThrow();
    }

    /** The largest silhouette to choose from, of equal ones that of the smallest number. */
    Candidate largest() {
      return eligible().stream()
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
     * The smallest number that is nearly as good as the best; but not if the next one is better and
     * halves the sum of squared distances, since that splits off a group that is far away.
     */
    Candidate chosen() {
      List<Candidate> good = nearlyBest();
      int at = 0;
      while (at < good.size() - 1
          && good.get(at + 1).clusters() == good.get(at).clusters() + 1
          && good.get(at + 1).silhouette() > good.get(at).silhouette()
          && good.get(at + 1).inertia() < good.get(at).inertia() / 2) {
        at++;
      }
      return good.get(at);
    }

    List<Candidate> nearlyBest() {
      double least = ClusterSweep.silhouette(largest()) - NEARLY;
      return eligible().stream().filter(c -> ClusterSweep.silhouette(c) >= least).toList();
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
      groups = new int[rows.rows()];
      NearestCentres.assign(rows, found.centres(), groups, new float[groups.length]);
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

  private List<String> notes(Tries tries, Matrix rows, boolean isList) {
    List<String> notes = new ArrayList<>();
    Candidate chosen = tries.chosen();
    int sampled = sample(rows, last(tries).clusters()).rows();
    notes.add(
        tries.all().size() == 1
            ? Text.of(
                "%s = %d: no other number was possible with %,d rows.",
                ClusterAttributes.CLUSTERS, chosen.clusters(), rows.rows())
            : Text.of(
                "%s = %d was chosen among %d numbers by the silhouette of k-means%s.%s",
                ClusterAttributes.CLUSTERS,
                chosen.clusters(),
                tries.all().size(),
                sampled < rows.rows()
                    ? Text.of(" on a random sample of %,d rows", sampled)
                    : " on the scaled features",
                ties(tries)));
    edge(tries, rows, isList).ifPresent(notes::add);
    passedOver(tries).ifPresent(notes::add);
    int left = set.rows().rows() - rows.rows();
    if (left > 0) {
      notes.add(
          Text.of(
              "%,d of the %,d rows %s so far away from all others that any number of groups gives"
                  + " %s own: %s left out of the training. TO PREDICT puts %s into the nearest"
                  + " group.",
              left,
              set.rows().rows(),
              left == 1 ? "lies" : "lie",
              left == 1 ? "it a group of its" : "them groups of their",
              left == 1 ? "it is" : "they are",
              left == 1 ? "it" : "them"));
    }
    return notes;
  }

  private static Candidate last(Tries tries) {
    return tries.candidates().get(tries.all().size() - 1);
  }

  /** The numbers that are nearly as good. */
  private static String ties(Tries tries) {
    List<Candidate> others = tries.nearlyBest();
    return others.size() == 1
        ? ""
        : Text.of(" Nearly as good (silhouette %.3f): ", tries.chosen().silhouette())
            + others.stream()
                .filter(c -> c.clusters() != tries.chosen().clusters())
                .map(c -> Text.of("%d (%.3f)", c.clusters(), c.silhouette()))
                .collect(Collectors.joining(", "))
            + ".";
  }

  /** If the largest number that was tried is the best. */
  private static Optional<String> edge(Tries tries, Matrix rows, boolean isList) {
    Candidate last = last(tries);
    boolean rises =
        !isList
            && tries.all().size() > 1
            && tries.largest().equals(last)
            && ClusterAttributes.distinct(rows, last.clusters() + 1) > last.clusters();
    return rises
        ? Optional.of(
            Text.of(
                "The silhouette still rises at %d, the largest number tried: there is no natural"
                    + " number of groups here.",
                last.clusters()))
        : Optional.empty();
  }

  /** The best number that was passed over, if its silhouette is larger. */
  private static Optional<String> passedOver(Tries tries) {
    Candidate best = tries.best().candidate();
    return best.smallest() < FEW_ROWS
            && best.silhouette() > tries.largest().silhouette()
            && !tries.sound().isEmpty()
        ? Optional.of(
            Text.of(
                "%d groups have a larger silhouette (%.3f), but one of them has %s: set %s = %d if"
                    + " you look for single rows.",
                best.clusters(),
                best.silhouette(),
                best.smallest() == 1 ? "one row" : best.smallest() + " rows",
                ClusterAttributes.CLUSTERS,
                best.clusters()))
        : Optional.empty();
  }
}
