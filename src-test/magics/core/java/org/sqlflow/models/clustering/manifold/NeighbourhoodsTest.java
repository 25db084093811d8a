package org.sqlflow.models.clustering.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.models.CancellationCheck;

class NeighbourhoodsTest {
  private static final CancellationCheck ON = () -> {};

  /** Rows on {@code rings} circles around one middle, in turn. */
  private static Matrix rings(int rows, int rings) {
    Random random = new Random(7);
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = 1 + 3 * (row % rings) + 0.1 * random.nextGaussian();
      values[2 * row] = (float) (radius * Math.cos(angle));
      values[2 * row + 1] = (float) (radius * Math.sin(angle));
    }
    return new Matrix(rows, 2, values);
  }

  @Test
  void neighboursAreThoseOfAllPairsOfDistances() {
    Random random = new Random(1);
    float[] values = new float[2500 * 3];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian() + 50;
    }
    Matrix rows = new Matrix(2500, 3, values);
    NeighbourGraph graph = NeighbourGraph.of(rows, 7, ON);
    for (int row = 0; row < 2500; row += 97) {
      int own = row;
      double[] distances =
          IntStream.range(0, 2500)
              .filter(other -> other != own)
              .mapToDouble(o -> Math.sqrt(Distances.squared(values, 3 * own, values, 3 * o, 3)))
              .sorted()
              .toArray();
      for (int i = 0; i < 7; i++) {
        assertThat((double) graph.distances()[row * 7 + i]).isCloseTo(distances[i], within(1e-3));
      }
      assertThat(Arrays.copyOfRange(graph.rows(), row * 7, row * 7 + 7)).doesNotContain(own);
    }
  }

  @Test
  void oneThreadFindsTheSameGroupsAsSeveral() throws Exception {
    Matrix rows = rings(3000, 3);
    Neighbourhoods.Groups several = Neighbourhoods.of(rows, ON).groups(3, 5, 42, ON);
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      assertThat(one.submit(() -> Neighbourhoods.of(rows, ON).groups(3, 5, 42, ON).groups()).get())
          .isEqualTo(several.groups());
    } finally {
      one.shutdown();
    }
  }

  @Test
  void agreementIsTheModularityOfTheNeighbours() {
    // Two blobs of three rows: with two neighbours each, all are of the own blob.
    Matrix rows = new Matrix(6, 1, new float[] {0, 1, 2, 100, 101, 102});
    NeighbourGraph graph = NeighbourGraph.of(rows, 2, ON);
    assertThat(graph.agreement(new int[] {0, 0, 0, 1, 1, 1})).isCloseTo(0.5, within(1e-12));
    assertThat(graph.agreement(new int[6])).isCloseTo(0, within(1e-12));
  }

  @Test
  void togethernessDoesNotDependOnTheSizesOfGroups() {
    // A blob of seven rows and one of three: neighbours are of the own blob.
    Matrix rows = new Matrix(10, 1, new float[] {0, 1, 2, 3, 4, 5, 6, 100, 101, 102});
    NeighbourGraph graph = NeighbourGraph.of(rows, 2, ON);
    int[] blobs = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
    assertThat(graph.agreement(blobs)).isCloseTo(1 - .49 - .09, within(1e-12));
    assertThat(graph.togetherness(blobs)).isCloseTo(1, within(1e-12));
    assertThat(graph.togetherness(new int[10])).isZero();
    // Three of 20 neighbours are cut: both of the row at 0, and that row as the one of row 1.
    int[] cut = {1, 0, 0, 0, 0, 0, 0, 1, 1, 1};
    assertThat(graph.togetherness(cut)).isCloseTo((17 / 20. - .52) / .48, within(1e-12));
  }

  @Test
  void groupsNeedRowsForTheirNeighbourhoods() {
    assertThat(Neighbourhoods.arePossible(99, 4, 2)).isFalse();
    assertThat(Neighbourhoods.arePossible(100, 4, 20)).isTrue();
    assertThat(Neighbourhoods.arePossible(100, 4, 21)).isFalse();
    assertThat(Neighbourhoods.arePossible(1_000_000, 4, 5000)).isFalse();
  }

  @Test
  void weightsAreSymmetricAndAtMostOne() {
    FuzzyGraph graph = FuzzyGraph.of(NeighbourGraph.of(rings(500, 2), 15, ON));
    for (int row = 0; row < 500; row++) {
      for (int edge = graph.starts()[row]; edge < graph.starts()[row + 1]; edge++) {
        int other = graph.ends()[edge];
        int back =
            Arrays.binarySearch(
                graph.ends(), graph.starts()[other], graph.starts()[other + 1], row);
        assertThat(graph.weights()[back]).isEqualTo(graph.weights()[edge]).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void rowsThatAreAllButEqualHaveFiniteGroups() {
    float[] values = new float[300];
    Arrays.fill(values, 150, 300, 1f);
    Neighbourhoods near = Neighbourhoods.of(new Matrix(300, 1, values), ON);
    int[] groups = near.groups(2, 5, 1, ON).groups();
    assertThat(groups).hasSize(300).containsOnly(0, 1);
  }

  @Test
  void votesOfARowSumToOne() {
    Neighbourhoods near = Neighbourhoods.of(rings(200, 2), ON);
    int[] groups = IntStream.range(0, 200).map(row -> row % 2).toArray();
    float[] votes = near.votes(groups, 2);
    for (int row = 0; row < 200; row++) {
      assertThat(votes[2 * row] + votes[2 * row + 1]).isCloseTo(1f, within(1e-5f));
      assertThat(votes[2 * row + row % 2]).isGreaterThanOrEqualTo(0.5f);
    }
  }

  @Test
  void aSearchCanBeCancelled() {
    assertThatThrownBy(
            () ->
                NeighbourGraph.of(
                    rings(500, 2),
                    15,
                    () -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
  }
}
