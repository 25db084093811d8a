package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.SoftTarget;
import org.sqlflow.executor.TrainingPass;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.PartitionedRows;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.autoencoder.AutoencoderEstimator;
import org.sqlflow.models.clustering.dec.DeepEmbeddedClustering.ClusteringStep;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.AveragedTraining;
import org.sqlflow.models.training.Batches;
import org.sqlflow.text.Omission;

class ClusteringPassesTest {
  private static final int ROWS = 1500;
  private static final int GROUPS = 4;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  private final DecEstimator clusterModel = new DecEstimator();
  private final AutoencoderEstimator autoencoder = new AutoencoderEstimator();
  private final int[] truth = IntStream.range(0, ROWS).map(i -> i % 7 % GROUPS).toArray();
  private final Matrix rows = rows();

  private Matrix rows() {
    Random random = new Random(4);
    float[] values = new float[ROWS * NAMES.size()];
    for (int at = 0; at < values.length; at++) {
      int group = truth[at / NAMES.size()];
      values[at] =
          (float) (random.nextGaussian() / 3 + (group * 7 + at % NAMES.size() * 3) % GROUPS * 1.5);
    }
    return new Matrix(ROWS, NAMES.size(), values);
  }

  private Trained cluster(Optional<Model> base, boolean isPreTrained, int partitions) {
    Map<String, Object> with = new HashMap<>();
    with.put("model.n_clusters", (long) GROUPS);
    with.put("model.run_pretrain", isPreTrained);
    with.put("train.batch_size", 50L);
    with.put("model.pretrain_epochs", 10L);
    with.put("model.encode_units", List.of(12L, 3L));
    with.put("train.seed", 2L);
    return clusterModel.fit(
        set(new AttributeDeclarations(clusterModel.attributes()).check(with), base, partitions),
        TrainingContext.unattended());
  }

  private TrainingSet set(AttributeValues attributes, Optional<Model> base, int partitions) {
    return new TrainingSet(
        sample(),
        NAMES,
        Optional.empty(),
        attributes,
        base,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Omission.of(Set.copyOf(NAMES)),
        Optional.of(new PartitionedRows(rows, partitions)));
  }

  /** The first third of the rows. */
  private Matrix sample() {
    int some = ROWS / 3;
    return new Matrix(some, NAMES.size(), Arrays.copyOf(rows.values(), some * NAMES.size()));
  }

  private static int[] groups(Matrix codes, float[] centres) {
    try (ClusterAssignment assignment = ClusterAssignment.of(codes, centres, GROUPS)) {
      return assignment.groups();
    }
  }

  private void assertFound(Trained trained) {
    DecModel model = (DecModel) trained.model();
    Matrix codes =
        model.autoencoder().map(a -> a.encode(rows, CancellationCheck.NONE)).orElse(rows);
    int[] groups = groups(codes, model.centres());
    assertThat(LabelAgreement.adjustedRand(Contingency.of(truth, groups)).orElseThrow())
        .isGreaterThan(0.98);
    assertThat(trained.summary().rows()).isEqualTo(ROWS);
    List<Long> sizes = ((Findings.Clustering) trained.summary().findings()).sizes();
    assertThat(sizes)
        .isEqualTo(
            IntStream.range(0, GROUPS)
                .mapToLong(group -> IntStream.of(groups).filter(g -> g == group).count())
                .boxed()
                .toList());
    assertThat(sizes.get(0)).isGreaterThanOrEqualTo(sizes.get(GROUPS - 1));
  }

  @Test
  void theFourCasesFindTheGroupsOfAllRows() {
    Map<String, Object> with = new HashMap<>();
    with.put("train.batch_size", 50L);
    with.put("model.pretrain_epochs", 10L);
    with.put("model.encode_units", List.of(12L, 3L));
    Trained base =
        autoencoder.fit(
            set(
                new AttributeDeclarations(autoencoder.attributes()).check(with),
                Optional.empty(),
                3),
            TrainingContext.unattended());

    assertThat(base.summary().rows()).isEqualTo(ROWS);
    assertThat(base.summary().curve()).hasSize(10);
    assertFound(cluster(Optional.empty(), true, 3));
    assertFound(cluster(Optional.of(base.model()), true, 3));
    assertFound(cluster(Optional.empty(), false, 3));
    assertFound(cluster(Optional.of(base.model()), false, 3));
  }

  @Test
  void theSameSeedAndPartitionsGiveTheSameModel() {
    DecModel first = (DecModel) cluster(Optional.empty(), true, 2).model();
    DecModel again = (DecModel) cluster(Optional.empty(), true, 2).model();

    assertThat(again.centres()).containsExactly(first.centres());
    assertThat(again.autoencoder().orElseThrow().parameters().toFloatVector())
        .containsExactly(first.autoencoder().orElseThrow().parameters().toFloatVector());
  }

  @Test
  void aPassOfOnePartitionIsTheStepsOfThisProcess() {
    AutoencoderNetwork here =
        AutoencoderNetwork.create(
            new AutoencoderNetwork.Design(
                NAMES.size(), List.of(8, 3), Activation.TANH, WeightInit.XAVIER_UNIFORM, 5));
    AutoencoderNetwork there = here.copy();
    float[] centres = here.encode(rows, CancellationCheck.NONE).values();
    float[] start = Arrays.copyOf(centres, GROUPS * 3);
    DeepEmbeddedClustering.Settings settings =
        new DeepEmbeddedClustering.Settings(
            GROUPS, 0.01, 10, 1, OptionalDouble.empty(), 1, 0.5, ROWS, 1);
    AveragedTraining training =
        new AveragedTraining(
            Optional.of(there),
            NAMES.size(),
            start,
            new PartitionedRows(rows, 1),
            new TrainingPass.Steps(ROWS, 0.01, 1));
    try (ClusteringStep step = new ClusteringStep(Optional.of(here), rows, start, settings, 0.01)) {
      Batches batches = new Batches(ROWS, ROWS, 1);
      for (int renewal = 0; renewal < 3; renewal++) {
        SoftTarget target = training.target(GROUPS);
        try (ClusterAssignment assignment =
            ClusterAssignment.of(
                here.encode(rows, CancellationCheck.NONE), step.centres(), GROUPS)) {
          for (int i = 0; i < 4; i++) {
            assertThat(training.cluster(target, settings.reconstructionWeight()))
                .isCloseTo(step.train(batches, 0, assignment.target()), withinPercentage(0.1));
          }
        }
      }
      assertThat(training.centres()).containsExactly(step.centres(), within(1e-3f));
    }
    assertThat(there.parameters().toFloatVector())
        .containsExactly(here.parameters().toFloatVector(), within(1e-3f));
  }
}
