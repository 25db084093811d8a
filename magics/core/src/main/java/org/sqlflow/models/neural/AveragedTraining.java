package org.sqlflow.models.neural;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sqlflow.executor.NetworkShape;
import org.sqlflow.executor.PartitionWork;
import org.sqlflow.executor.SoftSums;
import org.sqlflow.executor.SoftTarget;
import org.sqlflow.executor.Trained;
import org.sqlflow.executor.TrainingPass;
import org.sqlflow.executor.TrainingState;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.models.RowSums;

/**
 * Trains an autoencoder, and cluster centres if there are any, on rows that stay in a cluster. In a
 * pass each partition trains its own copy by all of its batches; then parameters and moments become
 * the mean of the copies, weighted by rows (parameter averaging, McDonald, Hall and Mann 2010).
 * With one partition a pass is an epoch of {@link NetworkStep}. Used by one thread.
 */
public final class AveragedTraining {
  private final Optional<AutoencoderNetwork> autoencoder;
  private final RowSums rows;
  private final NetworkShape shape;
  private final int batchSize;
  private final SplittableRandom seeds;
  private double learningRate;
  private TrainingState state;

  /**
   * A training from the network and the centres as they are; the network changes with each pass.
   *
   * @param features numbers of a row
   * @param centres {@code clusters x code width}; none to train the network alone
   * @param rows whose partitions train
   */
  public AveragedTraining(
      Optional<AutoencoderNetwork> autoencoder,
      int features,
      float[] centres,
      RowSums rows,
      TrainingPass.Steps steps) {
    this.autoencoder = autoencoder;
    this.rows = rows;
    this.shape =
        autoencoder.map(AutoencoderNetwork::shape).orElseGet(() -> NetworkShape.none(features));
    this.batchSize = steps.batchSize();
    this.learningRate = steps.learningRate();
    this.seeds = new SplittableRandom(steps.seed());
    this.state = TrainingState.of(parameters(autoencoder, centres));
  }

  private static float[] parameters(Optional<AutoencoderNetwork> autoencoder, float[] centres) {
    float[] weights =
        autoencoder.map(network -> network.parameters().toFloatVector()).orElse(new float[0]);
    float[] all = Arrays.copyOf(weights, weights.length + centres.length);
    System.arraycopy(centres, 0, all, weights.length, centres.length);
    return all;
  }

  /** Multiplies the learning rate. */
  public void slowDown(double factor) {
    learningRate *= factor;
  }

  /** The centres as of now. */
  public float[] centres() {
    return state.centres(shape);
  }

  /** A pass that lowers the mean squared error; returns the mean of that of the batches. */
  public double reconstruct() {
    return pass(TrainingPass.reconstructing(shape, state, steps()));
  }

  /** A pass towards a target; returns the mean of the batches' losses. */
  public double cluster(SoftTarget target, double reconstructionWeight) {
    return pass(TrainingPass.clustering(shape, state, target, reconstructionWeight, steps()));
  }

  private TrainingPass.Steps steps() {
    return new TrainingPass.Steps(batchSize, learningRate, seeds.nextLong());
  }

  private double pass(PartitionWork work) {
    List<Trained> parts = rows.each(work).stream().map(Trained::of).toList();
    state = TrainingState.mean(parts);
    autoencoder.ifPresent(
        network ->
            NativeFloats.of(network.parameters())
                .buffer()
                .put(0, state.parameters(), 0, shape.parameters()));
    double loss = parts.stream().mapToDouble(Trained::loss).sum();
    return loss / parts.stream().mapToLong(Trained::rows).sum();
  }

  /** The target that network and centres give all rows as of now, by one aggregate of them. */
  public SoftTarget target(int clusters) {
    float[] parameters = state.parameters().clone();
    SoftSums sums = sums(rows, shape, parameters, clusters);
    return new SoftTarget(clusters, parameters, sums.frequencies());
  }

  /**
   * How all rows belong to the clusters of a model.
   *
   * @param centres {@code clusters x code width}
   */
  public static SoftSums sums(
      RowSums rows, Optional<AutoencoderNetwork> autoencoder, float[] centres, int clusters) {
    NetworkShape shape =
        autoencoder
            .map(AutoencoderNetwork::shape)
            .orElseGet(() -> NetworkShape.none(centres.length / clusters));
    return sums(rows, shape, parameters(autoencoder, centres), clusters);
  }

  private static SoftSums sums(RowSums rows, NetworkShape shape, float[] parameters, int clusters) {
    return rows.each(SoftSums.pass(shape, parameters, clusters)).stream()
        .map(SoftSums::of)
        .reduce(SoftSums::plus)
        .orElseThrow();
  }
}
