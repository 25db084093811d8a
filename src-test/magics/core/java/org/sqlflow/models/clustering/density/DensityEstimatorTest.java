package org.sqlflow.models.clustering.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Stop;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class DensityEstimatorTest {
  private static final Set<String> ALL = Set.of("distance", "confidence");
  private final DensityEstimator type = new DensityEstimator();

  /** Rows, and what scikit-learn makes of them; resources' make.py says how they were made. */
  private record Peer(Matrix rows, long least, long samples, int[] groups, float[] probabilities) {
    static Peer of(String set) throws IOException {
      List<String[]> lines = new ArrayList<>();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  DensityEstimatorTest.class.getResourceAsStream("hdbscan.csv"),
                  StandardCharsets.UTF_8))) {
        reader
            .lines()
            .filter(line -> line.startsWith(set + ","))
            .forEach(line -> lines.add(line.split(",", -1)));
      }
      int width = lines.get(0)[5].isEmpty() ? 2 : 4;
      float[] values = new float[lines.size() * width];
      for (int at = 0; at < values.length; at++) {
        values[at] = Float.parseFloat(lines.get(at / width)[3 + at % width]);
      }
      float[] probabilities = new float[lines.size()];
      for (int row = 0; row < probabilities.length; row++) {
        probabilities[row] = Float.parseFloat(lines.get(row)[8]);
      }
      return new Peer(
          new Matrix(lines.size(), width, values),
          Long.parseLong(lines.get(0)[1]),
          Long.parseLong(lines.get(0)[2]),
          lines.stream().mapToInt(line -> Integer.parseInt(line[7])).toArray(),
          probabilities);
    }
  }

  @ParameterizedTest
  @CsvSource({"rings", "moons", "blobs", "iris"})
  void theGroupsAreThoseOfScikitLearn(String set) throws IOException {
    Peer peer = Peer.of(set);
    Trained trained =
        train(peer.rows(), "min_cluster_size", peer.least(), "min_samples", peer.samples());
    int[] own = ((ClusteringModel) trained.model()).assign(peer.rows());
    assertThat(agreement(own, peer.groups())).isEqualTo(1);
    assertThat(Iris.clusters(trained.summary()).sizes())
        .hasSize((int) Arrays.stream(peer.groups()).filter(group -> group >= 0).distinct().count());
  }

  @ParameterizedTest
  @CsvSource({"rings", "moons", "blobs", "iris"})
  void theConfidenceIsScikitLearnsProbability(String set) throws IOException {
    Peer peer = Peer.of(set);
    Model model =
        train(peer.rows(), "min_cluster_size", peer.least(), "min_samples", peer.samples()).model();
    float[] confidences = ((ColumnVector.Floats) model.predict(peer.rows(), ALL).get(2)).values();
    for (int row = 0; row < confidences.length; row++) {
      assertThat((double) confidences[row]).isCloseTo(peer.probabilities()[row], within(1e-4));
    }
  }

  /** In 16 dimensions distances are rounded differently in the tree and in a prediction. */
  @Test
  void theSizesAreThoseOfPredictingTheSameRows() {
    for (int seed = 0; seed < 8; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[16 * 1200];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (i / 16 % 3 * 1.5 - Math.log(1 - random.nextDouble()));
      }
      Matrix rows = new Matrix(1200, 16, values);
      Trained trained = train(rows, "min_cluster_size", 20L, "min_samples", 5L);
      int[] own = ((ClusteringModel) trained.model()).assign(rows);
      long[] sizes = new long[((ClusteringModel) trained.model()).clusters()];
      Arrays.stream(own).filter(group -> group >= 0).forEach(group -> sizes[group]++);
      assertThat(Iris.clusters(trained.summary()).sizes())
          .as("seed %d", seed)
          .containsExactlyElementsOf(Arrays.stream(sizes).boxed().toList());
    }
  }

  /** The adjusted Rand index where the rows in no group are one group. */
  private static double agreement(int[] own, int[] others) {
    return LabelAgreement.adjustedRand(Contingency.of(shifted(own), shifted(others))).orElseThrow();
  }

  private static int[] shifted(int[] groups) {
    return Arrays.stream(groups).map(group -> Math.max(-1, group) + 1).toArray();
  }

  /** Two dense rings, and as many rows again that lie anywhere. */
  private static Matrix rings(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = 1 + row % 2 * 2 + 0.1 * random.nextDouble();
      boolean isNoise = row % 20 == 0;
      values[2 * row] = (float) (isNoise ? 12 * random.nextDouble() - 6 : radius * Math.cos(angle));
      values[2 * row + 1] =
          (float) (isNoise ? 12 * random.nextDouble() - 6 : radius * Math.sin(angle));
    }
    return new Matrix(rows, 2, values);
  }

  private static double ringsFound(Model model, Matrix rows) {
    int[] own = ((ClusteringModel) model).assign(rows);
    long right =
        IntStream.range(0, own.length)
            .filter(row -> row % 20 != 0 && own[row] == 1 - row % 2)
            .count();
    long swapped =
        IntStream.range(0, own.length).filter(row -> row % 20 != 0 && own[row] == row % 2).count();
    return (double) Math.max(right, swapped) / (own.length - (own.length + 19) / 20);
  }

  @Test
  void newRowsGoToTheirRingAndRowsFarAwayToNone() {
    Model model = train(rings(2000, 1)).model();
    assertThat(ringsFound(model, rings(2000, 1))).isGreaterThan(0.99);
    assertThat(ringsFound(model, rings(2000, 2))).isGreaterThan(0.97);
    List<ColumnVector> far = model.predict(new Matrix(1, 2, new float[] {40, 40}), ALL);
    assertThat(((ColumnVector.Ints) far.get(0)).values()).containsExactly(ColumnVector.Ints.NONE);
    assertThat(((ColumnVector.Floats) far.get(1)).values()[0]).isGreaterThan(40);
    assertThat(((ColumnVector.Floats) far.get(2)).values()).containsExactly(0);
  }

  @Test
  void manyRowsAreGroupedBySomeOfThem() {
    assertThat(DensityEstimator.sampleSize(3000, 10)).isEqualTo(3000);
    assertThat(DensityEstimator.sampleSize(1_000_000, 10)).isEqualTo(20_000);
    assertThat(DensityEstimator.sampleSize(1_000_000, 784)).isBetween(3000, 3500);
    Trained trained = train(rings(24_000, 3));
    assertThat(Iris.clusters(trained.summary()).sizes()).hasSize(2);
    assertThat(ringsFound(trained.model(), rings(24_000, 3))).isGreaterThan(0.99);
    assertThat(trained.summary().details())
        .contains(
            "The groups are those of a random sample of 20,000 of the 24,000 rows; the other rows"
                + " went to them as new rows do.");
    assertThat(trained.summary().attributesAsUsed()).containsEntry("model.min_cluster_size", 84L);
  }

  @Test
  void ringsAreJudgedByTheGapsBetweenThem() {
    Trained trained = train(rings(2000, 4));
    ClusterJudgement judgement = Iris.clusters(trained.summary()).judgement();
    assertThat(judgement.gaps().separated()).isTrue();
    assertThat(judgement.verdict()).isEqualTo(ClusterJudgement.Comparison.Verdict.MODEL);
    assertThat(trained.summary().notes().get(0))
        .matches("[0-9]+ of 2,000 rows \\(.* %\\) are in no group.");
  }

  @Test
  void aRowHasTheSameOutputsAloneAndAmongOthers() {
    Matrix rows = rings(300, 5);
    Model model = train(rows).model();
    List<ColumnVector> all = model.predict(rows, ALL);
    List<ColumnVector> alone =
        model.predict(new Matrix(1, 2, new float[] {rows.at(77, 0), rows.at(77, 1)}), ALL);
    for (int at = 0; at <= 2; at++) {
      assertThat(alone.get(at).take(new int[] {0}))
          .usingRecursiveComparison()
          .isEqualTo(all.get(at).take(new int[] {77}));
    }
  }

  @Test
  void aRestoredModelPredictsTheSame() throws Exception {
    Matrix rows = rings(400, 6);
    Model model = train(rows).model();
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
  void rowsWithoutDenserPartsHaveNoGroups() {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[400];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble();
    }
    assertThatThrownBy(() -> train(new Matrix(200, 2, values), "min_cluster_size", 80L))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "no 80 rows or more are denser than what lies around them, so there are no groups: set"
                + " a lower model.min_cluster_size, use other columns, or train a kmeans to cut the"
                + " rows anyway");
  }

  /** Measured: with 3,000 rows of 16 features a tenth of the time goes by before the scores. */
  @Test
  void theScoresOfAFewThousandRowsTakeMostOfTheTime() {
    HeardProgress heard = new HeardProgress();
    type.fit(
        Iris.training(rings(3000, 6), List.of("x", "y"), type, Optional.empty()),
        TrainingContext.of(heard));

    assertThat(
            heard.all().stream()
                .filter(progress -> progress.phase().equals("scores"))
                .findFirst()
                .orElseThrow()
                .from())
        .isLessThan(0.2);
  }

  @Test
  void equalRowsAreRefused() {
    assertThatThrownBy(() -> train(new Matrix(50, 2, new float[100])))
        .isInstanceOf(ModelException.class)
        .hasMessage("all 50 rows are equal in these features: there is nothing to group");
  }

  @Test
  void itStopsWhenAsked() {
    assertThatThrownBy(
            () -> type.fit(Iris.training(type, Optional.empty()), TrainingContext.of(new Stop())))
        .isInstanceOf(CancellationException.class);
  }

  private Trained train(Matrix rows, Object... attributes) {
    List<String> names =
        IntStream.range(0, rows.columns()).mapToObj(column -> "x" + column).toList();
    return type.fit(
        Iris.training(rows, names, type, Optional.empty(), attributes),
        TrainingContext.unattended());
  }
}
