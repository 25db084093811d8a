package org.sqlflow.models.clustering.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class DistanceTest {
  private static final Set<String> ALL = Set.of("distance", "confidence");
  private final KMeansEstimator type = new KMeansEstimator();

  private Trained train(Matrix rows, String distance, long clusters) {
    List<String> names = List.of("x", "y", "z").subList(0, rows.columns());
    return type.fit(
        Iris.training(
            rows, names, type, Optional.empty(), "distance", distance, "n_clusters", clusters),
        TrainingContext.unattended());
  }

  private static double agreement(int[] own, int[] known) {
    return LabelAgreement.adjustedRand(Contingency.of(own, known)).orElseThrow();
  }

  private static int[] modulo(int rows, int by) {
    return IntStream.range(0, rows).map(row -> row % by).toArray();
  }

  /** Three directions, and lengths from 0.1 to 100. */
  private static Matrix directions(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[3 * rows];
    for (int row = 0; row < rows; row++) {
      double length = Math.pow(10, 3 * random.nextDouble() - 1);
      for (int c = 0; c < 3; c++) {
        double own = c == row % 3 ? 1 : 0.3 * random.nextDouble();
        values[3 * row + c] = (float) (length * own);
      }
    }
    return new Matrix(rows, 3, values);
  }

  @Test
  void theCosineSeesDirectionsWhateverTheLengths() {
    Matrix rows = directions(300);
    KMeansModel model = (KMeansModel) train(rows, "cosine", 3).model();
    assertThat(agreement(model.assign(rows), modulo(300, 3))).isEqualTo(1);
    KMeansModel straight = (KMeansModel) train(rows, "euclidean", 3).model();
    assertThat(agreement(straight.assign(rows), modulo(300, 3))).isLessThan(0.5);
    for (int centre = 0; centre < 3; centre++) {
      double square = 0;
      for (int c = 0; c < 3; c++) {
        square += Math.pow(model.centres()[3 * centre + c], 2);
      }
      assertThat(square).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void theDistanceIsOneMinusTheCosine() {
    Matrix rows = directions(60);
    KMeansModel model = (KMeansModel) train(rows, "cosine", 3).model();
    List<ColumnVector> outputs = model.predict(rows, ALL);
    int[] groups = ((ColumnVector.Ints) outputs.get(0)).values();
    for (int row = 0; row < 60; row++) {
      double product = 0;
      double square = 0;
      for (int c = 0; c < 3; c++) {
        product += (double) rows.at(row, c) * model.centres()[3 * groups[row] + c];
        square += (double) rows.at(row, c) * rows.at(row, c);
      }
      assertThat((double) ((ColumnVector.Floats) outputs.get(1)).values()[row])
          .isCloseTo(1 - product / Math.sqrt(square), within(1e-5));
    }
  }

  @Test
  void aRowOfZerosHasNoDirectionAndHarmsNothing() {
    Matrix rows = directions(90);
    Arrays.fill(rows.values(), 0, 3, 0);
    Trained trained = train(rows, "cosine", 3);
    assertThat(Iris.clusters(trained.summary()).sizes().stream().mapToLong(n -> n).sum())
        .isEqualTo(90);
    for (float distance :
        ((ColumnVector.Floats) trained.model().predict(rows, ALL).get(1)).values()) {
      assertThat(distance).isFinite();
    }
  }

  /** Two groups, and a few rows very far out. */
  private static Matrix withFarRows() {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[400];
    for (int row = 0; row < 200; row++) {
      values[2 * row] = (float) (row % 2 * 4 + random.nextDouble());
      values[2 * row + 1] = (float) random.nextDouble();
    }
    values[1] = 60;
    values[3] = -60;
    return new Matrix(200, 2, values);
  }

  @Test
  void centresOfTheManhattanDistanceAreMediansThatFarRowsDoNotMove() {
    Matrix rows = withFarRows();
    KMeansModel model = (KMeansModel) train(rows, "manhattan", 2).model();
    int[] groups = model.assign(rows);
    assertThat(agreement(groups, modulo(200, 2))).isEqualTo(1);
    for (int centre = 0; centre < 2; centre++) {
      for (int c = 0; c < 2; c++) {
        int own = centre;
        int column = c;
        double[] sorted =
            IntStream.range(0, 200)
                .filter(row -> groups[row] == own)
                .mapToDouble(row -> rows.at(row, column))
                .sorted()
                .toArray();
        double median = (sorted[49] + sorted[50]) / 2;
        assertThat((double) model.centres()[2 * centre + c]).isCloseTo(median, within(1e-6));
      }
    }
    ColumnVector.Floats distances = (ColumnVector.Floats) model.predict(rows, ALL).get(1);
    assertThat((double) distances.values()[0])
        .isCloseTo(
            Math.abs(rows.at(0, 0) - model.centres()[2 * groups[0]])
                + Math.abs(rows.at(0, 1) - model.centres()[2 * groups[0] + 1]),
            within(1e-4));
  }

  @Test
  void manyRowsAreStartedOnASample() {
    SplittableRandom random = new SplittableRandom(6);
    float[] values = new float[3 * 12_000];
    for (int row = 0; row < 12_000; row++) {
      for (int c = 0; c < 3; c++) {
        values[3 * row + c] = (float) ((c == row % 3 ? 5 : 0) + random.nextDouble());
      }
    }
    Matrix rows = new Matrix(12_000, 3, values);
    KMeans.Clustering found =
        Distance.MANHATTAN.fit(
            rows,
            new KMeans.Settings(3, 5, 100, 1e-4),
            1,
            CancellationCheck.NONE,
            (iteration, centres) -> {});
    assertThat(agreement(found.groups(), modulo(12_000, 3))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "manhattan"})
  void aRestoredModelPredictsTheSameAndTheSeedDecides(String distance) {
    Matrix rows = Iris.standardised();
    Trained trained =
        type.fit(
            Iris.training(type, Optional.empty(), "distance", distance, "n_clusters", 3L),
            TrainingContext.unattended());
    ModelContent content = trained.model().content();
    assertThat(content.parameters().path("distance").asText()).isEqualTo(distance);
    assertThat(type.restore(content).predict(rows, ALL))
        .usingRecursiveComparison()
        .isEqualTo(trained.model().predict(rows, ALL));
    assertThat(trained.summary().metrics()).containsKeys("silhouette", "inertia");
    for (float confidence :
        ((ColumnVector.Floats) trained.model().predict(rows, ALL).get(2)).values()) {
      assertThat(confidence).isBetween(1 / 3f, 1f);
    }
    ((ObjectNode) content.parameters()).put("distance", "hamming");
    assertThatThrownBy(() -> type.restore(content))
        .isInstanceOf(ModelException.class)
        .hasMessage("the stored model is corrupt (an unknown distance): retrain the model");
  }
}
