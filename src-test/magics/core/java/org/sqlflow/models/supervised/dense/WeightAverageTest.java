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
  void theFirstFiveEpochsCountTheSameAndLaterOnesAFifthOfTheRest() {
    WeightAverage average = new WeightAverage();
    float[] expected = {1, 1.5f, 2, 2.5f, 3, 3 * 0.8f + 6 * 0.2f};
    for (int epoch = 1; epoch <= expected.length; epoch++) {
      float[] mean = average.with(network(epoch, false)).parameters();
      assertThat(mean[0]).isCloseTo(expected[epoch - 1], within(1e-5f));
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
