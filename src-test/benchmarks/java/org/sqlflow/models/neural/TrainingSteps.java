package org.sqlflow.models.neural;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.sqlflow.benchmarks.Samples;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Products;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.dec.ClusterAssignment;
import org.sqlflow.models.clustering.dec.DeepEmbeddedClustering;
import org.sqlflow.models.clustering.dec.DeepEmbeddedClustering.ClusteringStep;
import org.sqlflow.models.training.Batches;

/** The steps of training by themselves, for benchmarks. */
public final class TrainingSteps {
  private static final int BATCH = 256;
  private static final int CLUSTERS = 10;
  private static final double RATE = 0.001;

  private final Shape shape;
  private final Matrix rows;
  private final AutoencoderNetwork autoencoder;

  public TrainingSteps(Shape shape) {
    this.shape = shape;
    this.rows = shape.randomRows();
    this.autoencoder =
        AutoencoderNetwork.create(
            new AutoencoderNetwork.Design(
                shape.features(), shape.units(), Activation.RELU, WeightInit.XAVIER_UNIFORM, 5));
  }

  /** Rows and a network to train on them. */
  public record Shape(String name, int rows, int features, List<Integer> units) {
    /** Of performance's two shapes that of a name. */
    public static Shape of(String name) {
      return switch (name) {
        case "large" -> new Shape(name, 10_000, 784, List.of(500, 500, 2000, 10));
        case "small" -> new Shape(name, 100_000, 10, List.of(100, 7));
        default -> throw new IllegalArgumentException("no shape " + name);
      };
    }

    /** Normal random numbers. */
    public Matrix randomRows() {
      Random random = new Random(1);
      float[] values = new float[rows * features];
      for (int at = 0; at < values.length; at++) {
        values[at] = (float) random.nextGaussian();
      }
      return new Matrix(rows, features, values);
    }

    @Override
    public String toString() {
      return features
          + String.join("", units.stream().map(unit -> "-" + unit).toList())
          + " and back, "
          + rows
          + " rows";
    }
  }

  /** The matrix products of whole passes of pre-training, alone. */
  public Samples products(int warm, int passes) {
    return Products.of(shape, BATCH, warm, passes);
  }

  /** Whole passes of pre-training. */
  public Samples preTraining(int warm, int passes) {
    try (NetworkStep step = new NetworkStep(autoencoder, BATCH, RATE)) {
      Batches batches = new Batches(shape.rows(), BATCH, 1);
      return Samples.of(
          warm,
          passes,
          () -> {
            batches.shuffle();
            for (int i = 0; i < batches.perEpoch(); i++) {
              step.train(rows.values(), batches.order(), batches.start(i), batches.rows(i));
            }
          });
    }
  }

  /**
   * Whole passes of clustering.
   *
   * @param decoded whether the reconstruction is part of the loss, as it is by default
   */
  public Samples clustering(int warm, int passes, boolean decoded) {
    try (ClusteringStep step = clusteringStep(decoded ? 1 : 0);
        ClusterAssignment assignment = assignment(step)) {
      Batches batches = new Batches(shape.rows(), BATCH, 1);
      FloatBuffer target = assignment.target();
      return Samples.of(
          warm,
          passes,
          () -> {
            batches.shuffle();
            for (int i = 0; i < batches.perEpoch(); i++) {
              step.train(batches, i, target);
            }
          });
    }
  }

  /** Updates of the target distribution over all rows. */
  public Samples renewal(int warm, int count) {
    try (ClusteringStep step = clusteringStep(0)) {
      return Samples.of(warm, count, () -> assignment(step).close());
    }
  }

  private ClusteringStep clusteringStep(double reconstructionWeight) {
    int width = shape.units().get(shape.units().size() - 1);
    float[] centres = new Shape("", CLUSTERS, width, List.of()).randomRows().values();
    return new ClusteringStep(
        Optional.of(autoencoder),
        rows,
        centres,
        new DeepEmbeddedClustering.Settings(
            CLUSTERS,
            RATE,
            Integer.MAX_VALUE,
            100,
            OptionalDouble.empty(),
            1,
            reconstructionWeight,
            BATCH,
            1),
        RATE);
  }

  private ClusterAssignment assignment(ClusteringStep step) {
    Matrix codes = autoencoder.encode(rows, CancellationCheck.NONE);
    return ClusterAssignment.of(codes, step.centres(), CLUSTERS);
  }
}
