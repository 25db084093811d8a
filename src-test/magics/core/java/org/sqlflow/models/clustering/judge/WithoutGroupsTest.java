package org.sqlflow.models.clustering.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;

class WithoutGroupsTest {
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 4", "5, 5", "10, 3", "20, 2"})
  void rowsOfOneCrowdHaveNoGroupsWhateverTheirShape(int width, int clusters) {
    assertThat(reference(width, clusters, Random::nextDouble).separated()).as("even").isFalse();
    assertThat(reference(width, clusters, Random::nextGaussian).separated()).as("normal").isFalse();
    assertThat(reference(width, clusters, random -> -Math.log(1 - random.nextDouble())).separated())
        .as("exponential")
        .isFalse();
    assertThat(reference(width, clusters, random -> Math.exp(random.nextGaussian())).separated())
        .as("lognormal")
        .isFalse();
    if (width > 1 || clusters < 4) {
      assertThat(reference(width, clusters, WithoutGroupsTest::count).separated())
          .as("counts")
          .isFalse();
    }
  }

  /** scikit-learn 1.2.1, 1,000 even rows: .588 (1 feature, k = 3), .405 (2, k = 4). */
  @ParameterizedTest
  @CsvSource({"1, 3, 0.588", "2, 4, 0.405", "10, 4, 0.071"})
  void evenRowsGetWhatOthersMeasured(int width, int clusters, double silhouette) {
    Reference reference = reference(width, clusters, Random::nextDouble);

    assertThat(reference.rows()).isCloseTo(silhouette, within(0.02));
    assertThat(reference.silhouette()).isCloseTo(silhouette, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void blobsFarApartAreGroups(int width) {
    Random random = new Random(width);
    float[] values = new float[900 * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = 6 * (at / width % 3) + (float) random.nextGaussian();
    }

    assertThat(of(new Matrix(900, width, values), 3).separated()).isTrue();
  }

  @Test
  void smallBlobsBesideALargeOneAreGroups() {
    Random random = new Random(3);
    float[] values = new float[2050];
    for (int row = 0; row < 1025; row++) {
      values[2 * row] = random.nextFloat() + (row >= 1000 && row < 1020 ? 8 : 0);
      values[2 * row + 1] = random.nextFloat() + (row >= 1020 ? 9 : 0);
    }

    assertThat(of(new Matrix(1025, 2, values), 3).separated()).isTrue();
  }

  @Test
  void theSameSeedGivesTheSame() {
    assertThat(of(Iris.raw(), 3)).isEqualTo(of(Iris.raw(), 3));
  }

  @Test
  void tooFewRowsSayNothing() {
    assertThat(WithoutGroups.of(new Matrix(19, 1, new float[19]), 2, 1, CancellationCheck.NONE))
        .isEmpty();
    assertThat(WithoutGroups.of(new Matrix(50, 1, new float[50]), 2, 1, CancellationCheck.NONE))
        .isEmpty();
  }

  private static double count(Random random) {
    double product = random.nextDouble();
    int count = 0;
    while (product > Math.exp(-1)) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  private static Reference reference(int width, int clusters, ToDoubleFunction<Random> value) {
    Random random = new Random(7);
    float[] values = new float[1000 * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) value.applyAsDouble(random);
    }
    return of(new Matrix(1000, width, values), clusters);
  }

  private static Reference of(Matrix rows, int clusters) {
    return WithoutGroups.of(Iris.standardised(rows), clusters, 42, CancellationCheck.NONE)
        .orElseThrow();
  }
}
