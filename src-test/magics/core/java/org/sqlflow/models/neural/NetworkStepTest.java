package org.sqlflow.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;

class NetworkStepTest {
  private static final int BATCH = 30;
  private static final double RATE = 0.01;

  private final Matrix rows = Iris.standardised();

  @Test
  void theWeightsLiveAsLongAsTheStepThatHoldsTheirAddresses() {
    AutoencoderNetwork[] network = {autoencoder(HiddenActivation.NAMES.get(0))};
    WeakReference<AutoencoderNetwork> weights = new WeakReference<>(network[0]);
    int[] order = IntStream.range(0, rows.rows()).toArray();
    try (NetworkStep step = new NetworkStep(network[0], BATCH, RATE)) {
      network[0] = null;
      System.gc();

      assertThat(weights.get()).isNotNull();
      assertThat(step.train(rows.values(), order, 0, BATCH)).isFinite();
    }
  }

  static List<String> activations() {
    return HiddenActivation.NAMES;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theGradientIsDl4jsOwn(String activation) {
    AutoencoderNetwork autoencoder = autoencoder(activation);
    float[] gradient;
    double error;
    try (NetworkWorker piece = NetworkWorker.forTraining(autoencoder, BATCH)) {
      piece.load(rows.values(), 0, BATCH);
      piece.encode();
      error = piece.decode(1.0 / (BATCH * 4)) / (BATCH * 4);
      piece.backward(true, Optional.empty());
      gradient = values(piece.gradient());
    }

    MultiLayerNetwork network = autoencoder.network();
    INDArray batch = firstRows();
    network.setInput(batch);
    network.setLabels(batch);
    network.computeGradientAndScore();
    assertThat(error).isCloseTo(network.score(), within(1e-5));
    // DL4J divides by the rows of the batch later, in its updater.
    INDArray expected = network.getFlattenedGradients().reshape(gradient.length).div(BATCH);
    assertThat(gradient).containsExactly(expected.toFloatVector(), within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theLossCurveIsDl4jsOwn(String activation) {
    AutoencoderNetwork autoencoder = autoencoder(activation);
    MultiLayerNetwork network = autoencoder.copy().network();
    INDArray parameters = network.params().reshape(network.numParams());
    AdamUpdater adam = new AdamUpdater(new Adam(RATE));
    long[] shape = parameters.shape();
    adam.setStateViewArray(Nd4j.zeros(1, 2 * parameters.length()), shape, 'c', true);
    int[] order = IntStream.range(0, rows.rows()).toArray();
    try (NetworkStep step = new NetworkStep(autoencoder, 70, RATE)) {
      for (int batch = 0; batch < 60; batch++) {
        int from = batch % 2 * 70;
        double loss = step.train(rows.values(), order, from, 70);

        INDArray input = Nd4j.create(slice(from, 70), new int[] {70, 4}, 'c');
        network.setInput(input);
        network.setLabels(input);
        network.computeGradientAndScore();
        assertThat(loss).as("batch " + batch).isCloseTo(network.score(), withinPercentage(0.05));
        INDArray gradient = network.getFlattenedGradients().div(70).reshape(shape);
        adam.applyUpdater(gradient, batch, 0);
        parameters.subi(gradient);
      }
    }
  }

  private float[] slice(int from, int count) {
    return Arrays.copyOfRange(rows.values(), from * 4, (from + count) * 4);
  }

  @Test
  void oneThreadAndTwoGiveTheSameWeightsToTheLastBit() throws Exception {
    float[] one = weightsAfterTraining(1);
    assertThat(weightsAfterTraining(2)).containsExactly(one);
  }

  private static float[] weightsAfterTraining(int threads) throws Exception {
    float[] table = new float[3000 * 40];
    Random random = new Random(8);
    for (int at = 0; at < table.length; at++) {
      table[at] = (float) random.nextGaussian();
    }
    int[] order = IntStream.range(0, 3000).toArray();
    AutoencoderNetwork autoencoder =
        AutoencoderNetwork.create(
            new AutoencoderNetwork.Design(
                40, List.of(300, 10), Activation.RELU, WeightInit.XAVIER_UNIFORM, 5));
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      pool.submit(
              () -> {
                try (NetworkStep step = new NetworkStep(autoencoder, 256, RATE)) {
                  for (int from = 0; from < 3000; from += 256) {
                    step.train(table, order, from, Math.min(256, 3000 - from));
                  }
                }
                Matrix codes =
                    autoencoder.encode(new Matrix(3000, 40, table), CancellationCheck.NONE);
                System.arraycopy(codes.values(), 0, table, 0, codes.values().length);
              })
          .get();
    } finally {
      pool.shutdown();
    }
    float[] weights =
        autoencoder.parameters().reshape(autoencoder.parameters().length()).toFloatVector();
    float[] all = Arrays.copyOf(weights, weights.length + table.length);
    System.arraycopy(table, 0, all, weights.length, table.length);
    return all;
  }

  @Test
  void theCodesAreDl4jsOwn() {
    AutoencoderNetwork autoencoder = autoencoder("relu");
    INDArray expected = autoencoder.network().feedForwardToLayer(1, firstRows(), false).get(2);
    Matrix codes = autoencoder.encode(rows, CancellationCheck.NONE);
    for (int row = 0; row < BATCH; row++) {
      for (int unit = 0; unit < 2; unit++) {
        assertThat(codes.at(row, unit)).isCloseTo(expected.getFloat(row, unit), within(1e-5f));
      }
    }
  }

  @Test
  void anotherScaleGivesTheSameCodesAndRows() {
    InputScale scale = new InputScale(new float[] {5, 3, 4, 1}, 2.5f);
    AutoencoderNetwork plain = autoencoder("tanh");
    AutoencoderNetwork scaled = plain.withScale(scale);
    Matrix raw = Iris.raw();
    float[] expected = plain.encode(raw, CancellationCheck.NONE).values();
    assertThat(scaled.encode(raw, CancellationCheck.NONE).values())
        .containsExactly(expected, within(1e-4f));
    assertThat(error(scaled, raw) * 2.5 * 2.5).isCloseTo(error(plain, raw), within(1e-3));
    assertThat(scaled.trained().parameters().reshape(90).toFloatVector())
        .containsExactly(plain.parameters().reshape(90).toFloatVector(), within(1e-5f));
  }

  private static double error(AutoencoderNetwork autoencoder, Matrix rows) {
    try (NetworkStep step = new NetworkStep(autoencoder, 150, RATE)) {
      return step.error(rows.values(), IntStream.range(0, 150).toArray(), 0, 150);
    }
  }

  @Test
  void theScaleIsTheMeansAndOneDeviationForAllFeatures() {
    InputScale scale = InputScale.of(new Matrix(2, 2, new float[] {1e6f, 3, 1e6f + 4, 9}));
    assertThat(scale.means()).containsExactly(1e6f + 2, 6);
    // Variances 4 and 9.
    assertThat(scale.deviation()).isEqualTo((float) Math.sqrt(6.5));
  }

  @Test
  void aGradientAtTheCodeReachesTheEncoderAlone() {
    AutoencoderNetwork autoencoder = autoencoder("tanh");
    try (NetworkWorker piece = NetworkWorker.forTraining(autoencoder, 1)) {
      piece.load(rows.values(), 7, 1);
      piece.encode();
      piece.backward(false, Optional.of(new float[] {1, -2}));
      float[] analytical = values(piece.gradient());

      INDArray parameters = autoencoder.parameters().reshape(analytical.length);
      for (int at = 0; at < analytical.length; at += 3) {
        float value = parameters.getFloat(at);
        parameters.putScalar(at, value + 1e-2f);
        double above = pulled(piece);
        parameters.putScalar(at, value - 1e-2f);
        double below = pulled(piece);
        parameters.putScalar(at, value);
        assertThat((double) analytical[at]).isCloseTo((above - below) / 2e-2, within(2e-3));
      }
    }
  }

  private double pulled(NetworkWorker piece) {
    float[] code = new float[2];
    piece.load(rows.values(), 7, 1);
    piece.encode();
    piece.codes(code, 0);
    return code[0] - 2 * code[1];
  }

  @Test
  void chosenRowsAreThoseOfTheOrder() {
    AutoencoderNetwork autoencoder = autoencoder("relu");
    float[] codes = new float[4];
    try (NetworkWorker two = NetworkWorker.forEncoding(autoencoder, 2)) {
      two.load(rows.values(), new int[] {3, 149, 5}, 1, 2);
      two.encode();
      two.codes(codes, 0);
    }
    Matrix all = autoencoder.encode(rows, CancellationCheck.NONE);
    assertThat(codes)
        .containsExactly(
            new float[] {all.at(149, 0), all.at(149, 1), all.at(5, 0), all.at(5, 1)},
            within(1e-5f));
  }

  private static float[] values(NativeFloats floats) {
    float[] values = new float[floats.length()];
    floats.buffer().get(0, values);
    return values;
  }

  private INDArray firstRows() {
    float[] values = new float[BATCH * 4];
    System.arraycopy(rows.values(), 0, values, 0, values.length);
    return Nd4j.create(values, new int[] {BATCH, 4}, 'c');
  }

  private static AutoencoderNetwork autoencoder(String activation) {
    return AutoencoderNetwork.create(
        new AutoencoderNetwork.Design(
            4, List.of(6, 2), HiddenActivation.named(activation), WeightInit.XAVIER_UNIFORM, 5));
  }
}
