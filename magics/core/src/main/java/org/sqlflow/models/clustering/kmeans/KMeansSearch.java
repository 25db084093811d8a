package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.StepWords;
import org.sqlflow.text.Text;

/**
 * K-means as a part of a training: it reports its progress, remembers the curve of each start, and
 * keeps its best centres where the user interrupts it and wants that. Used once, by one thread.
 */
public final class KMeansSearch {
  /** The name of the phase. */
  public static final String PHASE = "k-means";

  private final TrainingSet set;
  private final TrainingContext context;
  private final Checkpoint best;
  private final List<KMeans.Iteration> iterations = new ArrayList<>();

  /** A search of a training. */
  public KMeansSearch(TrainingSet set, TrainingContext context) {
    this.set = set;
    this.context = context;
    this.best = Checkpoint.smallestLoss(CommonAttributes.keepsOnInterrupt(set.attributes()));
  }

  /**
   * What k-means finds, or had found when the user interrupted it.
   *
   * @param phases gets this one
   * @param notes gets a sentence if the user interrupts
   * @throws CancellationException if the user interrupts and nothing is to be kept
   */
  public KMeans.Clustering run(
      Matrix rows, KMeans.Settings settings, List<Phase> phases, List<String> notes) {
    return run(rows, Distance.EUCLIDEAN, settings, phases, notes);
  }

  /**
   * The same by another distance.
   *
   * @param rows as the distance sees them
   */
  KMeans.Clustering run(
      Matrix rows,
      Distance distance,
      KMeans.Settings settings,
      List<Phase> phases,
      List<String> notes) {
    PhaseTimer timer = new PhaseTimer(PHASE, "start", settings.starts(), context);
    try {
      KMeans.Clustering found =
          distance.fit(
              rows,
              settings,
              set.attributes().wholeLong(CommonAttributes.SEED),
              context,
              (iteration, centres) -> follow(iteration, centres, timer));
      List<CurvePoint> kept = curve(found.start());
      timer.changed(kept.get(kept.size() - 1).changedShare());
      timer.endEpoch(found.inertia()); // the last start that was reported may be another one
      return found;
    } catch (CancellationException stopped) {
      return kept(rows, distance, notes).orElseThrow(() -> stopped);
    } finally {
      phases.add(timer.end());
    }
  }

  private void follow(KMeans.Iteration iteration, float[] centres, PhaseTimer timer) {
    if (iteration.number() == 1) {
      timer.beginStep();
    }
    iterations.add(iteration);
    best.offer(
        iterations.size(),
        iteration.inertia(),
        () -> new Checkpoint.Snapshot(Optional.empty(), centres.clone()));
    timer.changed(iteration.changedShare());
    timer.batch(set.rows().rows(), iteration.inertia());
  }

  /** The centres with the smallest inertia of a search that was stopped, if there are any. */
  private Optional<KMeans.Clustering> kept(Matrix rows, Distance distance, List<String> notes) {
    return best.state()
        .map(
            state -> {
              context.endEarly();
              KMeans.Iteration iteration = iterations.get(state.epoch() - 1);
              notes.add(
                  StepWords.interrupted(
                      context.where(),
                      Text.of(
                          "the centres of iteration %d of start %d",
                          iteration.number(), iteration.start()),
                      "those with the smallest inertia"));
              float[] centres = state.snapshot().centres();
              int[] groups = new int[rows.rows()];
              distance.assign(rows, centres, groups, new float[groups.length]);
              return new KMeans.Clustering(centres, groups, iteration.inertia(), iteration.start());
            });
  }

  /** The inertia and the changed rows of a start, by iteration. */
  public List<CurvePoint> curve(int start) {
    return iterations.stream()
        .filter(iteration -> iteration.start() == start)
        .map(i -> new CurvePoint(PHASE, i.number(), i.inertia(), i.changedShare()))
        .toList();
  }

  /** How many starts there were. */
  int starts() {
    return iterations.get(iterations.size() - 1).start();
  }

  /** The inertia at the end of each start. */
  DoubleStream endings() {
    Map<Integer, Double> last = new LinkedHashMap<>();
    iterations.forEach(iteration -> last.put(iteration.start(), iteration.inertia()));
    return last.values().stream().mapToDouble(Double::doubleValue);
  }
}
