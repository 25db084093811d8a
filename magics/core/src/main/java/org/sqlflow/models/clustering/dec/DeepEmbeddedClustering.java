package org.sqlflow.models.clustering.dec;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.ClusteringLoss;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.NetworkStep;
import org.sqlflow.models.neural.Optimizer;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.Batches;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.Mergeable;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Trains an encoder and cluster centres together (Xie, Girshick and Farhadi 2016), with the
 * reconstruction error kept in the loss (Guo et al. 2017): mean {@code KL(p || q)} plus {@code
 * reconstructionWeight} times the mean squared error, by Adam, in shuffled batches. Without an
 * encoder the features are the codes, and only the centres are trained.
 */
public final class DeepEmbeddedClustering {
  static final String PHASE = "clustering";

  /** If training diverges, it restarts once at a rate divided by this. */
  private static final double RATE_CUT = 10;

  private final Optional<AutoencoderNetwork> autoencoder;
  private final Matrix rows;
  private final ClusterAssignment.Codes codes;
  private final Settings settings;
  private final PhaseTimer timer;
  private final Checkpoint best;

  private DeepEmbeddedClustering(
      Optional<AutoencoderNetwork> autoencoder,
      Matrix rows,
      Settings settings,
      TrainingContext context,
      Checkpoint best) {
    this.autoencoder = autoencoder;
    this.rows = rows;
    this.codes = ClusterAssignment.codes(autoencoder, rows, context);
    this.settings = settings;
    this.timer = new PhaseTimer(PHASE, settings.mostEpochs(rows.rows()), context);
    this.best = best;
  }

  /**
   * How to train.
   *
   * @param mostIterations batches at most
   * @param updateInterval batches between two updates of the target
   * @param tolerance training stops when a smaller share of rows changed group between updates
   * @param leastEpochs epochs before the tolerance counts
   */
  public record Settings(
      int clusters,
      double learningRate,
      int mostIterations,
      int updateInterval,
      OptionalDouble tolerance,
      int leastEpochs,
      double reconstructionWeight,
      int batchSize,
      long seed) {
    int mostEpochs(int rows) {
      int perEpoch = Batches.count(rows, batchSize);
      return (mostIterations + perEpoch - 1) / perEpoch;
    }

    double lowerRate() {
      return learningRate / RATE_CUT;
    }

    /** That training diverged once. */
    String restarted() {
      return Text.of(
          "Clustering diverged at model.train_lr = %s and restarted at %s.",
          AttributeNotes.rate(learningRate), AttributeNotes.rate(lowerRate()));
    }

    /** That it diverged again. */
    ModelException diverged() {
      return new ModelException(
          "clustering diverges even at a learning rate of "
              + AttributeNotes.rate(lowerRate())
              + ": scale the features (train.scale = standard) or set a lower"
              + " model.train_lr",
          DecAttributes.TRAIN_LR);
    }

    /** An estimate: most trainings end long before the most epochs. */
    int usualEpochs(int rows) {
      return Math.min(mostEpochs(rows), tolerance.isPresent() ? 2 * leastEpochs : mostIterations);
    }
  }

  /**
   * The result; the autoencoder itself was changed.
   *
   * @param centres {@code clusters x code width}
   * @param loss of the last epoch
   */
  record Outcome(
      float[] centres, double loss, Phase phase, List<CurvePoint> curve, List<String> notes) {}

  /**
   * Trains from the given centres.
   *
   * @param best is offered each epoch
   * @throws ModelException if training diverges at a lower rate too
   */
  static Outcome fit(
      Optional<AutoencoderNetwork> autoencoder,
      Matrix rows,
      float[] centres,
      Settings settings,
      TrainingContext context,
      Checkpoint best) {
    return new DeepEmbeddedClustering(autoencoder, rows, settings, context, best).fit(centres);
  }

  private Outcome fit(float[] startCentres) {
    Optional<INDArray> start = autoencoder.map(a -> a.parameters().dup());
    List<String> notes = new ArrayList<>();
    Optional<Outcome> first = fit(startCentres, settings.learningRate(), notes);
    if (first.isPresent()) {
      return first.get();
    }
    notes.add(settings.restarted());
    start.ifPresent(parameters -> autoencoder.get().parameters().assign(parameters));
    timer.restart();
    return fit(startCentres, settings.lowerRate(), notes).orElseThrow(settings::diverged);
  }

  /** One training at one rate; empty if it diverged. */
  private Optional<Outcome> fit(float[] startCentres, double rate, List<String> notes) {
    try (ClusteringStep step =
        new ClusteringStep(autoencoder, rows, startCentres, settings, rate)) {
      return fit(step, notes);
    }
  }

  private Optional<Outcome> fit(ClusteringStep step, List<String> notes) {
    Batches batches = new Batches(rows.rows(), settings.batchSize(), settings.seed());
    try (ClusterAssignment assignment =
        ClusterAssignment.of(codes, rows.rows(), step.centres(), settings.clusters())) {
      return fit(step, new Loop(step, batches, assignment), notes);
    }
  }

  private Optional<Outcome> fit(ClusteringStep step, Loop loop, List<String> notes) {
    best.begun(timer, () -> snapshot(step));
    double loss = Double.NaN;
    while (!loop.isOver()) {
      timer.beginStep();
      double epochLoss = loop.epoch();
      if (loop.diverged) {
        return Optional.empty();
      }
      if (!Double.isNaN(epochLoss)) {
        loss = epochLoss;
        timer.endEpoch(loss);
        best.epochEnded(timer, loss, () -> snapshot(step));
      }
    }
    return Optional.of(new Outcome(step.centres(), loss, timer.end(), timer.curve(), notes));
  }

