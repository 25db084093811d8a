package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.sqlflow.executor.ClusteringLoss;
import org.sqlflow.models.clustering.SoftAssignment;

class ClusteringMathTest {
  private static final Offset<Float> EXACT = within(1e-6f);

  @Test
  void softAssignmentByHand() {
    // Row (0, 0): kernels 1 / (1 + 0) = 1 and 1 / (1 + 4) = 0.2. Row (1, 1): 1/3 and 1/3.
    float[] q = new float[4];
    SoftAssignment.of(new float[] {0, 0, 1, 1}, 2, new float[] {0, 0, 2, 0}, 2, q);
    assertThat(q).containsExactly(new float[] {1 / 1.2f, 0.2f / 1.2f, 0.5f, 0.5f}, EXACT);
  }

  private static float[] target(float[] q, int rows, int clusters) {
    float[] p = q.clone();
    TargetDistribution.of(FloatBuffer.wrap(p), rows, clusters);
    return p;
  }

  @Test
  void targetDistributionByHand() {
    // f = (1.4, 0.6). Row 1: .64/1.4 and .04/.6; row 2: .36/1.4 and .16/.6; each row normalised.
    float[] p = target(new float[] {0.8f, 0.2f, 0.6f, 0.4f}, 2, 2);
    double first = 0.64 / 1.4 / (0.64 / 1.4 + 0.04 / 0.6);
    double second = 0.36 / 1.4 / (0.36 / 1.4 + 0.16 / 0.6);
    assertThat(p)
        .containsExactly(
            new float[] {(float) first, (float) (1 - first), (float) second, (float) (1 - second)},
            EXACT);
  }

  @Test
  void targetDistributionSharpensWhatIsClear() {
    float[] p = target(new float[] {0.9f, 0.1f, 0.1f, 0.9f}, 2, 2);
    assertThat(p[0]).isGreaterThan(0.9f);
    assertThat(p[3]).isGreaterThan(0.9f);
  }

  @Test
  void anEmptyClusterDoesNotMakeTheTargetNaN() {
    float[] p = target(new float[] {1, 0, 1, 0}, 2, 2);
    assertThat(p).containsExactly(1, 0, 1, 0);
  }

  @Test
  void theLossByHand() {
    // q of both rows is (1/1.2, 0.2/1.2) and (1/2, 1/2); KL by its definition, mean of two rows.
    float[] p = {0.5f, 0.5f, 0.25f, 0.75f};
    double expected =
        (0.5 * Math.log(0.5 / (1 / 1.2))
                + 0.5 * Math.log(0.5 / (0.2 / 1.2))
                + 0.25 * Math.log(0.25 / 0.5)
                + 0.75 * Math.log(0.75 / 0.5))
            / 2;
    double loss =
        ClusteringLoss.of(
            new float[] {0, 0, 1, 1},
            2,
            new float[] {0, 0, 2, 0},
            2,
            p,
            2,
            new float[4],
            new float[4]);
    assertThat(loss).isCloseTo(expected, within(1e-9));
  }

  @Test
  void theGradientsAgreeWithNumericalOnes() {
    int rows = 6;
    int clusters = 3;
    int width = 4;
    Random random = new Random(1);
    float[] codes = normal(random, rows * width);
    float[] centres = normal(random, clusters * width);
    float[] q = new float[rows * clusters];
    SoftAssignment.of(codes, rows, centres, clusters, q);
    float[] p = target(q, rows, clusters);
    float[] codeGradient = new float[codes.length];
    float[] centreGradient = new float[centres.length];
    ClusteringLoss.of(codes, rows, centres, clusters, p, rows, codeGradient, centreGradient);
    DoubleSupplier loss =
        () ->
            ClusteringLoss.of(
                codes,
                rows,
                centres,
                clusters,
                p,
                rows,
                new float[codes.length],
                new float[centres.length]);
    assertThat(codeGradient).containsExactly(numerical(codes, loss), within(1e-4f));
    assertThat(centreGradient).containsExactly(numerical(centres, loss), within(1e-4f));
  }

  private static float[] numerical(float[] values, DoubleSupplier loss) {
    float step = 1f / 256;
    float[] gradient = new float[values.length];
    for (int at = 0; at < values.length; at++) {
      float value = values[at];
      values[at] = value + step;
      double above = loss.getAsDouble();
      float upper = values[at];
      values[at] = value - step;
      gradient[at] = (float) ((above - loss.getAsDouble()) / (upper - values[at]));
      values[at] = value;
    }
    return gradient;
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int at = 0; at < length; at++) {
      values[at] = (float) random.nextGaussian();
    }
    return values;
  }
}
