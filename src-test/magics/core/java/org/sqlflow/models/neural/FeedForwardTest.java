package org.sqlflow.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.Activation;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.neural.FeedForwardNetwork.Design;

class FeedForwardTest {
  private static final int ROWS = 24;
  private static final Matrix MATRIX = matrix(ROWS, 4);
  private static final int[] ORDER = IntStream.range(0, ROWS).toArray();

  private static Matrix matrix(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[rows * columns];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) (2 * random.nextDouble() - 1);
    }
    return new Matrix(rows, columns, values);
  }

  private static double target(int row) {
    return MATRIX.at(row, 0) - 2 * MATRIX.at(row, 1) * MATRIX.at(row, 2);
  }

  private static double loss(int row, float[] sums) {
    double error = sums[0] - target(row);
    sums[0] = (float) error;
    return error * error / 2;
  }

  private static FeedForwardStep.Settings settings(Optimizer.Rule rule, double rate) {
    return new FeedForwardStep.Settings(ROWS, rule, rate, 0, 0, 3);
  }

  private static double meanLoss(FeedForwardNetwork network) {
    return meanLoss(network, MATRIX);
  }

  private static double meanLoss(FeedForwardNetwork network, Matrix rows) {
    float[] outputs = network.outputs(rows, CancellationCheck.NONE);
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += loss(row, new float[] {outputs[row]}) / ROWS;
    }
    return sum;
  }

  private static Design design(boolean batchNorm, boolean isWide) {
    return new Design(
        4,
        List.of(0, 1, 2, 3),
        isWide ? List.of(1, 3) : List.of(),
        List.of(6, 5),
        1,
        Activation.TANH,
        batchNorm);
  }

  /** A step of plain descent moves each parameter by the rate times its gradient. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void stepsFollowTheGradient(boolean isWide) {
    FeedForwardNetwork network = FeedForwardNetwork.create(design(false, isWide), 11);
    float[] before = network.parameters();
    float rate = 1e-3f;
    float[] after;
    try (FeedForwardStep step = new FeedForwardStep(network, settings(Optimizer.Rule.SGD, rate))) {
      step.train(MATRIX.values(), ORDER, 0, ROWS, FeedForwardTest::loss);
      after = step.network().parameters();
    }

    for (int at = 0; at < before.length; at += 3) {
      float[] moved = before.clone();
      float width = 1e-2f;
      moved[at] += width;
      double above = meanLoss(FeedForwardNetwork.of(network.design(), moved, new float[0]));
      moved[at] -= 2 * width;
      double below = meanLoss(FeedForwardNetwork.of(network.design(), moved, new float[0]));
      assertThat((before[at] - after[at]) / rate)
          .isCloseTo((float) ((above - below) / (2 * width)), within(2e-3f));
    }
  }

  @ParameterizedTest
  @EnumSource(Embedding.Combiner.class)
  void numbersOfCategoriesFollowTheGradient(Embedding.Combiner combiner) {
    Design plain = design(false, false);
    int features = plain.features() + 5;
    float[] values = new float[ROWS * features];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(
          MATRIX.values(), row * plain.features(), values, row * features, plain.features());
      int at = row * features + plain.features();
      values[at] = row % 4 - 1;
      values[at + 1 + row % 4] = 1;
      values[at + 1 + row % 3] += 2;
    }
    Design design =
        new Design(
            features,
            plain.deep(),
            plain.wide(),
            plain.hidden(),
            1,
            Activation.TANH,
            false,
            List.of(
                new Embedding(plain.features(), 3, 2, false, combiner),
                new Embedding(plain.features() + 1, 4, 3, true, combiner)));
    Matrix rows = new Matrix(ROWS, features, values);
    FeedForwardNetwork network = FeedForwardNetwork.create(design, 11);
    float[] before = network.parameters();
    float rate = 1e-3f;
    float[] after;
    try (FeedForwardStep step = new FeedForwardStep(network, settings(Optimizer.Rule.SGD, rate))) {
      step.train(values, ORDER, 0, ROWS, FeedForwardTest::loss);
      after = step.network().parameters();
    }

    // Those of the categories are the last 3 x 2 + 4 x 3.
    for (int at = before.length - 18; at < before.length; at++) {
      float[] moved = before.clone();
      float width = 1e-2f;
      moved[at] += width;
      double above = meanLoss(FeedForwardNetwork.of(design, moved, new float[0]), rows);
      moved[at] -= 2 * width;
      double below = meanLoss(FeedForwardNetwork.of(design, moved, new float[0]), rows);
      assertThat((before[at] - after[at]) / rate)
          .isCloseTo((float) ((above - below) / (2 * width)), within(2e-3f));
    }
  }

  @Test
  void normalizedLayersFollowTheGradientToo() {
    FeedForwardNetwork network = FeedForwardNetwork.create(design(true, false), 11);
    float rate = 1e-3f;
    int length = network.parameters().length;
    double[] gradient = new double[length];
    try (FeedForwardStep step = new FeedForwardStep(network, settings(Optimizer.Rule.SGD, rate))) {
      step.train(MATRIX.values(), ORDER, 0, ROWS, FeedForwardTest::loss);
      float[] after = step.network().parameters();
      for (int at = 0; at < length; at++) {
        gradient[at] = (network.parameters()[at] - after[at]) / rate;
      }
    }

    for (int at = 0; at < length; at += 5) {
      float width = 1e-2f;
      double above = firstLoss(network, at, width);
      double below = firstLoss(network, at, -width);
      assertThat(gradient[at]).isCloseTo((above - below) / (2 * width), within(5e-3));
    }
  }

  /** The loss of a batch in training, where its own moments normalize. */
  private static double firstLoss(FeedForwardNetwork network, int at, float by) {
    float[] moved = network.parameters();
    moved[at] += by;
    try (FeedForwardStep step =
        new FeedForwardStep(
            FeedForwardNetwork.of(network.design(), moved, network.moments()),
            settings(Optimizer.Rule.SGD, 0))) {
      return step.train(MATRIX.values(), ORDER, 0, ROWS, FeedForwardTest::loss);
    }
  }

  private static FeedForwardNetwork trained(
      Design design, Optimizer.Rule rule, double rate, double dropout, int steps) {
    try (FeedForwardStep step =
        new FeedForwardStep(
            FeedForwardNetwork.create(design, 1),
            new FeedForwardStep.Settings(ROWS, rule, rate, dropout, 1e-4, 3))) {
      for (int i = 0; i < steps; i++) {
        step.train(MATRIX.values(), ORDER, 0, ROWS, FeedForwardTest::loss);
      }
      return step.network();
    }
  }

  @ParameterizedTest
  @EnumSource(Optimizer.Rule.class)
  void everyRuleLearns(Optimizer.Rule rule) {
    double before = meanLoss(FeedForwardNetwork.create(design(false, true), 1));

    assertThat(meanLoss(trained(design(false, true), rule, 0.02, 0, 300))).isLessThan(before / 10);
  }

  @Test
  void aSeedGivesTheSameWeightsWithDropoutAndNormalization() {
    FeedForwardNetwork first = trained(design(true, true), Optimizer.Rule.ADAM, 0.01, 0.3, 50);
    FeedForwardNetwork second = trained(design(true, true), Optimizer.Rule.ADAM, 0.01, 0.3, 50);

    assertThat(first.parameters()).isEqualTo(second.parameters());
    assertThat(first.moments()).isEqualTo(second.moments());
  }

  @Test
  void aNormalizedNetworkPredictsByTheMomentsOfTheTraining() {
    FeedForwardNetwork network = trained(design(true, false), Optimizer.Rule.ADAM, 0.01, 0, 400);

    assertThat(meanLoss(network)).isLessThan(0.05);
    float[] alone =
        network.outputs(
            new Matrix(1, 4, Arrays.copyOf(MATRIX.values(), 4)), CancellationCheck.NONE);
    assertThat(alone[0])
        .isCloseTo(network.outputs(MATRIX, CancellationCheck.NONE)[0], within(1e-5f));
  }
}