  private Checkpoint.Snapshot snapshot(ClusteringStep step) {
    return new Checkpoint.Snapshot(autoencoder.map(a -> a.parameters().dup()), step.centres());
  }

  /** The state of a training. */
  private final class Loop {
    private final ClusteringStep step;
    private final Batches batches;
    private final ClusterAssignment assignment;
    private int iteration;
    private boolean settled;
    private boolean diverged;

    private Loop(ClusteringStep step, Batches batches, ClusterAssignment assignment) {
      this.step = step;
      this.batches = batches;
      this.assignment = assignment;
    }

    private boolean isOver() {
      return settled || iteration >= settings.mostIterations();
    }

    /** The mean loss of the epoch; NaN if training was over before its first batch. */
    private double epoch() {
      batches.shuffle();
      double sum = 0;
      int trained = 0;
      for (int batch = 0; batch < batches.perEpoch() && !isOver(); batch++) {
        if (iteration > 0 && iteration % settings.updateInterval() == 0) {
          updateTarget();
        }
        if (settled) {
          break;
        }
        double loss = step.train(batches, batch, assignment.target());
        diverged |= !Double.isFinite(loss);
        if (diverged) {
          break;
        }
        iteration++;
        trained += batches.rows(batch);
        sum += loss * batches.rows(batch);
        timer.batch(batches.rows(batch), loss);
      }
      return sum / trained;
    }

    private void updateTarget() {
      timer.changed(assignment.update(codes, step.centres()));
      settled =
          settings.tolerance().isPresent()
              && iteration / batches.perEpoch() >= settings.leastEpochs()
              && timer.changedShare() < settings.tolerance().getAsDouble();
    }
  }

  /**
   * One step of deep embedded clustering on one batch: moves the centres, and the autoencoder if
   * there is one. Without one the features are the codes.
   */
  public static final class ClusteringStep implements AutoCloseable {
    private final Matrix rows;
    private final int clusters;
    private final int width;
    private final double reconstructionWeight;
    private final NativeFloats centres;
    private final NativeFloats centreGradient;
    private final Optimizer centreOptimizer;
    private final Optional<NetworkStep> network;

    /**
     * A step from the given centres, which are copied.
     *
     * @param startCentres {@code clusters x code width}
     */
    public ClusteringStep(
        Optional<AutoencoderNetwork> autoencoder,
        Matrix rows,
        float[] startCentres,
        Settings settings,
        double learningRate) {
      this.rows = rows;
      this.clusters = settings.clusters();
      this.width = startCentres.length / clusters;
      this.reconstructionWeight = settings.reconstructionWeight();
      this.centres = NativeFloats.allocate(startCentres.length);
      this.centres.buffer().put(0, startCentres);
      this.centreGradient = NativeFloats.allocate(startCentres.length);
      this.centreOptimizer = new Optimizer(centres, learningRate);
      int batch = Math.min(settings.batchSize(), rows.rows());
      this.network = autoencoder.map(a -> new NetworkStep(a, batch, learningRate));
    }

    /** The centres as of now, {@code clusters x code width}. */
    public float[] centres() {
      float[] values = new float[centres.length()];
      centres.buffer().get(0, values);
      return values;
    }

    /**
     * Trains on a batch.
     *
     * @param target {@code rows x clusters}, of the whole table
     * @return the batch's loss before the step
     */
    public double train(Batches batches, int batch, FloatBuffer target) {
      int count = batches.rows(batch);
      int first = batches.start(batch);
      int[] order = batches.order();
      float[] from = centres();
      CentreGradient[] gradients = new CentreGradient[NetworkStep.pieces(count)];
      Arrays.setAll(gradients, piece -> new CentreGradient(new float[from.length]));
      NetworkStep.CodeLoss loss =
          (piece, start, length, codes, codeGradient) ->
              ClusteringLoss.of(
                  codes,
                  length,
                  from,
                  clusters,
                  targets(target, order, start, length),
                  count,
                  codeGradient,
                  gradients[piece].values());
      double total =
          network.isPresent()
              ? network.get().train(rows.values(), order, first, count, reconstructionWeight, loss)
              : onFeatures(order, first, count, loss, gradients.length);
      for (int piece = 1; piece < gradients.length; piece++) {
        gradients[0].merge(gradients[piece]);
      }
      centreGradient.buffer().put(0, gradients[0].values());
      centreOptimizer.step(List.of(centreGradient));
      return total;
    }

    private double onFeatures(
        int[] order, int first, int count, NetworkStep.CodeLoss loss, int pieces) {
      double total = 0;
      for (int piece = 0; piece < pieces; piece++) {
        int start = count * piece / pieces;
        int length = count * (piece + 1) / pieces - start;
        float[] codes = gather(rows.values(), width, order, first + start, length);
        total += loss.of(piece, first + start, length, codes, new float[codes.length]);
      }
      return total;
    }

    private float[] targets(FloatBuffer target, int[] order, int start, int count) {
      float[] targets = new float[count * clusters];
      for (int i = 0; i < count; i++) {
        target.get(order[start + i] * clusters, targets, i * clusters, clusters);
      }
      return targets;
    }

    private static float[] gather(float[] from, int width, int[] order, int start, int count) {
      float[] gathered = new float[count * width];
      for (int i = 0; i < count; i++) {
        System.arraycopy(from, order[start + i] * width, gathered, i * width, width);
      }
      return gathered;
    }

    @Override
    public void close() {
      network.ifPresent(NetworkStep::close);
      centreGradient.close();
      centres.close();
    }

    /** What a piece of a batch adds to the gradient of the centres. */
    private record CentreGradient(float[] values) implements Mergeable<CentreGradient> {
      @Override
      public void merge(CentreGradient next) {
        for (int at = 0; at < values.length; at++) {
          values[at] += next.values[at];
        }
      }
    }
  }
}
