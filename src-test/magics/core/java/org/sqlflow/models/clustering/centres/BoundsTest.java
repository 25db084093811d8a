package org.sqlflow.models.clustering.centres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Matrix;

class BoundsTest {
  private static final int ROWS = 3_000;
  private static final int WIDTH = 3;
  private static final int CLUSTERS = 6;

  private int looked;

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-3, 0.1, 2})
  void aRowThatIsNotLookedAtKeepsItsNearestCentre(double step) {
    Random random = new Random(5);
    Matrix rows = new Matrix(ROWS, WIDTH, drawn(random, ROWS, 1));
    float[][] now = {drawn(random, CLUSTERS, 1)};
    int[] groups = new int[ROWS];
    Bounds bounds = new Bounds(ROWS, CLUSTERS);
    try (CentredRows centred = CentredRows.forCentres(rows);
        CentreTerms products = new CentreTerms(centred, CLUSTERS)) {
      for (int iteration = 0; iteration < 40; iteration++) {
        float[] centres = now[0];
        products.set(centres);
        for (int part = 0; part < centred.parts(); part++) {
          NearestCentres.Search search = new NearestCentres.Search(centred, centres);
          products.some(
              part,
              (block, chosen) ->
                  bounds.open(block * CentredRows.BLOCK, centred.size(block), groups, chosen),
              (block, chosen, count, terms) -> {
                search.scan(terms, count);
                for (int i = 0; i < count; i++) {
                  int row = block * CentredRows.BLOCK + chosen[i];
                  groups[row] = search.nearest(i, row, products.doubt(row), groups[row]);
                  looked++;
                }
                bounds.set(block * CentredRows.BLOCK, chosen, count, search);
              });
        }
        for (int row = 0; row < ROWS; row++) {
          assertThat(groups[row]).as("row " + row).isEqualTo(nearest(rows, row, centres));
        }
        now[0] = moved(random, centres, step, bounds);
      }
    }
    if (step < 0.01) {
      assertThat(40 * ROWS - looked).as("rows not looked at").isGreaterThan(20 * ROWS);
    }
  }

  private static float[] moved(Random random, float[] centres, double step, Bounds bounds) {
    float[] next = centres.clone();
    double[] moves = new double[CLUSTERS];
    // One centre moves far, one not at all.
    for (int j = 1; j < CLUSTERS; j++) {
      double square = 0;
      for (int c = 0; c < WIDTH; c++) {
        int at = j * WIDTH + c;
        next[at] += (float) (step * (j == 2 ? 5 : 1) * random.nextGaussian());
        square += Math.pow((double) next[at] - centres[at], 2);
      }
      moves[j] = Math.sqrt(square);
    }
    bounds.move(moves);
    return next;
  }

  private static float[] drawn(Random random, int count, double deviation) {
    float[] values = new float[count * WIDTH];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) (100 + deviation * random.nextGaussian());
    }
    return values;
  }

  private static int nearest(Matrix rows, int row, float[] centres) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < CLUSTERS; j++) {
      double square = 0;
      for (int c = 0; c < WIDTH; c++) {
        square += Math.pow((double) rows.at(row, c) - centres[j * WIDTH + c], 2);
      }
      if (square < least) {
        least = square;
        nearest = j;
      }
    }
    return nearest;
  }
}
