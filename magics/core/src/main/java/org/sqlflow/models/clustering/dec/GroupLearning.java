package org.sqlflow.models.clustering.dec;

import java.nio.FloatBuffer;
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
 * Teaches an encoder and centres groups that were found without them, so that they can assign any
 * row: the centres start at the mean code of each group, then both are trained by the clustering
 * loss, with the votes of the neighbourhoods as the target instead of the sharpened assignment.
 */
final class GroupLearning {
  static final String PHASE = "learning groups";

  /** The most batches; so many are needed where groups are hard to tell apart. */
  private static final int STEPS = 2000;

  /**
   * The most batches for each group, where there are many groups: with 2000 in all the encoder got
   * 98 % of D31's rows right, 31 groups that touch, and k-means alone was better.
   */
  private static final int STEPS_OF_A_GROUP = 200;

  private static final int LEAST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 500;

  /** Learning ends when the encoder gets this share of the rows right. */
  private static final double LEARNT = 0.995;

  private GroupLearning() {}

  /**
   * The result; the autoencoder itself was changed.
   *
   * @param hasAllGroups whether the encoder assigns some rows to each group
   */
  record Outcome(float[] centres, boolean hasAllGroups, Phase phase) {}

  /** The most epochs that it takes. */
  static int epochs(int rows, int batchSize, int clusters) {
    int steps = Math.max(STEPS, STEPS_OF_A_GROUP * clusters);
    return Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, steps / Batches.count(rows, batchSize)));
  }

  static Outcome fit(
      AutoencoderNetwork autoencoder,
      Neighbourhoods neighbourhoods,
      int[] groups,
      DeepEmbeddedClustering.Settings settings,
      TrainingContext context) {
    Matrix rows = neighbourhoods.sample();
    int clusters = settings.clusters();
    FloatBuffer votes = FloatBuffer.wrap(neighbourhoods.votes(groups, clusters));
    ClusterAssignment.Codes codes =
        ClusterAssignment.codes(Optional.of(autoencoder), rows, context);
    float[] start = means(autoencoder.encode(rows, context), groups, clusters);
    Batches batches = new Batches(rows.rows(), settings.batchSize(), settings.seed());
    int epochs = epochs(rows.rows(), settings.batchSize(), clusters);
    PhaseTimer timer = new PhaseTimer(PHASE, epochs, context);
    try (ClusteringStep step =
        new ClusteringStep(
            Optional.of(autoencoder), rows, start, settings, settings.learningRate())) {
      int[] assigned = new int[groups.length];
      Arrays.fill(assigned, -1);
      for (int epoch = 0; epoch < epochs && share(assigned, groups) < LEARNT; epoch++) {
        timer.beginStep();
        batches.shuffle();
        double sum = 0;
        for (int batch = 0; batch < batches.perEpoch(); batch++) {
          double loss = step.train(batches, batch, votes);
          sum += loss * batches.rows(batch);
          timer.batch(batches.rows(batch), loss);
        }
        timer.endEpoch(sum / rows.rows());
        assigned = ClusterAssignment.groups(codes, rows.rows(), step.centres(), clusters);
      }
      boolean hasAllGroups = Arrays.stream(assigned).distinct().count() == clusters;
      return new Outcome(step.centres(), hasAllGroups, timer.end());
    }
  }

  /** The share of rows whose group is the same. */
  private static double share(int[] assigned, int[] groups) {
    long same = IntStream.range(0, groups.length).filter(i -> groups[i] == assigned[i]).count();
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
