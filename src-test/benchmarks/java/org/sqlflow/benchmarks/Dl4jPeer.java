package org.sqlflow.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.neural.TrainingSteps.Shape;

/** The same network trained by DL4J's own step, reported as peers.py does. */
final class Dl4jPeer {
  private static final int BATCH = 256;

  private Dl4jPeer() {}

  static void run(String name, int passes) {
    Shape shape = Shape.of(name);
    MultiLayerNetwork network = network(shape);
    Matrix rows = shape.randomRows();
    List<DataSet> batches = new ArrayList<>();
    for (int from = 0; from < rows.rows(); from += BATCH) {
      int to = Math.min(rows.rows(), from + BATCH);
      float[] values =
          Arrays.copyOfRange(rows.values(), from * rows.columns(), to * rows.columns());
      INDArray batch = Nd4j.createFromArray(values).reshape(to - from, rows.columns());
      batches.add(new DataSet(batch, batch));
    }
    Samples samples = Samples.of(1, passes, () -> batches.forEach(network::fit));
    System.out.println("{\"seconds\": " + Arrays.toString(samples.seconds()) + "}");
  }

  private static MultiLayerNetwork network(Shape shape) {
    List<Integer> back = new ArrayList<>(shape.units().subList(0, shape.units().size() - 1));
    Collections.reverse(back);
    List<Integer> widths = new ArrayList<>(shape.units());
    widths.addAll(back);
    var layers = new NeuralNetConfiguration.Builder().seed(1).updater(new Adam()).list();
    int in = shape.features();
    for (int i = 0; i < widths.size(); i++) {
      boolean isCode = i == shape.units().size() - 1;
      layers.layer(
          new DenseLayer.Builder()
              .nIn(in)
              .nOut(widths.get(i))
              .activation(isCode ? Activation.IDENTITY : Activation.RELU)
              .build());
      in = widths.get(i);
    }
    layers.layer(
        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nIn(in)
            .nOut(shape.features())
            .activation(Activation.IDENTITY)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }
}
