package org.sqlflow.models.clustering.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.RowSums.Normals;
import org.sqlflow.models.RowSums.ShareSums;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Expectation maximization on rows that stay where they are: each iteration is one pass of sums
 * over them. It starts from the mixture of a sample, and ends as {@link ExpectationMaximization}
 * does. Used once.
 */
final class MixturePasses {
  /** The name of the phase. */
  static final String PHASE = "passes over all rows";

  private final RowSums rows;
  private final ExpectationMaximization.Settings settings;
  private final boolean keeps;
  private final TrainingContext context;
  private final List<CurvePoint> curve = new ArrayList<>();

  /**
   * Passes of a training.
   *
   * @param keeps whether to keep the mixture so far if the user interrupts
   */
  MixturePasses(
      RowSums rows,
      ExpectationMaximization.Settings settings,
      boolean keeps,
      TrainingContext context) {
    this.rows = rows;
    this.settings = settings;
    this.keeps = keeps;
    this.context = context;
  }

  /**
   * What the passes found.
   *
   * @param mixture the largest group first, equal ones in their previous order
   * @param sizes rows of each group, of all rows
   * @param logLikelihood the mean over all rows
   * @param isSettled whether the likelihood had stopped growing
   */
  record Found(Mixture mixture, List<Long> sizes, double logLikelihood, boolean isSettled) {}

  /**
   * Improves a mixture until its likelihood settles.
   *
   * @param phases gets this one
   * @param notes gets a sentence if the user interrupts
   * @throws CancellationException if the user interrupts and nothing is to be kept
   */
  Found run(Mixture start, List<Phase> phases, List<String> notes) {
    PhaseTimer timer = new PhaseTimer(PHASE, "pass", settings.mostIterations(), context);
    Mixture mixture = start;
    Optional<Found> last = Optional.empty();
    try {
      double before = Double.NEGATIVE_INFINITY;
      for (int pass = 1; ; pass++) {
        timer.begin();
        ShareSums sums = rows.byLikelihood(normals(mixture));
        double logLikelihood = sums.logLikelihood() / rows.rows();
        curve.add(new CurvePoint(PHASE, pass, -logLikelihood, Double.NaN));
        timer.endEpoch(-logLikelihood);
        boolean settled = Math.abs(logLikelihood - before) < settings.tolerance();
        last = Optional.of(found(mixture, sums.likeliest(), logLikelihood, settled));
        if (settled || pass >= settings.mostIterations()) {
          return last.get();
        }
        before = logLikelihood;
        mixture = fromMeans(sums, mixture).mixture(mixture, regularization(sums, mixture));
      }
    } catch (CancellationException stopped) {
      if (!keeps || last.isEmpty()) {
        throw stopped;
      }
      context.endEarly();
      notes.add(
          Text.of(
              "Interrupted in %s: the mixture of pass %d is kept.", context.where(), curve.size()));
      return last.get();
    } finally {
      phases.add(timer.end());
    }
  }

  private static Normals normals(Mixture mixture) {
    return new Normals(
        IntStream.range(0, mixture.groups()).mapToDouble(mixture::logPeak).toArray(),
        mixture.means(),
        mixture.covariance() == Covariance.DIAGONAL,
        mixture.factors());
  }

  private static Found found(
      Mixture mixture, long[] likeliest, double logLikelihood, boolean settled) {
    int[] order = Clusters.orderBySize(likeliest);
    return new Found(
        mixture.ordered(order),
        IntStream.of(order).mapToObj(group -> likeliest[group]).toList(),
        logLikelihood,
        settled);
  }

  /** The sums as if they were measured from the means of a mixture. */
  static MixtureSums fromMeans(ShareSums from, Mixture mixture) {
    MixtureSums sums = new MixtureSums(mixture);
    int width = mixture.width();
    boolean diagonal = mixture.covariance() == Covariance.DIAGONAL;
    int size = mixture.covariance().size(width);
    System.arraycopy(from.weights(), 0, sums.weights, 0, sums.weights.length);
    double[] means = new double[width];
    for (int group = 0; group < mixture.groups(); group++) {
      double weight = from.weights()[group];
      for (int c = 0; c < width; c++) {
        means[c] = mixture.means()[group * width + c] - from.origin()[c];
        sums.moves[group * width + c] = from.sums()[group * width + c] - weight * means[c];
      }
      int at = mixture.covariance() == Covariance.TIED ? 0 : group * size;
      int product = group * size;
      for (int a = 0; a < width; a++) {
        for (int b = diagonal ? a : 0; b <= a; b++, at++, product++) {
          sums.products[at] +=
              from.products()[product]
                  - means[a] * from.sums()[group * width + b]
                  - means[b] * from.sums()[group * width + a]
                  + weight * means[a] * means[b];
        }
      }
    }
    sums.logLikelihood = from.logLikelihood();
    return sums;
  }

  /** A share of each feature's variance over all rows; of 1 for a feature that never varies. */
  private double[] regularization(ShareSums sums, Mixture mixture) {
    int width = mixture.width();
    boolean diagonal = mixture.covariance() == Covariance.DIAGONAL;
    int size = mixture.covariance().size(width);
    double all = Arrays.stream(sums.weights()).sum();
    double[] regularization = new double[width];
    for (int c = 0; c < width; c++) {
      double square = 0;
      double sum = 0;
      for (int group = 0; group < mixture.groups(); group++) {
        square += sums.products()[group * size + (diagonal ? c : c * (c + 1) / 2 + c)];
        sum += sums.sums()[group * width + c];
      }
      double variance = square / all - sum / all * (sum / all);
      regularization[c] = settings.regularization() * (variance > 0 ? variance : 1);
    }
    return regularization;
  }

  /** The loss by pass: minus the mean log-likelihood. */
  List<CurvePoint> curve() {
    return List.copyOf(curve);
  }
}
