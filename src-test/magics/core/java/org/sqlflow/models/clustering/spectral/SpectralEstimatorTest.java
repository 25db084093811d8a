package org.sqlflow.models.clustering.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Stop;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class SpectralEstimatorTest {
  private static final Set<String> ALL = Set.of("distance", "confidence");
  private static final List<String> NAMES = List.of("x", "y");
  private final SpectralEstimator type = new SpectralEstimator();

  /** Two rings around one middle, which no straight line divides: k-means has an ARI near 0. */
  private static Matrix rings(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = 1 + row % 2 * 1.5 + 0.2 * random.nextDouble();
      values[2 * row] = (float) (radius * Math.cos(angle));
      values[2 * row + 1] = (float) (radius * Math.sin(angle));
    }
    return new Matrix(rows, 2, values);
  }

  private static double agreement(Model model, Matrix rows) {
    int[] rings = new int[rows.rows()];
    for (int row = 0; row < rings.length; row++) {
      rings[row] = row % 2;
    }
    return LabelAgreement.adjustedRand(
            Contingency.of(((ClusteringModel) model).assign(rows), rings))
        .orElseThrow();
  }

  @Test
  void ringsAreFoundAndNewRowsGoToTheirRing() {
    Model model = train(rings(1000, 1), "n_clusters", 2L).model();
    assertThat(agreement(model, rings(1000, 1))).isEqualTo(1);
    assertThat(agreement(model, rings(5000, 2))).isGreaterThan(0.99);
  }

  @Test
  void aRowHasTheSameOutputsAloneAndAmongOthers() {
    Matrix rows = rings(300, 3);
    Model model = train(rows, "n_clusters", 4L).model();
    List<ColumnVector> all = model.predict(rows, ALL);
    Matrix one = new Matrix(1, 2, new float[] {rows.at(77, 0), rows.at(77, 1)});
    List<ColumnVector> alone = model.predict(one, ALL);
    assertThat(((ColumnVector.Ints) alone.get(0)).values()[0])
        .isEqualTo(((ColumnVector.Ints) all.get(0)).values()[77]);
    for (int at = 1; at <= 2; at++) {
      assertThat(((ColumnVector.Floats) alone.get(at)).values()[0])
          .isEqualTo(((ColumnVector.Floats) all.get(at)).values()[77]);
    }
    for (float confidence : ((ColumnVector.Floats) all.get(2)).values()) {
      assertThat(confidence).isBetween(0.25f, 1f);
    }
  }

  @Test
  void theSameSeedGivesTheSameModel() {
    Matrix rows = rings(400, 4);
    assertThat(train(rows, "n_clusters", 3L).model().content())
        .usingRecursiveComparison()
        .isEqualTo(train(rows, "n_clusters", 3L).model().content());
  }

  @Test
  void aRestoredModelPredictsTheSame() throws Exception {
    Matrix rows = rings(200, 5);
    Model model = train(rows, "n_clusters", 3L).model();
    ObjectMapper mapper = new ObjectMapper();
    String stored = mapper.writeValueAsString(model.content().parameters());
    Model restored =
        type.restore(new ModelContent(mapper.readTree(stored), model.content().network()));
    assertThat(restored.predict(rows, ALL))
        .usingRecursiveComparison()
        .isEqualTo(model.predict(rows, ALL));
    assertThatThrownBy(
            () -> type.restore(new ModelContent(model.content().parameters(), Optional.empty())))
        .isInstanceOf(ModelException.class)
        .hasMessage("the stored model is corrupt (no numbers): retrain the model");
  }

  @Test
  void fewerLandmarksThanGroupsAreRefused() {
    assertThatThrownBy(() -> train(rings(200, 6), "n_clusters", 5L, "landmarks", 4L))
        .isInstanceOf(ModelException.class)
        .hasMessage("4 landmarks cannot make 5 groups: set a higher model.landmarks");
  }

  @Test
  void equalRowsAreEnoughIfSomeDiffer() {
    float[] values = new float[200];
    for (int row = 0; row < 100; row++) {
      values[2 * row] = row % 3;
    }
    Trained trained = train(new Matrix(100, 2, values), "n_clusters", 3L);
    assertThat(Iris.clusters(trained.summary()).sizes()).containsExactly(34L, 33L, 33L);
  }

  @Test
  void itStopsWhenAsked() {
    assertThatThrownBy(
            () -> type.fit(Iris.training(type, Optional.empty()), TrainingContext.of(new Stop())))
        .isInstanceOf(CancellationException.class);
  }

  private Trained train(Matrix rows, Object... attributes) {
    return type.fit(
        Iris.training(rows, NAMES, type, Optional.empty(), attributes),
        TrainingContext.unattended());
  }
}
