package org.sqlflow.models.cluster;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The steps for whole batches and for the smaller last one. */
final class NetworkSteps {
  private final Autoencoder autoencoder;
  private final INDArray gradient;
  private NetworkStep whole;
  private NetworkStep last;

  NetworkSteps(Autoencoder autoencoder, INDArray gradient) {
    this.autoencoder = autoencoder;
    this.gradient = gradient;
  }

  NetworkStep of(int batch) {
    if (whole == null || whole.batch() < batch) {
      whole = NetworkStep.forTraining(autoencoder, batch, gradient);
    }
    if (whole.batch() == batch) {
      return whole;
    }
    if (last == null || last.batch() != batch) {
      last = NetworkStep.forTraining(autoencoder, batch, gradient);
    }
    return last;
  }
}
