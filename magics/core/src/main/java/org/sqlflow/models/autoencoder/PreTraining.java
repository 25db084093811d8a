package org.sqlflow.models.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.TrainingPass;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.AveragedTraining;
import org.sqlflow.models.neural.NetworkStep;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.Batches;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/** Trains an autoencoder to reconstruct its rows, by mean squared error. */
public final class PreTraining {
  public static final String PHASE = "pre-training";

  /**
   * Above this rate of Adam, a loss that hardly fell means that the steps are too long: SQLFlow's
   * clustering tutorial sets 1, a rate of plain gradient descent. With Adam the clusters of its
   * data (activepower) then have a silhouette of -0.004, and one of 0.187 at 0.01, to which this
   * leads.
   */
  private static final double SAFE_RATE = 0.01;

  private static final double IMPROVED = 0.9;

  /** A loss that grew by less equals the initial one: rounding depends on the rows' order. */
  private static final double NO_WORSE = 1.001;

  /** A rate at which the loss did not fall is divided by this, and training restarts. */
  private static final double RATE_CUT = 10;

  private static final int MOST_CUTS = 5;

  private final AutoencoderNetwork autoencoder;
  private final Matrix rows;
  private final Optional<RowSums> all;
  private final Settings settings;
  private final PhaseTimer timer;
  private final Checkpoint best;

  private PreTraining(
      AutoencoderNetwork autoencoder,
      Matrix rows,
      Optional<RowSums> all,
      Settings settings,
      PhaseTimer timer,
      Checkpoint best) {
    this.autoencoder = autoencoder;
    this.rows = rows;
    this.all = all;
    this.settings = settings;
    this.timer = timer;
    this.best = best;
  }

  /** How to train. */
  public record Settings(
      int epochs, double learningRate, int batchSize, long seed, Optional<Callbacks> callbacks) {}

  /**
   * When to stop early or to lower the learning rate, by Keras' names.
   *
   * @param stopPatience epochs without progress before training stops
   * @param stopMinDelta smallest decrease of the loss that counts as progress
   * @param reducePatience epochs without progress before the rate is lowered
   * @param reduceFactor what the rate is multiplied by
   */
  public record Callbacks(
      int stopPatience, double stopMinDelta, int reducePatience, double reduceFactor) {}

  /** What happened; the autoencoder itself was changed. */
  public record Outcome(double loss, Phase phase, List<CurvePoint> curve, List<String> notes) {}

  /**
   * Trains.
   *
   * @param all of which the rows are a sample: an epoch is a pass over them; empty to train on the
   *     rows themselves
   * @param best is offered each epoch
   */
  public static Outcome fit(
      AutoencoderNetwork autoencoder,
      Matrix rows,
      Optional<RowSums> all,
      Settings settings,
      TrainingContext context,
      Checkpoint best) {
    String unit = all.isPresent() ? "pass" : "epoch";
    PhaseTimer timer = new PhaseTimer(PHASE, unit, settings.epochs(), context);
    return new PreTraining(autoencoder, rows, all, settings, timer, best).fit();
  }

  private Outcome fit() {
    INDArray start = autoencoder.parameters().dup();
    List<String> notes = new ArrayList<>();
    double rate = settings.learningRate();
    for (int cut = 0; cut <= MOST_CUTS; cut++) {
      Optional<Double> loss = fit(rate);
      if (loss.isPresent()) {
        return new Outcome(loss.get(), timer.end(), timer.curve(), notes);
      }
      notes.add(
          Text.of(
              "Pre-training did not converge at model.pretrain_lr = %s and restarted at %s.",
              AttributeNotes.rate(rate), AttributeNotes.rate(rate / RATE_CUT)));
      rate /= RATE_CUT;
      autoencoder.parameters().assign(start);
      timer.restart();
      best.forget();
    }
    throw new ModelException(
        "pre-training does not converge even at a learning rate of "
            + AttributeNotes.rate(rate * RATE_CUT)
            + ": scale the features (train.scale = standard) or set a lower model.pretrain_lr",
        AutoencoderAttributes.LEARNING_RATE);
  }

