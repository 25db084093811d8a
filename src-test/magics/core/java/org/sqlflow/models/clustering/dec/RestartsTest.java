package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Findings.Start;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.Iris;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

class RestartsTest {
  private final DecEstimator type = new DecEstimator();
  private final Matrix iris = Iris.standardised();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theStartThatAgreesMostWithNeighboursIsKept(boolean pretrain) {
    Object[] attributes = {"n_clusters", 5L, "run_pretrain", pretrain, "cluster_init", "kmeans"};
    Object[] four = Arrays.copyOf(attributes, 8);
    four[6] = "train.restarts";
    four[7] = 4L;
    Trained several = train(iris, four);

    List<Start> starts = Iris.clusters(several.summary()).starts();
    assertThat(starts).extracting(Start::number).containsExactly(1, 2, 3, 4);
    assertThat(starts).extracting(Start::seed).containsExactly(42L, 43L, 44L, 45L);
    Neighbourhoods near = Neighbourhoods.of(iris, () -> {});
    Object[] alone = four.clone();
    alone[6] = "train.seed";
    Start kept = null;
    double best = 0;
    for (Start start : starts) {
      alone[7] = start.seed();
      double agreement = near.agreement(groups(train(iris, alone), iris));
      kept = kept == null || agreement > best ? start : kept;
      best = Math.max(best, agreement);
    }
    assertThat(starts).filteredOn(Start::kept).containsExactly(kept);
    assertThat(kept.agreement()).isEqualTo(1);
    assertThat(kept.sizes()).isEqualTo(Iris.clusters(several.summary()).sizes());
    assertThat(several.summary().metrics())
        .containsEntry("loss", kept.loss())
        .containsEntry("silhouette", kept.silhouette());
    assertThat(several.summary().phases())
        .extracting(Phase::name)
        .endsWith("clustering", "other starts", "scores");
    assertThat(several.summary().attributesAsUsed()).containsEntry("train.seed", 42L);
  }

  @Test
  void eachStartCanBeHadAloneByItsSeed() {
    Trained several = train(iris, "n_clusters", 3L, "train.restarts", 3L);

    for (Start start : Iris.clusters(several.summary()).starts()) {
      Trained alone = train(iris, "n_clusters", 3L, "train.seed", start.seed());
      assertThat(alone.summary().metrics()).containsEntry("loss", start.loss());
      assertThat(Iris.clusters(alone.summary()).sizes()).isEqualTo(start.sizes());
      assertThat(Iris.clusters(alone.summary()).starts()).isEmpty();
      assertThat(alone.summary().metrics()).doesNotContainKey("agreement of the starts");
      if (start.kept()) {
        assertThat(groups(alone, iris)).containsExactly(groups(several, iris));
        assertThat(alone.summary().curve()).isEqualTo(several.summary().curve());
      }
    }
  }

  @Test
  void theAgreementIsTheMeanOfAllPairs() {
    Trained several = train(iris, "n_clusters", 5L, "train.restarts", 3L, "cluster_init", "kmeans");
    List<int[]> groups = new ArrayList<>();
    for (long seed = 42; seed < 45; seed++) {
      Object[] alone = {"n_clusters", 5L, "train.seed", seed, "cluster_init", "kmeans"};
      groups.add(groups(train(iris, alone), iris));
    }

    double mean =
        (ari(groups.get(0), groups.get(1))
                + ari(groups.get(0), groups.get(2))
                + ari(groups.get(1), groups.get(2)))
            / 3;

    assertThat(mean).isLessThan(1);
    assertThat(several.summary().metrics().get("agreement of the starts"))
        .isCloseTo(mean, within(1e-12));
  }

  @Test
  void groupsOfNoiseAreCalledUnstable() {
    Random random = new Random(1);
    float[] values = new float[600 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Matrix noise = new Matrix(600, 6, values);

    Trained several = train(noise, "n_clusters", 5L, "train.restarts", 3L, "pretrain_epochs", 20L);

    assertThat(several.summary().metrics().get("agreement of the starts")).isLessThan(0.75);
    assertThat(several.summary().notes())
        .anyMatch(note -> note.contains("of 3 is kept") && note.contains("are unstable"))
        .anyMatch(
            note ->
                note.matches("The other starts find .*(none|but not) .*Jaccard index down to.*"));
  }

  @Test
  void separateBlobsAreStable() {
    Trained several = train(blobs(), "n_clusters", 3L, "train.restarts", 3L);

    assertThat(several.summary().metrics()).containsEntry("agreement of the starts", 1.0);
    assertThat(several.summary().details())
        .anyMatch(note -> note.contains("The starts agree by 1.00"))
        .contains(
            "The other starts find all groups again (mean Jaccard index 1.00 at least; 1: the same"
                + " rows).");
    assertThat(several.summary().notes()).noneMatch(note -> note.contains("unstable"));
  }

  @Test
  void progressSaysWhichStartRuns() {
    HeardProgress heard = new HeardProgress();

    type.fit(
        data(iris, "n_clusters", 3L, "train.restarts", 2L, "pretrain_epochs", 5L),
        TrainingContext.of(heard));

    assertThat(heard.all())
        .extracting(TrainingProgress::place)
        .contains(
            "start 1 of 2, pre-training epoch 5 of 5",
            "start 1 of 2, neighbours of rows",
            "start 1 of 2, first groups",
            "start 2 of 2, pre-training epoch 1 of 5",
            "start 2 of 2, scores");
  }

  private static Matrix blobs() {
    Random random = new Random(2);
    float[] values = new float[300 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 3 % 3 * 2 - 2 + (float) random.nextGaussian() / 20;
    }
    return new Matrix(300, 3, values);
  }

  private static double ari(int[] groups, int[] others) {
    return LabelAgreement.adjustedRand(Contingency.of(groups, others)).orElseThrow();
  }

  private static int[] groups(Trained training, Matrix rows) {
    return ((ClusteringModel) training.model()).assign(rows);
  }

  private TrainingSet data(Matrix rows, Object... attributes) {
    TrainingSet data = Iris.training(type, Optional.empty(), attributes);
    return new TrainingSet(
        rows,
        Arrays.asList("a", "b", "c", "d", "e", "f").subList(0, rows.columns()),
        data.attributes(),
        data.base());
  }

  private Trained train(Matrix rows, Object... attributes) {
    return type.fit(data(rows, attributes), TrainingContext.unattended());
  }
}
