package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.TrainingSummary.Start;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.RestartListener;
import org.sqlflow.models.training.TrainingMonitor;
import org.sqlflow.text.Text;

/**
 * The starts of a clusterModel: each with a seed of its own, the first with {@code train.seed}, the
 * next with the number above it, so that each can be had again alone. The one with the smallest
 * loss is kept.
 */
public final class Restarts {
  /**
   * Starts that agree by less are called unstable. By five starts each, with as many groups as
   * there are labels, dry bean has .88, iris .91, breast cancer .92, digits .80 and pendigits .79;
   * five heaps cut into eight groups have .70, active power in five groups .55, and uniform noise
   * .13.
   */
  private static final double STABLE = 0.75;

  private final TrainingData data;
  private final TrainingMonitor watch;
  private final int starts;
  private final List<Ended> ended = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private DecStart.Outcome best;

  public Restarts(TrainingData data, TrainingMonitor watch) {
    this.data = data;
    this.watch = watch;
    this.starts = data.attributes().whole(DecAttributes.RESTARTS);
  }

  /** What is left of a start that ended. */
  private record Ended(int number, long seed, double loss, double seconds, Clusters groups) {}

  /** Trains each start; if the user stops one, the best of those that ended is kept. */
  DecStart.Outcome run() {
    long seed = data.attributes().wholeLong(CommonAttributes.SEED);
    for (int number = 1; number <= starts && !watch.isEndingEarly(); number++) {
      run(number, data.with(CommonAttributes.SEED, seed + number - 1));
    }
    return best;
  }

  private void run(int number, TrainingData with) {
    DecStart start = new DecStart(with, listener(number));
    try {
      end(number, start.run());
    } catch (CancellationException stopped) {
      boolean usable = !ended.isEmpty() || start.isUsable();
      if (!isKept(data) || watch.isEndingEarly() || !usable) {
        throw stopped;
      }
      watch.endsEarly();
      if (ended.isEmpty()) {
        end(number, start.keep(watch.where()));
      } else {
        notes.add(
            Text.of(
                "Interrupted in %s: %s is kept.",
                watch.where(),
                ended.size() == 1
                    ? "the start that ended"
                    : "the best of the " + ended.size() + " starts that ended"));
      }
    }
  }

  /** Whether an interrupted training keeps its best state. */
  public static boolean isKept(TrainingData data) {
    return data.attributes().text(CommonAttributes.ON_INTERRUPT).equals(CommonAttributes.KEEP);
  }

  private void end(int number, DecStart.Outcome outcome) {
    ended.add(
        new Ended(number, outcome.seed(), outcome.loss(), outcome.seconds(), outcome.groups()));
    boolean better = best == null || outcome.loss() < best.loss();
    best = better ? outcome : best;
  }

  /** A listener for what belongs to a start. */
  TrainingListener listener(int number) {
    return starts == 1 ? watch : new RestartListener(watch, number, starts);
  }

  /** A listener for what comes after the starts. */
  TrainingListener last() {
    return listener(ended.get(ended.size() - 1).number());
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
        watch.checkCancelled();
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
  }

  private static double agreement(Clusters groups, Clusters others) {
    return LabelAgreement.adjustedRand(Contingency.of(groups.groups(), others.groups()))
        .orElse(Double.NaN);
  }

  /**
   * What the user should know of the starts.
   *
   * @param agreement of all of them, if there are several
   */
  List<String> notes(Optional<Double> agreement) {
    List<String> all = new ArrayList<>(notes);
    agreement.ifPresent(mean -> all.add(note(mean)));
    return all;
  }

  private String note(double mean) {
    int kept =
        ended.stream().filter(s -> s.seed() == best.seed()).findFirst().orElseThrow().number();
    String told =
        Text.of(
            "Start %d of %d is kept, the one with the smallest loss. The starts agree by %.2f (mean"
                + " adjusted Rand index of all pairs; 1: the same groups, 0: as by chance)",
            kept, ended.size(), mean);
    return mean >= STABLE
        ? told + "."
        : told
            + ": the groups are unstable, another seed gives others. Try another "
            + DecAttributes.CLUSTERS
            + " or fewer columns before relying on them.";
  }
}
