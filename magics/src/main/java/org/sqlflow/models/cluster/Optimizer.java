package org.sqlflow.models.cluster;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** Adam (Kingma and Ba 2015) over one flat vector, by ND4J's updater. */
final class Optimizer {
  private final INDArray parameters;
  private final INDArray gradient;
  private final Adam settings;
  private final AdamUpdater updater;
  private int steps;

  private Optimizer(INDArray parameters, INDArray gradient, Adam settings, AdamUpdater updater) {
    this.parameters = parameters;
    this.gradient = gradient;
    this.settings = settings;
    this.updater = updater;
  }

  static Optimizer of(INDArray parameters, double learningRate) {
    INDArray flat = parameters.reshape(parameters.length());
    INDArray gradient = Nd4j.zeros(DataType.FLOAT, flat.length());
    Adam settings = new Adam(learningRate);
    AdamUpdater updater = new AdamUpdater(settings);
    updater.setStateViewArray(
        Nd4j.zeros(DataType.FLOAT, 1, 2 * flat.length()), flat.shape(), 'c', true);
    return new Optimizer(flat, gradient, settings, updater);
  }

  /** Where the next gradient is to be written. */
  INDArray gradient() {
    return gradient;
  }

  double learningRate() {
    return settings.getLearningRate();
  }

  void setLearningRate(double learningRate) {
    settings.setLearningRate(learningRate);
  }

  /** Moves the parameters; the gradient is used up. */
  void step() {
    updater.applyUpdater(gradient, steps++, 0);
    parameters.subi(gradient);
  }
}
