package org.sqlflow.models.clustering.centres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;

/** Of rows by column and row by row; all rows of a block and some of them. */
class CentreTermsTest {
  private static final int ROWS = 2_500;

  private final Random random = new Random(4);

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 3", "7, 10", "10, 2", "65, 5"})
  void theTermsAreThoseOfEachRowAndCentre(int width, int clusters) {
    Matrix rows = new Matrix(ROWS, width, normal(ROWS * width));
    float[] centres = normal(clusters * width);
    try (CentredRows narrow = CentredRows.forCentres(rows);
        CentredRows wide = CentredRows.of(rows)) {
      assertThat(narrow.byColumn()).isEqualTo(width < 65);
      for (CentredRows centred : new CentredRows[] {narrow, wide}) {
        try (CentreTerms products = new CentreTerms(centred, clusters)) {
          products.set(centres);
          for (int part = 0; part < centred.parts(); part++) {
            products.each(
                part,
                (block, terms) -> {
                  for (int i = 0; i < centred.size(block); i++) {
                    check(centred, centres, block * CentredRows.BLOCK + i, terms, i);
                  }
                });
            products.some(
                part,
                CentreTermsTest::everyThird,
                (block, chosen, count, terms) -> {
                  for (int i = 0; i < count; i++) {
                    check(centred, centres, block * CentredRows.BLOCK + chosen[i], terms, i);
                  }
                });
          }
        }
      }
    }
  }

  private static int everyThird(int block, int[] chosen) {
    int count = block == 1 ? 0 : 100;
    for (int i = 0; i < count; i++) {
      chosen[i] = 3 * i;
    }
    return count;
  }

  private static void check(
      CentredRows centred, float[] centres, int row, float[][] terms, int place) {
    double length = centred.lengths()[row];
    for (int j = 0; j < terms.length; j++) {
      double distance = centred.squaredDistance(row, centres, j * centred.width());
      assertThat(length * length + terms[j][place])
          .as("row %d, centre %d", row, j)
          .isCloseTo(distance, within(1e-4 * (1 + distance)));
    }
  }

  /** Around 5, so that the central point matters. */
  private float[] normal(int count) {
    float[] values = new float[count];
    for (int at = 0; at < count; at++) {
      values[at] = (float) (5 + random.nextGaussian());
    }
    return values;
  }
}
