package org.sqlflow.models.clustering.dec;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.clustering.dec.DeepEmbeddedClustering.ClusteringStep;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.Batches;
import org.sqlflow.models.training.PhaseTimer;

/**
 * Teaches an encoder and centres groups that were found without them, so that they can tell the
 * group of any row: the centres start amid the codes of each group, then both are trained by the
 * clustering loss, with the votes of the neighbourhoods as the target instead of the sharpened
 * assignment.
 */
final class GroupLearning {
  static final String PHASE = "learning groups";

  /** Batches at most; it takes so many where groups are hard to tell apart. */
  private static final int STEPS = 2000;

  private static final int LEAST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 500;

  /** Enough: the share of rows whose group the encoder tells. */
  private static final double LEARNT = 0.995;

  private GroupLearning() {}

  /**
   * The result; the autoencoder itself was changed.
   *
   * @param tellsAll whether each group has rows of which the encoder tells that they are in it
   */
  record Outcome(float[] centres, boolean tellsAll, Phase phase) {}

  /** The most epochs that it takes. */
  static int epochs(int rows, int batchSize) {
    return Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, STEPS / Batches.count(rows, batchSize)));
  }

  static Outcome fit(
      AutoencoderNetwork autoencoder,
      Neighbourhoods neighbourhoods,
      int[] groups,
      DeepEmbeddedClustering.Settings settings,
      TrainingContext context) {
    Matrix rows = neighbourhoods.sample();
    int clusters = settings.clusters();
    float[] votes = neighbourhoods.votes(groups, clusters);
    float[] start = means(autoencoder.encode(rows, context), groups, clusters);
    Batches batches = new Batches(rows.rows(), settings.batchSize(), settings.seed());
    int epochs = epochs(rows.rows(), settings.batchSize());
    PhaseTimer timer = new PhaseTimer(PHASE, epochs, context);
    try (ClusteringStep step =
        new ClusteringStep(
            Optional.of(autoencoder), rows, start, settings, settings.learningRate())) {
      int[] told = new int[groups.length];
      Arrays.fill(told, -1);
      for (int epoch = 0; epoch < epochs && share(told, groups) < LEARNT; epoch++) {
        timer.beginStep();
        batches.shuffle();
        double sum = 0;
        for (int batch = 0; batch < batches.perEpoch(); batch++) {
          double loss = step.train(batches, batch, votes);
          sum += loss * batches.rows(batch);
          timer.batch(batches.rows(batch), loss);
        }
        timer.endEpoch(sum / rows.rows());
        told =
            DeepEmbeddedClustering.ClusterAssignment.of(
                    autoencoder.encode(rows, context), step.centres(), clusters)
                .groups();
      }
      boolean tellsAll = Arrays.stream(told).distinct().count() == clusters;
      return new Outcome(step.centres(), tellsAll, timer.end());
    }
  }

  /** The share of rows whose group is the same. */
  private static double share(int[] told, int[] groups) {
    long same = IntStream.range(0, groups.length).filter(i -> groups[i] == told[i]).count();
    return (double) same / groups.length;
  }

  /** The mean of each group's points, {@code clusters x width}. */
  static float[] means(Matrix points, int[] groups, int clusters) {
    int width = points.columns();
    double[] sums = new double[clusters * width];
    int[] sizes = new int[clusters];
    for (int row = 0; row < groups.length; row++) {
      sizes[groups[row]]++;
      for (int c = 0; c < width; c++) {
        sums[groups[row] * width + c] += points.at(row, c);
      }
    }
    float[] means = new float[sums.length];
    for (int at = 0; at < means.length; at++) {
      means[at] = (float) (sums[at] / Math.max(1, sizes[at / width]));
    }
    return means;
  }
}
