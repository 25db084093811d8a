package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;

class PrincipalComponentsTest {
  /** scikit-learn: {@code p = PCA(2); p.fit_transform(load_iris().data)}, signs aside. */
  @Test
  void scikitLearnFindsTheSamePlaneOfIris() {
    PrincipalComponents plane = PrincipalComponents.of(Iris.raw(), 2);

    assertThat(plane.kept()).isCloseTo(0.924619 + 0.053066, within(1e-5));
    assertThat(plane.scores()[0][0]).isCloseTo(-2.684126f, within(1e-4f));
    assertThat(Math.abs(plane.scores()[1][0])).isCloseTo(0.319397f, within(1e-4f));
    assertThat(plane.scores()[0][149]).isCloseTo(1.390189f, within(1e-4f));
  }

  @Test
  void theLargestWeightOfADirectionIsPositive() {
    Matrix falling = new Matrix(3, 2, new float[] {0, 0, 1, -3, 2, -6});

    float[] places = PrincipalComponents.of(falling, 1).scores()[0];

    assertThat(places[0]).isPositive().isCloseTo((float) Math.sqrt(10), within(1e-5f));
    assertThat(places[1]).isCloseTo(0, within(1e-6f));
    assertThat(places[2]).isCloseTo(-places[0], within(1e-5f));
  }

  @Test
  void rowsOfOneColumnLieOnALine() {
    PrincipalComponents line = PrincipalComponents.of(new Matrix(2, 1, new float[] {1, 5}), 2);

    assertThat(line.scores()[0]).containsExactly(-2, 2);
    assertThat(line.scores()[1]).containsExactly(0, 0);
    assertThat(line.kept()).isEqualTo(1);
  }

  @Test
  void rowsThatDoNotVaryLieOnOnePoint() {
    PrincipalComponents point = PrincipalComponents.of(new Matrix(2, 2, new float[4]), 2);

    assertThat(point.scores()[0]).containsExactly(0, 0);
    assertThat(point.kept()).isEqualTo(1);
  }

  @Test
  void ofVeryWideRowsTheColumnsThatVaryMostDecide() {
    int width = PrincipalComponents.WIDEST + 50;
    Random random = new Random(7);
    float[] values = new float[60 * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian() / 100;
    }
    for (int row = 0; row < 60; row++) {
      values[row * width + width - 1] = row;
    }

    PrincipalComponents plane = PrincipalComponents.of(new Matrix(60, width, values), 2);

    assertThat(plane.scores()[0][0]).isCloseTo(-29.5f, within(0.1f));
    assertThat(plane.kept()).isBetween(0.99, 1.0);
  }
}
