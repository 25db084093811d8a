package org.sqlflow.executor;

import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * One pass over a partition's rows that trains a copy of an autoencoder, by batches: to reconstruct
 * its rows, or with cluster centres towards a {@link SoftTarget}. Rows come in a random order; they
 * are shuffled again in windows of many batches, so that a pass never holds the partition.
 */
public final class TrainingPass implements PartitionWork {
  private static final long serialVersionUID = 1L;

  /** Batches that are shuffled together, if that many fit. */
  private static final int WINDOW_BATCHES = 64;

  /** Numbers that wait at most. */
  private static final int WINDOW_NUMBERS = 1 << 22;

  private final NetworkShape shape;
  private final TrainingState start;
  private final SoftTarget target;
  private final double reconstructionWeight;
  private final int batchSize;
  private final double learningRate;
  private final long seed;

  private TrainingPass(
      NetworkShape shape,
      TrainingState start,
      SoftTarget target,
      double reconstructionWeight,
      Steps steps) {
    this.shape = shape;
    this.start = start;
    this.target = target;
    this.reconstructionWeight = reconstructionWeight;
    this.batchSize = steps.batchSize();
    this.learningRate = steps.learningRate();
    this.seed = steps.seed();
  }

  /**
   * How to go over the rows.
   *
   * @param batchSize rows of a step
   * @param learningRate of Adam
   * @param seed of the shuffles; the next pass has another
   */
  public record Steps(int batchSize, double learningRate, long seed) {}

  /** A pass that lowers the mean squared error. */
  public static TrainingPass reconstructing(NetworkShape shape, TrainingState start, Steps steps) {
    return new TrainingPass(shape, start, null, 1, steps);
  }

  /**
   * A pass that lowers the clustering loss plus {@code reconstructionWeight} times the mean squared
   * error. With a weight of 0 nothing is decoded.
   */
  public static TrainingPass clustering(
      NetworkShape shape,
      TrainingState start,
      SoftTarget target,
      double reconstructionWeight,
      Steps steps) {
    return new TrainingPass(shape, start, target, reconstructionWeight, steps);
  }

  /** The result of a partition, for {@link Trained#of}. */
  @Override
  public byte[] apply(Iterator<float[]> rows) {
    return trained(rows).toBytes();
  }

  /** The result of a partition; its rows are read once. */
  public Trained trained(Iterator<float[]> rows) {
    int fit = WINDOW_NUMBERS / (shape.features() + Network.FIRST) / batchSize;
    float[][] window = new float[batchSize * Math.max(1, Math.min(WINDOW_BATCHES, fit))][];
    Copy copy = new Copy();
    SplittableRandom random = null;
    int partition = 0;
    long all = 0;
    double loss = 0;
    while (rows.hasNext()) {
      int count = 0;
      while (count < window.length && rows.hasNext()) {
        window[count++] = rows.next();
      }
      if (random == null) {
        partition = (int) window[0][0];
        random = new SplittableRandom(new SplittableRandom(seed + partition).nextLong());
      }
      shuffle(window, count, random);
      for (int from = 0; from < count; from += batchSize) {
        int length = Math.min(batchSize, count - from);
        loss += copy.step(window, from, length) * length;
      }
      all += count;
    }
    return new Trained(partition, all, loss, copy.state);
  }

  private static void shuffle(float[][] rows, int count, SplittableRandom random) {
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      float[] row = rows[i];
      rows[i] = rows[other];
      rows[other] = row;
    }
  }

  /** This partition's copy. */
  private final class Copy {
    private final Network network = new Network(shape, batchSize);
    private final Network frozen = target == null ? null : new Network(shape, batchSize);
    private final int weights = shape.parameters();
    private final float[] gradient = new float[start.parameters().length];
    private final float[] codes = new float[batchSize * shape.codeWidth()];
    private final float[] codeGradient = new float[codes.length];

    /** The centres of the target. */
    private final float[] fixed =
        target == null
            ? new float[0]
            : Arrays.copyOfRange(target.parameters(), weights, gradient.length);

    private final float[] wanted = new float[target == null ? 0 : batchSize * target.clusters()];
    private TrainingState state = start.copy();

    private Copy() {
      network.take(state.parameters());
      if (target != null) {
        frozen.take(target.parameters());
      }
    }

    /** A step on some rows; the loss before it. */
    private double step(float[][] rows, int from, int count) {
      network.load(rows, from, count);
      network.encode();
      double loss = target == null ? 0 : clusteringLoss(rows, from, count);
      double weight = reconstructionWeight / ((double) count * shape.features());
      boolean decodes = weight > 0 && shape.widths().length > 0;
      if (decodes) {
        loss += network.decode(weight) * weight;
      }
      network.backward(decodes, target == null ? null : codeGradient, gradient);
      state = state.moved(gradient, learningRate);
      network.take(state.parameters());
      return loss;
    }

    private double clusteringLoss(float[][] rows, int from, int count) {
      frozen.load(rows, from, count);
      frozen.encode();
      frozen.codes(codes);
      SoftTarget.assign(codes, 0, count, fixed, target.clusters(), wanted);
      SoftTarget.sharpen(wanted, 0, count, target.frequencies(), wanted);
      network.codes(codes);
      float[] centreGradient = new float[fixed.length];
      double loss =
          ClusteringLoss.of(
              codes,
              count,
              state.centres(shape),
              target.clusters(),
              wanted,
              count,
              codeGradient,
              centreGradient);
      System.arraycopy(centreGradient, 0, gradient, weights, centreGradient.length);
      return loss;
    }
  }
}
