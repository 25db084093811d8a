package org.sqlflow.models.neural;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** Finds on how many threads this machine trains a network of some shape, as a training does. */
public final class ThreadTrial {
  private static final int ROWS = 256;
  private static final int STEPS = 40;

  private ThreadTrial() {}

  /**
   * The threads of a training of an autoencoder with this encoder; takes a fraction of a second.
   *
   * @param features numbers a row
   * @param units of the encoder's layers, the code's last
   */
  public static int of(int features, List<Integer> units) {
    Random random = new Random(1);
    float[] rows = new float[ROWS * features];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = (float) random.nextGaussian();
    }
    int[] order = IntStream.range(0, ROWS).toArray();
    AutoencoderNetwork network =
        AutoencoderNetwork.create(
            new AutoencoderNetwork.Design(
                features, units, Activation.RELU, WeightInit.XAVIER_UNIFORM, 1));
    int threads = 1;
    // The first round also compiles the code.
    for (int round = 0; round < 2; round++) {
      try (NetworkStep step = new NetworkStep(network, ROWS, 0.001)) {
        for (int i = 0; i < STEPS; i++) {
          step.train(rows, order, 0, ROWS);
        }
        threads = step.threads();
      }
    }
    return threads;
  }
}
