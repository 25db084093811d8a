package org.sqlflow.models.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.TrainingListener;

class NetworkStepTest {
  private static final int BATCH = 30;
  private final Matrix rows = Iris.standardised();

  static List<String> activations() {
    return HiddenActivation.NAMES;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theGradientIsDl4jsOwn(String activation) {
    Autoencoder autoencoder = autoencoder(activation);
    INDArray gradient = gradient(autoencoder);
    NetworkStep step = NetworkStep.forTraining(autoencoder, BATCH, gradient);
    step.load(rows.values(), 0);
    double error = step.reconstruct();
    step.backward(1, Optional.empty());

    MultiLayerNetwork network = autoencoder.network();
    INDArray batch = firstRows();
    network.setInput(batch);
    network.setLabels(batch);
    network.computeGradientAndScore();
    assertThat(error).isCloseTo(network.score(), within(1e-5));
    // DL4J divides by the rows of the batch later, in its updater.
    INDArray expected = network.getFlattenedGradients().reshape(gradient.length()).div(BATCH);
    assertThat(gradient.toFloatVector()).containsExactly(expected.toFloatVector(), within(1e-5f));
  }

  @Test
  void theCodesAreDl4jsOwn() {
    Autoencoder autoencoder = autoencoder("relu");
    INDArray expected = autoencoder.network().feedForwardToLayer(1, firstRows(), false).get(2);
    Matrix codes = autoencoder.encode(rows, TrainingListener.NONE);
    for (int row = 0; row < BATCH; row++) {
      for (int unit = 0; unit < 2; unit++) {
        assertThat(codes.at(row, unit)).isCloseTo(expected.getFloat(row, unit), within(1e-5f));
      }
    }
  }

  @Test
  void aGradientAtTheCodeReachesTheEncoderAlone() {
    Autoencoder autoencoder = autoencoder("tanh");
    INDArray gradient = gradient(autoencoder);
    NetworkStep step = NetworkStep.forTraining(autoencoder, 1, gradient);
    float[] code = new float[2];
    step.load(rows.values(), 7);
    step.encode(code, 0);
    step.backward(0, Optional.of(new float[] {1, -2}));
    float[] analytical = gradient.toFloatVector();

    INDArray parameters = autoencoder.parameters().reshape(gradient.length());
    for (int at = 0; at < analytical.length; at += 3) {
      float value = parameters.getFloat(at);
      parameters.putScalar(at, value + 1e-2f);
      double above = pulled(step);
      parameters.putScalar(at, value - 1e-2f);
      double below = pulled(step);
      parameters.putScalar(at, value);
      assertThat((double) analytical[at]).isCloseTo((above - below) / 2e-2, within(2e-3));
    }
  }

  private double pulled(NetworkStep step) {
    float[] code = new float[2];
    step.load(rows.values(), 7);
    step.encode(code, 0);
    return code[0] - 2 * code[1];
  }

  @Test
  void chosenRowsAreThoseOfTheOrder() {
    Autoencoder autoencoder = autoencoder("relu");
    NetworkStep two = NetworkStep.forEncoding(autoencoder, 2);
    float[] codes = new float[4];
    two.load(rows.values(), new int[] {3, 149, 5}, 1);
    two.encode(codes, 0);
    Matrix all = autoencoder.encode(rows, TrainingListener.NONE);
    assertThat(codes)
        .containsExactly(
            new float[] {all.at(149, 0), all.at(149, 1), all.at(5, 0), all.at(5, 1)},
            within(1e-5f));
  }

  private INDArray firstRows() {
    float[] values = new float[BATCH * 4];
    System.arraycopy(rows.values(), 0, values, 0, values.length);
    return Nd4j.create(values, new int[] {BATCH, 4}, 'c');
  }

  private static INDArray gradient(Autoencoder autoencoder) {
    return Nd4j.zeros(DataType.FLOAT, autoencoder.parameters().length());
  }

  private static Autoencoder autoencoder(String activation) {
    return Autoencoder.create(
        new Autoencoder.Design(
            4, List.of(6, 2), HiddenActivation.named(activation), WeightInit.XAVIER_UNIFORM, 5));
  }
}
