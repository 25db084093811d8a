package org.sqlflow.models.cluster;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sqlflow.features.Matrix;

/**
 * One step of deep embedded clustering on one batch: moves the centres, and the autoencoder if
 * there is one. Without one the features are the codes.
 */
final class ClusteringStep {
  private final Matrix rows;
  private final int clusters;
  private final double reconstructionWeight;
  private final INDArray centres;
  private final Optimizer centreOptimizer;
  private final Optional<Network> network;

  /** The autoencoder's part. */
  private record Network(Optimizer optimizer, NetworkSteps steps) {
    static Network of(Autoencoder autoencoder, double learningRate) {
      Optimizer optimizer = Optimizer.of(autoencoder.parameters(), learningRate);
      return new Network(optimizer, new NetworkSteps(autoencoder, optimizer.gradient()));
    }
  }

  private ClusteringStep(
      Matrix rows,
      int clusters,
      double reconstructionWeight,
      INDArray centres,
      Optimizer centreOptimizer,
      Optional<Network> network) {
    this.rows = rows;
    this.clusters = clusters;
    this.reconstructionWeight = reconstructionWeight;
    this.centres = centres;
    this.centreOptimizer = centreOptimizer;
    this.network = network;
  }

  /** A step from the given centres, {@code clusters x code width}, which are copied. */
  static ClusteringStep of(
      Optional<Autoencoder> autoencoder,
      Matrix rows,
      float[] startCentres,
      DeepEmbeddedClustering.Settings settings,
      double learningRate) {
    INDArray centres = Nd4j.createFromArray(startCentres);
    return new ClusteringStep(
        rows,
        settings.clusters(),
        settings.reconstructionWeight(),
        centres,
        Optimizer.of(centres, learningRate),
        autoencoder.map(a -> Network.of(a, learningRate)));
  }

  /** The centres as they stand, {@code clusters x code width}. */
  float[] centres() {
    float[] values = new float[(int) centres.length()];
    new FloatPointer(centres.data().addressPointer()).get(values);
    return values;
  }

  /**
   * Trains on a batch.
   *
   * @param target {@code rows x clusters}, of the whole table
   * @return the batch's loss before the step
   */
  double train(Batches batches, int batch, float[] target) {
    int count = batches.rows(batch);
    float[] from = centres();
    int width = from.length / clusters;
    float[] targets = gather(target, clusters, batches, batch);
    float[] codeGradient = new float[count * width];
    float[] centreGradient = new float[from.length];
    double loss;
    if (network.isPresent()) {
      NetworkStep step = network.get().steps().of(count);
      float[] codes = new float[count * width];
      step.load(rows.values(), batches.order(), batches.start(batch));
      step.encode(codes, 0);
      loss = ClusteringLoss.of(codes, count, from, clusters, targets, codeGradient, centreGradient);
      loss += reconstructionWeight > 0 ? reconstructionWeight * step.decode() : 0;
      step.backward(reconstructionWeight, Optional.of(codeGradient));
      network.get().optimizer().step();
    } else {
      float[] codes = gather(rows.values(), width, batches, batch);
      loss = ClusteringLoss.of(codes, count, from, clusters, targets, codeGradient, centreGradient);
    }
    new FloatPointer(centreOptimizer.gradient().data().addressPointer()).put(centreGradient);
    centreOptimizer.step();
    return loss;
  }

  private static float[] gather(float[] from, int width, Batches batches, int batch) {
    float[] gathered = new float[batches.rows(batch) * width];
    for (int i = 0; i < batches.rows(batch); i++) {
      int row = batches.order()[batches.start(batch) + i];
      System.arraycopy(from, row * width, gathered, i * width, width);
    }
    return gathered;
  }
}
