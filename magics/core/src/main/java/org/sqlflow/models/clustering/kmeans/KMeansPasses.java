package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.sqlflow.math.Distances;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.RowSums.GroupSums;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Lloyd's k-means on rows that stay where they are: each iteration is one pass of sums over them.
 * It starts from the centres of a sample, and ends as {@link KMeans} does. Used once.
 */
final class KMeansPasses {
  /** The name of the phase. */
  static final String PHASE = "passes over all rows";

  private final RowSums rows;
  private final KMeans.Settings settings;
  private final boolean keeps;
  private final TrainingContext context;
  private final List<CurvePoint> curve = new ArrayList<>();

  /**
   * Passes of a training.
   *
   * @param keeps whether to keep the centres so far if the user interrupts
   */
  KMeansPasses(RowSums rows, KMeans.Settings settings, boolean keeps, TrainingContext context) {
    this.rows = rows;
    this.settings = settings;
    this.keeps = keeps;
    this.context = context;
  }

  /**
   * What the passes found.
   *
   * @param centres the largest group first, equal ones in their previous order
   * @param sizes rows of each group, of all rows
   * @param inertia sum of the squared distances of all rows
   * @param isSettled whether the centres had stopped moving
   */
  record Found(float[] centres, List<Long> sizes, double inertia, boolean isSettled) {}

  /**
   * Moves centres until they settle.
   *
   * @param phases gets this one
   * @param notes gets a sentence if the user interrupts
   * @throws CancellationException if the user interrupts and nothing is to be kept
   */
  Found run(float[] start, List<Phase> phases, List<String> notes) {
    PhaseTimer timer = new PhaseTimer(PHASE, "pass", settings.mostIterations() + 1, context);
    float[] centres = start.clone();
    Optional<Found> last = Optional.empty();
    try {
      boolean settled = false;
      for (int pass = 1; ; pass++) {
        timer.begin();
        GroupSums sums = rows.byNearest(centres);
        double inertia = sums.inertia(centres);
        curve.add(new CurvePoint(PHASE, pass, inertia, Double.NaN));
        timer.endEpoch(inertia);
        last = Optional.of(found(centres, sums.counts(), inertia, settled));
        if (settled || pass > settings.mostIterations()) {
          return last.get();
        }
        settled = move(centres, sums) <= settings.tolerance() * sums.meanVariance();
      }
    } catch (CancellationException stopped) {
      if (!keeps || last.isEmpty()) {
        throw stopped;
      }
      context.endEarly();
      notes.add(
          Text.of(
              "Interrupted in %s: the centres of pass %d are kept.",
              context.where(), curve.size()));
      return last.get();
    } finally {
      phases.add(timer.end());
    }
  }

  private Found found(float[] centres, long[] counts, double inertia, boolean settled) {
    int[] order = Clusters.orderBySize(counts);
    return new Found(
        NumberedModel.reordered(centres, order),
        IntStream.of(order).mapToObj(group -> counts[group]).toList(),
        inertia,
        settled);
  }

  /**
   * Moves each centre to the mean of its rows; one without rows stays where the sample had some.
   */
  private static double move(float[] centres, GroupSums sums) {
    int width = sums.origin().length;
    float[] before = centres.clone();
    double moved = 0;
    for (int group = 0; group < sums.counts().length; group++) {
      for (int c = 0; sums.counts()[group] > 0 && c < width; c++) {
        double mean = sums.sums()[group * width + c] / sums.counts()[group];
        centres[group * width + c] = (float) (sums.origin()[c] + mean);
      }
      moved += Distances.squared(centres, group * width, before, group * width, width);
    }
    return moved;
  }

  /** The inertia by pass. */
  List<CurvePoint> curve() {
    return List.copyOf(curve);
  }
}
