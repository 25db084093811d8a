package org.sqlflow.models.clustering.dec;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.NetworkStep;
import org.sqlflow.models.neural.Optimizer;
import org.sqlflow.models.training.Batches;

/**
 * One step of deep embedded clustering on one batch: moves the centres, and the autoencoder if
 * there is one. Without one the features are the codes.
 */
public final class ClusteringStep implements AutoCloseable {
  private final Matrix rows;
  private final int clusters;
  private final int width;
  private final double reconstructionWeight;
  private final NativeFloats centres;
  private final NativeFloats centreGradient;
  private final Optimizer centreOptimizer;
  private final Optional<NetworkStep> network;

  /**
   * A step from the given centres, which are copied.
   *
   * @param startCentres {@code clusters x code width}
   */
  public ClusteringStep(
      Optional<AutoencoderNetwork> autoencoder,
      Matrix rows,
      float[] startCentres,
      DeepEmbeddedClustering.Settings settings,
      double learningRate) {
    this.rows = rows;
    this.clusters = settings.clusters();
    this.width = startCentres.length / clusters;
    this.reconstructionWeight = settings.reconstructionWeight();
    this.centres = NativeFloats.allocate(startCentres.length);
    this.centres.buffer().put(0, startCentres);
    this.centreGradient = NativeFloats.allocate(startCentres.length);
    this.centreOptimizer = new Optimizer(centres, learningRate);
    int batch = Math.min(settings.batchSize(), rows.rows());
    this.network = autoencoder.map(a -> new NetworkStep(a, batch, learningRate));
  }

  /** The centres as they stand, {@code clusters x code width}. */
  public float[] centres() {
    float[] values = new float[centres.length()];
    centres.buffer().get(0, values);
    return values;
  }

  /**
   * Trains on a batch.
   *
   * @param target {@code rows x clusters}, of the whole table
   * @return the batch's loss before the step
   */
  public double train(Batches batches, int batch, float[] target) {
    int count = batches.rows(batch);
    int first = batches.start(batch);
    int[] order = batches.order();
    float[] from = centres();
    float[][] gradients = new float[NetworkStep.pieces(count)][from.length];
    NetworkStep.CodeLoss loss =
        (piece, start, length, codes, codeGradient) ->
            ClusteringLoss.of(
                codes,
                length,
                from,
                clusters,
                gather(target, clusters, order, start, length),
                count,
                codeGradient,
                gradients[piece]);
    double total =
        network.isPresent()
            ? network.get().train(rows.values(), order, first, count, reconstructionWeight, loss)
            : onFeatures(order, first, count, loss, gradients.length);
    centreGradient.buffer().put(0, sum(gradients));
    centreOptimizer.step(List.of(centreGradient));
    return total;
  }

  private double onFeatures(
      int[] order, int first, int count, NetworkStep.CodeLoss loss, int pieces) {
    double total = 0;
    for (int piece = 0; piece < pieces; piece++) {
      int start = count * piece / pieces;
      int length = count * (piece + 1) / pieces - start;
      float[] codes = gather(rows.values(), width, order, first + start, length);
      total += loss.of(piece, first + start, length, codes, new float[codes.length]);
    }
    return total;
  }

  private static float[] sum(float[][] gradients) {
    for (int piece = 1; piece < gradients.length; piece++) {
      for (int at = 0; at < gradients[0].length; at++) {
        gradients[0][at] += gradients[piece][at];
      }
    }
    return gradients[0];
  }

  private static float[] gather(float[] from, int width, int[] order, int start, int count) {
    float[] gathered = new float[count * width];
    for (int i = 0; i < count; i++) {
      System.arraycopy(from, order[start + i] * width, gathered, i * width, width);
    }
    return gathered;
  }

  @Override
  public void close() {
    network.ifPresent(NetworkStep::close);
    centreGradient.close();
    centres.close();
  }
}
