package org.sqlflow.models.clustering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.centres.CentreTerms;
import org.sqlflow.models.clustering.centres.CentredRows;
import org.sqlflow.models.clustering.centres.NearestCentres;
import org.sqlflow.models.clustering.dec.TargetDistribution;
import org.sqlflow.models.clustering.kmeans.KMeansEstimator;
import org.sqlflow.models.clustering.kmeans.KMeansModel;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.NetworkStep;
import org.sqlflow.models.neural.TrainingSteps;

/** What training, using and storing models consists of: 10 numbers a row, 10 groups. */
@State(Scope.Thread)
public class ClusterParts {
  private static final int BATCH = 256;
  private static final int CLUSTERS = 10;
  private static final int ROWS = 10_000;
  private static final int SAMPLE = 5_000;
  private static final int WIDTH = 10;

  private final Matrix rows = new TrainingSteps.Shape("", ROWS, WIDTH, List.of()).randomRows();
  private final float[] centres = Arrays.copyOf(rows.values(), CLUSTERS * WIDTH);
  private final int[] order = new Random(1).ints(BATCH, 0, ROWS).toArray();
  private final float[] q = new float[ROWS * CLUSTERS];
  private final float[] target = new float[ROWS * CLUSTERS];
  private final AutoencoderNetwork autoencoder =
      AutoencoderNetwork.create(
          new AutoencoderNetwork.Design(
              WIDTH, List.of(100, 7), Activation.RELU, WeightInit.XAVIER_UNIFORM, 5));
  private final NetworkStep step = new NetworkStep(autoencoder, BATCH, 0.001);
  private final Matrix sample = RowSample.take(rows, IntStream.range(0, SAMPLE).toArray());
  private final int[] groups = new Random(2).ints(SAMPLE, 0, CLUSTERS).toArray();
  private final CentredRows block =
      CentredRows.forCentres(RowSample.take(rows, IntStream.range(0, CentredRows.BLOCK).toArray()));
  private final CentreTerms products = new CentreTerms(block, CLUSTERS);
  private final int[] blockGroups = new int[CentredRows.BLOCK];
  private final JsonMapper json = new JsonMapper();
  private final KMeansModel model =
      new KMeansModel(
          new KMeansEstimator(),
          IntStream.range(0, WIDTH).mapToObj(c -> "c" + c).toList(),
          centres);

  public ClusterParts() {
    products.set(centres);
    SoftAssignment.of(rows.values(), ROWS, centres, CLUSTERS, q);
  }

  @Benchmark
  public double stepOfTrainingASmallNetworkOn256Rows() {
    return step.train(rows.values(), order, 0, BATCH);
  }

  @Benchmark
  public float[] softAssignmentOf10000Rows() {
    SoftAssignment.of(rows.values(), ROWS, centres, CLUSTERS, q);
    return q;
  }

  @Benchmark
  public float[] targetOf10000Rows() {
    System.arraycopy(q, 0, target, 0, q.length);
    TargetDistribution.of(FloatBuffer.wrap(target), ROWS, CLUSTERS);
    return target;
  }

  @Benchmark
  public int[] nearestCentresOfABlockOf1024Rows() {
    NearestCentres.assign(block, products, centres, 0, blockGroups, (row, group) -> {});
    return blockGroups;
  }

  @Benchmark
  public OptionalDouble silhouetteOf5000Rows() {
    return Silhouette.of(sample, groups, CancellationCheck.NONE);
  }

  @Benchmark
  public KMeansModel jsonOfAKmeansModelWrittenAndRead() throws JsonProcessingException {
    String text = json.writeValueAsString(model.content().parameters());
    return (KMeansModel)
        model.estimator().restore(new ModelContent(json.readTree(text), Optional.empty()));
  }

  @Benchmark
  public AutoencoderNetwork networkWrittenAndRead() {
    return AutoencoderNetwork.fromBytes(autoencoder.toBytes());
  }
}
