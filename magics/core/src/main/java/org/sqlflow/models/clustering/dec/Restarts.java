package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Findings.Start;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.judge.PlainGroups;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.GroupStability;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * The starts of a clusterModel: each has its own seed, the first {@code train.seed}, the next the
 * number above it, so that each can be repeated alone. The one whose groups agree most with
 * neighbouring rows is kept: in trials with labels, when k-means was the only start, its mean
 * accuracy was .816, that of the start with the smallest loss .788, that of the best start .827.
 */
final class Restarts {
  /**
   * Starts that agree less are called unstable. With five starts each, with as many clusters as
   * there are labels, dry bean has .88, iris .91, breast cancer .92, digits .80 and pendigits .79;
   * five blobs cut into eight clusters have .70, active power in five clusters .55, and uniform
   * noise .13. All of these started from k-means. From the manifold, whose graph is the same for
   * all starts, they agree more: uniform noise has .57 with three starts.
   */
  private static final double STABLE = 0.75;

  /** The search for neighbours, once for all starts. */
  static final String NEIGHBOURS = "neighbours of rows";

  private final TrainingSet set;
  private final TrainingContext context;
  private final PlainGroups plain;
  private final int starts;
  private final List<Ended> ended = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Neighbourhoods> neighbourhoods = Optional.empty();
  private Optional<Phase> search = Optional.empty();
  private DecStart.Outcome best;
  private double bestAgreement;

  /**
   * Prepares the starts.
   *
   * @param plain groups of the rows
   */
  Restarts(TrainingSet set, TrainingContext context, PlainGroups plain) {
    this.plain = plain;
    this.set = set;
    this.context = context;
    this.starts = set.attributes().whole(ClusterAttributes.RESTARTS);
  }

  /** What is kept of a start that ended. */
  private record Ended(int number, long seed, double loss, double seconds, Clusters groups) {}

  /** Trains each start; if the user stops one, the best of those that ended is kept. */
  DecStart.Outcome run() {
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    for (int number = 1; number <= starts && !context.isEndingEarly(); number++) {
      run(number, set.with(CommonAttributes.SEED, seed + number - 1));
    }
    return best;
  }

  private void run(int number, TrainingSet with) {
    DecStart start = new DecStart(with, context(number), this::neighbourhoods, plain);
    try {
      end(number, start.run());
    } catch (CancellationException stopped) {
      boolean usable = !ended.isEmpty() || start.isUsable();
      if (!CommonAttributes.keepsOnInterrupt(set.attributes())
          || context.isEndingEarly()
          || !usable) {
        throw stopped;
      }
      context.endEarly();
      if (ended.isEmpty()) {
        end(number, start.keep(context.where()));
      } else {
        notes.add(
            Text.of(
                "Interrupted in %s: %s is kept.",
                context.where(),
                ended.size() == 1
                    ? "the start that ended"
                    : "the best of the " + ended.size() + " starts that ended"));
      }
    }
  }

  private void end(int number, DecStart.Outcome outcome) {
    ended.add(
        new Ended(number, outcome.seed(), outcome.loss(), outcome.seconds(), outcome.groups()));
    double agreement = starts == 1 ? 0 : neighbourhoods().agreement(outcome.groups().groups());
    boolean better = best == null || agreement > bestAgreement;
    best = better ? outcome : best;
    bestAgreement = better ? agreement : bestAgreement;
  }

  /** The rows' neighbourhoods, the same for all starts. */
  private Neighbourhoods neighbourhoods() {
    if (neighbourhoods.isEmpty()) {
      PhaseTimer timer = new PhaseTimer(NEIGHBOURS, 1, last(ended.size() + 1));
      timer.begin();
      neighbourhoods = Optional.of(Neighbourhoods.of(set.rows(), context));
      search = Optional.of(timer.end());
    }
    return neighbourhoods.get();
  }

  private TrainingContext last(int number) {
    return context(Math.min(number, starts));
  }

  /** The search for neighbours, if there was one. */
  List<Phase> search() {
    return search.stream().toList();
  }

  /** The context of a start. */
  TrainingContext context(int number) {
    return context.ofStart(number, starts);
  }

  /** The context of what comes after the starts. */
  TrainingContext last() {
    return context(ended.get(ended.size() - 1).number());
  }

  /** The time of the starts that were not kept, if there are any. */
  List<Phase> others() {
    double seconds =
        ended.stream()
            .filter(start -> start.seed() != best.seed())
            .mapToDouble(Ended::seconds)
            .sum();
    return ended.size() == 1 ? List.of() : List.of(new Phase("other starts", 1, seconds));
  }

