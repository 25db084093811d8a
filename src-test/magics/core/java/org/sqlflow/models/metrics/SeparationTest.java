package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CreditCards;
import org.sqlflow.models.Iris;

/**
 * The expected scores are scikit-learn 1.2.1's, made by
 *
 * <pre>
 * d = pandas.read_csv("iris.csv"); X = d.iloc[:, :4].values; Z = (X - X.mean(0)) / X.std(0)
 * for A, g in (X, d.label), (Z, d.label), (X, arange(150) % 4), (Z, arange(150) % 4):
 *     davies_bouldin_score(A, g), calinski_harabasz_score(A, g)
 * c = pandas.read_csv("credit_card_customers.csv.gz").dropna(); C = c.iloc[:, 1:].values
 * g = where(c.cash_advance > 1000, 0, where(c.purchases > 1000, 1, 2))
 * A = (C - C.mean(0)) / C.std(0); davies_bouldin_score(A, g), calinski_harabasz_score(A, g)
 * </pre>
 */
class SeparationTest {
  private static final int[] NONSENSE = IntStream.range(0, 150).map(row -> row % 4).toArray();

  @Test
  void scikitLearnGivesTheSameOnIris() {
    assertThat(daviesBouldin(Iris.raw(), Iris.species())).isCloseTo(0.7513707, within(1e-6));
    assertThat(daviesBouldin(Iris.standardised(), Iris.species()))
        .isCloseTo(1.0672570, within(1e-6));
    assertThat(calinskiHarabasz(Iris.raw(), Iris.species())).isCloseTo(487.33088, within(1e-3));
    assertThat(calinskiHarabasz(Iris.standardised(), Iris.species()))
        .isCloseTo(191.30361, within(1e-3));
  }

  @Test
  void scikitLearnGivesTheSameOnGroupsWithoutSense() {
    assertThat(daviesBouldin(Iris.raw(), NONSENSE)).isCloseTo(45.98183, within(1e-3));
    assertThat(daviesBouldin(Iris.standardised(), NONSENSE)).isCloseTo(37.65739, within(1e-3));
    assertThat(calinskiHarabasz(Iris.raw(), NONSENSE)).isCloseTo(0.0755531, within(1e-6));
    assertThat(calinskiHarabasz(Iris.standardised(), NONSENSE)).isCloseTo(0.1909840, within(1e-6));
  }

  @Test
  void scikitLearnGivesTheSameOnCreditCards() {
    CreditCards cards = CreditCards.complete();
    assertThat(daviesBouldin(cards.standardised(), cards.groups()))
        .isCloseTo(2.0653705, within(1e-5));
    assertThat(calinskiHarabasz(cards.standardised(), cards.groups()))
        .isCloseTo(1062.0181513, within(1e-2));
  }

  /** {@code ([[0, 0], [0, 1], [5, 5], [9, 9]], [0, 0, 1, 1])}. */
  @Test
  void fourPoints() {
    Matrix points = new Matrix(4, 2, new float[] {0, 0, 0, 1, 5, 5, 9, 9});
    assertThat(daviesBouldin(points, new int[] {0, 0, 1, 1})).isCloseTo(0.3484357, within(1e-7));
    assertThat(calinskiHarabasz(points, new int[] {0, 0, 1, 1}))
        .isCloseTo(11.0606061, within(1e-7));
  }

  /** {@code ([[0, 0], [0, 1], [5, 5]], [0, 0, 1])}. */
  @Test
  void aGroupOfOneRowHasNoSpread() {
    Matrix points = new Matrix(3, 2, new float[] {0, 0, 0, 1, 5, 5});
    assertThat(daviesBouldin(points, new int[] {0, 0, 1})).isCloseTo(0.0743294, within(1e-7));
    assertThat(calinskiHarabasz(points, new int[] {0, 0, 1})).isCloseTo(60.3333333, within(1e-6));
  }

  @Test
  void emptyGroupsDoNotCount() {
    int[] gaps = IntStream.of(Iris.species()).map(species -> 3 * species + 1).toArray();
    assertThat(daviesBouldin(Iris.raw(), gaps))
        .isEqualTo(daviesBouldin(Iris.raw(), Iris.species()));
    assertThat(calinskiHarabasz(Iris.raw(), gaps))
        .isCloseTo(calinskiHarabasz(Iris.raw(), Iris.species()), within(1e-9));
  }

  @Test
  void oneGroupHasNoScore() {
    assertThat(DaviesBouldin.of(Iris.raw(), new int[150])).isEmpty();
    assertThat(CalinskiHarabasz.of(Iris.raw(), new int[150])).isEmpty();
  }

  @Test
  void noRowsHaveNoScore() {
    Matrix none = new Matrix(0, 2, new float[0]);
    assertThat(DaviesBouldin.of(none, new int[0])).isEmpty();
    assertThat(CalinskiHarabasz.of(none, new int[0])).isEmpty();
  }

  @Test
  void aGroupForEachRowHasNoScore() {
    int[] own = IntStream.range(0, 150).toArray();
    assertThat(DaviesBouldin.of(Iris.raw(), own)).isEmpty();
    assertThat(CalinskiHarabasz.of(Iris.raw(), own)).isEmpty();
  }

  @Test
  void rowsThatAreAllTheSameHaveNoScore() {
    Matrix same = new Matrix(5, 1, new float[] {.1f, .1f, .1f, .1f, .1f});
    assertThat(DaviesBouldin.of(same, new int[] {0, 0, 0, 1, 1})).isEmpty();
    assertThat(CalinskiHarabasz.of(same, new int[] {0, 0, 0, 1, 1})).isEmpty();
  }

  @Test
  void groupsAroundOneCentreHaveNoDaviesBouldin() {
    Matrix rings = new Matrix(6, 1, new float[] {-1, 1, -5, 5, 20, 21});
    assertThat(DaviesBouldin.of(rings, new int[] {0, 0, 1, 1, 2, 2})).isEmpty();
    assertThat(CalinskiHarabasz.of(rings, new int[] {0, 0, 1, 1, 2, 2})).isPresent();
  }

  @Test
  void groupsWithoutSpreadAreBestByDaviesBouldinAndHaveNoVarianceRatio() {
    Matrix pairs = new Matrix(4, 1, new float[] {1, 1, 2, 2});
    assertThat(daviesBouldin(pairs, new int[] {0, 0, 1, 1})).isZero();
    assertThat(CalinskiHarabasz.of(pairs, new int[] {0, 0, 1, 1})).isEmpty();
  }

  private static double daviesBouldin(Matrix rows, int[] groups) {
    return DaviesBouldin.of(rows, groups).orElseThrow();
  }

  private static double calinskiHarabasz(Matrix rows, int[] groups) {
    return CalinskiHarabasz.of(rows, groups).orElseThrow();
  }
}
