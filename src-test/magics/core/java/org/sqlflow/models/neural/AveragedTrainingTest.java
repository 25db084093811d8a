package org.sqlflow.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.TrainingPass;
import org.sqlflow.models.Iris;
import org.sqlflow.models.PartitionedRows;

class AveragedTrainingTest {
  private static final double RATE = 0.01;

  private final Matrix rows = Iris.raw();

  static List<String> activations() {
    return HiddenActivation.NAMES;
  }

  private AutoencoderNetwork autoencoder(String activation) {
    AutoencoderNetwork network =
        AutoencoderNetwork.create(
            new AutoencoderNetwork.Design(
                4,
                List.of(6, 2),
                HiddenActivation.named(activation),
                WeightInit.XAVIER_UNIFORM,
                5));
    return new AutoencoderNetwork(network.network(), 2, InputScale.of(rows));
  }

  private AveragedTraining averaged(AutoencoderNetwork network, int partitions, int batchSize) {
    return new AveragedTraining(
        Optional.of(network),
        4,
        new float[0],
        new PartitionedRows(rows, partitions),
        new TrainingPass.Steps(batchSize, RATE, 1));
  }

  /** One batch of all rows, so that shuffling changes nothing but the order of sums. */
  @ParameterizedTest
  @MethodSource("activations")
  void aPassOfOnePartitionIsTheStepsOfThisProcess(String activation) {
    AutoencoderNetwork here = autoencoder(activation);
    AutoencoderNetwork there = here.copy();
    int[] order = IntStream.range(0, rows.rows()).toArray();
    AveragedTraining training = averaged(there, 1, rows.rows());
    try (NetworkStep step = new NetworkStep(here, rows.rows(), RATE)) {
      for (int i = 0; i < 10; i++) {
        double loss = step.train(rows.values(), order, 0, rows.rows());
        assertThat(training.reconstruct()).isCloseTo(loss, withinPercentage(0.01));
      }
    }

    assertThat(there.parameters().toFloatVector())
        .containsExactly(here.parameters().toFloatVector(), within(1e-4f));
  }

  @Test
  void partitionsTogetherLearnAsMuchAsOne() {
    AutoencoderNetwork network = autoencoder("relu");
    AveragedTraining one = averaged(network.copy(), 1, 10);
    AveragedTraining three = averaged(network.copy(), 3, 10);
    double first = three.reconstruct();
    double ofOne = one.reconstruct();
    double ofThree = first;
    for (int pass = 1; pass < 40; pass++) {
      ofOne = one.reconstruct();
      ofThree = three.reconstruct();
    }

    assertThat(ofThree).isLessThan(first / 10).isLessThan(2 * ofOne);
  }
}
