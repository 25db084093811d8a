package org.sqlflow.models.supervised.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlflow.executor.Activation;
import org.sqlflow.models.neural.FeedForwardNetwork;
import org.sqlflow.models.neural.FeedForwardNetwork.Design;

class WeightAverageTest {
  private static FeedForwardNetwork network(float weight, boolean batchNorm) {
    Design design =
        new Design(
            2, List.of(0, 1), List.of(), List.of(3), 1, Activation.RELU, batchNorm, List.of());
    float[] weights = new float[Math.toIntExact(design.parameters())];
    Arrays.fill(weights, weight);
    return FeedForwardNetwork.of(design, weights, new float[design.moments()]);
  }

  @Test
  void theFirstTenEpochsKeepTheirWeightsAndLaterOnesCountAFifthOrMore() {
    WeightAverage average = new WeightAverage();
    for (int epoch = 1; epoch <= 10; epoch++) {
      assertThat(average.with(network(epoch, false)).parameters()[0]).isEqualTo(epoch);
    }
    float[] expected = {10.5f, 11, 11.5f, 12, 12 * 0.8f + 15 * 0.2f};
    for (int i = 0; i < expected.length; i++) {
      float[] mean = average.with(network(11 + i, false)).parameters();
      assertThat(mean[0]).isCloseTo(expected[i], within(1e-5f));
      assertThat(mean[mean.length - 1]).isEqualTo(mean[0]);
    }
  }

  @Test
  void aNetworkWithBatchNormalizationKeepsItsWeights() {
    WeightAverage average = new WeightAverage();
    average.with(network(1, true));
    assertThat(average.with(network(5, true)).parameters()[0]).isEqualTo(5);
  }
}
