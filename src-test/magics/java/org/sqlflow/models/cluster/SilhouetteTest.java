package org.sqlflow.models.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.TrainingListener;

/**
 * The expected scores are scikit-learn 1.2.1's, made by
 *
 * <pre>
 * d = pandas.read_csv("iris.csv"); X = d.iloc[:, :4].values; Z = (X - X.mean(0)) / X.std(0)
 * silhouette_score(X, d.label), silhouette_score(Z, d.label), silhouette_score(X, arange(150) % 4)
 * silhouette_score([[0, 0], [0, 1], [5, 5], [9, 9]], [0, 0, 1, 1])
 * silhouette_score([[0, 0], [0, 1], [5, 5]], [0, 0, 1])
 * </pre>
 */
class SilhouetteTest {
  @Test
  void scikitLearnGivesTheSameOnIris() {
    assertThat(silhouette(Iris.raw(), Iris.species())).isCloseTo(0.5034774, within(1e-5));
    assertThat(silhouette(Iris.standardised(), Iris.species())).isCloseTo(0.3811262, within(1e-5));
    int[] nonsense = IntStream.range(0, 150).map(row -> row % 4).toArray();
    assertThat(silhouette(Iris.raw(), nonsense)).isCloseTo(-0.0418664, within(1e-5));
  }

  @Test
  void fourPointsByHand() {
    Matrix points = new Matrix(4, 2, new float[] {0, 0, 0, 1, 5, 5, 9, 9});
    assertThat(silhouette(points, new int[] {0, 0, 1, 1})).isCloseTo(0.6235339, within(1e-6));
  }

  @Test
  void aGroupOfOneRowScoresNothing() {
    Matrix points = new Matrix(3, 2, new float[] {0, 0, 0, 1, 5, 5});
    assertThat(silhouette(points, new int[] {0, 0, 1})).isCloseTo(0.5674683, within(1e-6));
  }

  @Test
  void oneGroupHasNoScore() {
    assertThat(Silhouette.of(Iris.raw(), new int[150], TrainingListener.NONE)).isEmpty();
  }

  @Test
  void aSampleStandsForALargeTable() {
    Matrix iris = Iris.raw();
    float[] values = new float[100 * iris.values().length];
    int[] groups = new int[100 * 150];
    for (int copy = 0; copy < 100; copy++) {
      System.arraycopy(iris.values(), 0, values, copy * 600, 600);
      System.arraycopy(Iris.species(), 0, groups, copy * 150, 150);
    }
    assertThat(silhouette(new Matrix(15_000, 4, values), groups))
        .isCloseTo(silhouette(iris, Iris.species()), within(0.03));
  }

  private static double silhouette(Matrix rows, int[] groups) {
    return Silhouette.of(rows, groups, TrainingListener.NONE).orElseThrow();
  }
}