  /** The last epoch's loss; empty if training diverged or did not improve. */
  private Optional<Double> fit(double rate) {
    try (HereEpochs here = new HereEpochs(rate)) {
      Optional<Epochs> there = all.map(rowsThere -> new ThereEpochs(rowsThere, rate));
      return fit(there.orElse(here), here.error(), rate);
    }
  }

  /** Trains the network on its rows, wherever they are. */
  private interface Epochs {
    /** The mean loss of an epoch. */
    double train();

    void slowDown(double factor);
  }

  /** Shuffled batches of rows in memory. */
  private final class HereEpochs implements Epochs, AutoCloseable {
    private final Batches batches = new Batches(rows.rows(), settings.batchSize(), settings.seed());
    private final NetworkStep step;

    private HereEpochs(double rate) {
      this.step = new NetworkStep(autoencoder, Math.min(settings.batchSize(), rows.rows()), rate);
    }

    /** The mean squared error of the rows. */
    private double error() {
      double sum = 0;
      for (int i = 0; i < batches.perEpoch(); i++) {
        int count = batches.rows(i);
        sum += step.error(rows.values(), batches.order(), batches.start(i), count) * count;
      }
      return sum / rows.rows();
    }

    @Override
    public double train() {
      timer.beginStep();
      batches.shuffle();
      double sum = 0;
      for (int i = 0; i < batches.perEpoch(); i++) {
        int count = batches.rows(i);
        double loss = step.train(rows.values(), batches.order(), batches.start(i), count);
        sum += loss * count;
        timer.batch(count, loss);
      }
      return sum / rows.rows();
    }

    @Override
    public void slowDown(double factor) {
      step.optimizer().setLearningRate(step.optimizer().learningRate() * factor);
    }

    @Override
    public void close() {
      step.close();
    }
  }

  /** Passes over rows in a cluster. */
  private final class ThereEpochs implements Epochs {
    private final AveragedTraining training;

    private ThereEpochs(RowSums there, double rate) {
      this.training =
          new AveragedTraining(
              Optional.of(autoencoder),
              autoencoder.features(),
              new float[0],
              there,
              new TrainingPass.Steps(settings.batchSize(), rate, settings.seed()));
    }

    @Override
    public double train() {
      timer.begin();
      return training.reconstruct();
    }

    @Override
    public void slowDown(double factor) {
      training.slowDown(factor);
    }
  }

  private Optional<Double> fit(Epochs epochs, double before, double rate) {
    Optional<Plateau> plateau = settings.callbacks().map(Plateau::new);
    double loss = before;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      loss = epochs.train();
      timer.endEpoch(loss);
      if (!Double.isFinite(loss)) {
        return Optional.empty();
      }
      best.epochEnded(timer, loss, this::snapshot);
      double epochLoss = loss;
      plateau.ifPresent(p -> p.see(epochLoss, epochs));
      if (plateau.isPresent() && plateau.get().isOver()) {
        break;
      }
    }
    boolean improved = loss <= before * (rate > SAFE_RATE ? IMPROVED : NO_WORSE);
    return improved ? Optional.of(loss) : Optional.empty();
  }

  private Checkpoint.Snapshot snapshot() {
    return new Checkpoint.Snapshot(Optional.of(autoencoder.parameters().dup()), new float[0]);
  }

  /** Keras' EarlyStopping and ReduceLROnPlateau on the loss of an epoch. */
  private static final class Plateau {
    private final Callbacks callbacks;
    private double best = Double.POSITIVE_INFINITY;
    private int sinceStop;
    private int sinceReduce;

    private Plateau(Callbacks callbacks) {
      this.callbacks = callbacks;
    }

    private void see(double loss, Epochs epochs) {
      boolean better = loss < best - callbacks.stopMinDelta();
      best = Math.min(best, loss);
      sinceStop = better ? 0 : sinceStop + 1;
      sinceReduce = better ? 0 : sinceReduce + 1;
      if (sinceReduce >= callbacks.reducePatience()) {
        epochs.slowDown(callbacks.reduceFactor());
        sinceReduce = 0;
      }
    }

    private boolean isOver() {
      return sinceStop >= callbacks.stopPatience();
    }
  }
}