  /** The starts side by side; none if there was one. */
  List<Start> table(Matrix rows) {
    if (ended.size() == 1) {
      return List.of();
    }
    List<Start> table = new ArrayList<>();
    for (Ended start : ended) {
      boolean kept = start.seed() == best.seed();
      table.add(
          new Start(
              start.number(),
              start.seed(),
              start.loss(),
              Silhouette.of(rows, start.groups().groups(), last()).orElse(Double.NaN),
              agreement(start.groups(), best.groups()),
              start.groups().sizes(),
              kept));
    }
    return table;
  }

  /** The mean adjusted Rand index of all pairs of starts; empty if there was one. */
  OptionalDouble agreement() {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < ended.size(); i++) {
      for (int j = i + 1; j < ended.size(); j++) {
        sum += agreement(ended.get(i).groups(), ended.get(j).groups());
        pairs++;
        context.checkCancelled();
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
  }

  private static double agreement(Clusters groups, Clusters others) {
    return LabelAgreement.adjustedRand(Contingency.of(groups.groups(), others.groups()))
        .orElse(Double.NaN);
  }

  /**
   * What the user should know about the starts.
   *
   * @param agreement of all of them, if there are several
   */
  List<String> notes(Optional<Double> agreement) {
    List<String> all = new ArrayList<>(notes);
    agreement.filter(mean -> mean < STABLE).ifPresent(mean -> all.add(note(mean)));
    double[] similarity = similarity();
    if (IntStream.range(0, similarity.length).anyMatch(group -> !isFound(similarity[group]))) {
      all.add(groups(similarity));
    }
    return all;
  }

  /** Which start was kept, and which groups agree, where {@link #notes} does not say it. */
  List<String> details(Optional<Double> agreement) {
    List<String> all = new ArrayList<>();
    agreement.filter(mean -> mean >= STABLE).ifPresent(mean -> all.add(note(mean)));
    double[] similarity = similarity();
    if (similarity.length > 0 && Arrays.stream(similarity).allMatch(Restarts::isFound)) {
      all.add(groups(similarity));
    }
    return all;
  }

  /**
   * For each group of the kept start, the largest Jaccard index with a group of another start,
   * averaged over the other starts; an empty array if there was one start. NaN for a group without
   * rows.
   */
  private double[] similarity() {
    int clusters = best.groups().sizes().size();
    double[] means = new double[ended.size() == 1 ? 0 : clusters];
    for (Ended start : ended) {
      if (start.seed() != best.seed()) {
        double[] own =
            GroupStability.similarity(best.groups().groups(), start.groups().groups(), clusters);
        for (int group = 0; group < means.length; group++) {
          means[group] += own[group] / (ended.size() - 1);
        }
      }
    }
    return means;
  }

  private static boolean isFound(double similarity) {
    return !(similarity < StabilityBand.STABLE.least());
  }

  /** Which groups the other starts find too. */
  private String groups(double[] similarity) {
    List<Integer> found = new ArrayList<>();
    List<Integer> lost = new ArrayList<>();
    for (int group = 0; group < similarity.length; group++) {
      (isFound(similarity[group]) ? found : lost).add(group);
    }
    double least = Arrays.stream(similarity).filter(s -> !Double.isNaN(s)).min().orElse(1);
    String how = Text.of("%.2f", least);
    String who = ended.size() == 2 ? "The other start finds " : "The other starts find ";
    return lost.isEmpty()
        ? who + "all groups again (mean Jaccard index " + how + " at least; 1: the same rows)."
        : who
            + (found.isEmpty() ? "none of the groups" : Text.withNoun("group", found))
            + " again"
            + (found.isEmpty() ? "" : ", but not " + Text.withNoun("group", lost))
            + " (mean Jaccard index down to "
            + how
            + "; 1: the same rows).";
  }

  private String note(double mean) {
    int kept =
        ended.stream().filter(s -> s.seed() == best.seed()).findFirst().orElseThrow().number();
    String message =
        Text.of(
            "Start %d of %d is kept, the one whose groups agree most with neighbouring rows. The"
                + " starts agree by %.2f (mean"
                + " adjusted Rand index of all pairs; 1: the same groups, 0: no better than"
                + " chance)",
            kept, ended.size(), mean);
    return mean >= STABLE
        ? message + "."
        : message
            + ": the groups are unstable, another seed gives different ones. Try another "
            + ClusterAttributes.CLUSTERS
            + " or fewer columns before you rely on them.";
  }
}
