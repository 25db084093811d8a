package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.Batches;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Trains an encoder and cluster centres together (Xie, Girshick and Farhadi 2016), with the
 * reconstruction error kept in the loss (Guo et al. 2017): mean {@code KL(p || q)} plus {@code
 * reconstructionWeight} times the mean squared error, by Adam, in shuffled batches. Without an
 * encoder the features are the codes, and the centres alone are trained.
 */
public final class DeepEmbeddedClustering {
  static final String PHASE = "clustering";

  /** A rate that made training diverge is divided by this, and training begins again, once. */
  private static final double RATE_CUT = 10;

  private final Optional<AutoencoderNetwork> autoencoder;
  private final Matrix rows;
  private final Settings settings;
  private final TrainingListener listener;
  private final PhaseTimer meter;
  private final Checkpoint best;

  private DeepEmbeddedClustering(
      Optional<AutoencoderNetwork> autoencoder,
      Matrix rows,
      Settings settings,
      TrainingListener listener,
      Checkpoint best) {
    this.autoencoder = autoencoder;
    this.rows = rows;
    this.settings = settings;
    this.listener = listener;
    int perPass = Batches.count(rows.rows(), settings.batchSize());
    int passes = (settings.mostIterations() + perPass - 1) / perPass;
    this.meter = new PhaseTimer(PHASE, passes, listener);
    this.best = best;
  }

  /**
   * How to train.
   *
   * @param mostIterations batches at most
   * @param updateInterval batches between two renewals of the target
   * @param tolerance training stops when a smaller share of rows changed group between renewals
   * @param leastPasses passes before the tolerance counts
   */
  public record Settings(
      int clusters,
      double learningRate,
      int mostIterations,
      int updateInterval,
      OptionalDouble tolerance,
      int leastPasses,
      double reconstructionWeight,
      int batchSize,
      long seed) {}

  /**
   * What came out; the autoencoder itself was changed.
   *
   * @param centres {@code clusters x code width}
   * @param loss of the last pass
   */
  record Outcome(
      float[] centres, double loss, Phase phase, List<CurvePoint> curve, List<String> notes) {}

  /**
   * Trains from the given centres.
   *
   * @param best hears of each pass
   * @throws ModelException if training diverges at a lower rate too
   */
  static Outcome fit(
      Optional<AutoencoderNetwork> autoencoder,
      Matrix rows,
      float[] centres,
      Settings settings,
      TrainingListener listener,
      Checkpoint best) {
    return new DeepEmbeddedClustering(autoencoder, rows, settings, listener, best).fit(centres);
  }

  private Outcome fit(float[] startCentres) {
    Optional<INDArray> start = autoencoder.map(a -> a.parameters().dup());
    List<String> notes = new ArrayList<>();
    Optional<Outcome> first = fit(startCentres, settings.learningRate(), notes);
    if (first.isPresent()) {
      return first.get();
    }
    double lower = settings.learningRate() / RATE_CUT;
    notes.add(
        Text.of(
            "Clustering diverged at model.train_lr = %s and began again at %s.",
            AttributeNotes.rate(settings.learningRate()), AttributeNotes.rate(lower)));
    start.ifPresent(parameters -> autoencoder.get().parameters().assign(parameters));
    meter.restart();
    return fit(startCentres, lower, notes)
        .orElseThrow(
            () ->
                new ModelException(
                    "clustering diverges even at a learning rate of "
                        + AttributeNotes.rate(lower)
                        + ": scale the features (train.scale = standard) or set a lower"
                        + " model.train_lr",
                    DecAttributes.TRAIN_LR));
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
    Loop loop =
        new Loop(step, batches, ClusterAssignment.of(codes(), step.centres(), settings.clusters()));
    best.begun(meter, () -> learnt(step));
    double loss = Double.NaN;
    while (!loop.isOver()) {
      meter.beginPass();
      double passLoss = loop.pass();
      if (loop.diverged) {
        return Optional.empty();
      }
      if (!Double.isNaN(passLoss)) {
        loss = passLoss;
        meter.endPass(loss);
        best.passEnded(meter, loss, () -> learnt(step));
      }
    }
    return Optional.of(new Outcome(step.centres(), loss, meter.end(), meter.curve(), notes));
  }

  private Checkpoint.Learnt learnt(ClusteringStep step) {
    return new Checkpoint.Learnt(autoencoder.map(a -> a.parameters().dup()), step.centres());
  }

  private Matrix codes() {
    return autoencoder.map(a -> a.encode(rows, listener)).orElse(rows);
  }

  /** Where a training stands. */
  private final class Loop {
    private final ClusteringStep step;
    private final Batches batches;
    private ClusterAssignment assignment;
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

    /** The mean loss of the pass; NaN if training was over before its first batch. */
    private double pass() {
      batches.shuffle();
      double sum = 0;
      int trained = 0;
      for (int batch = 0; batch < batches.perPass() && !isOver(); batch++) {
        if (iteration > 0 && iteration % settings.updateInterval() == 0) {
          renewTarget();
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
        meter.batch(batches.rows(batch), loss);
      }
      return sum / trained;
    }

    private void renewTarget() {
      ClusterAssignment renewed = assignment.renewed(codes(), step.centres(), settings.clusters());
      meter.changed(renewed.changedShare(assignment));
      assignment = renewed;
      settled =
          settings.tolerance().isPresent()
              && iteration / batches.perPass() >= settings.leastPasses()
              && meter.changedShare() < settings.tolerance().getAsDouble();
    }
  }
}
