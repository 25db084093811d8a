package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.autoencoder.AutoencoderEstimator;
import org.sqlflow.models.autoencoder.PreTraining;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.PhaseTimer;

/** One start of a clusterModel: pre-training, first centres, clustering. */
final class DecStart {
  private final TrainingData data;
  private final PretrainCase clusterCase;
  private final TrainingListener listener;
  private final Checkpoint preTrained;
  private final Checkpoint centred;
  private final Checkpoint clustered;
  private final List<Phase> phases = new ArrayList<>();
  private final List<CurvePoint> curve = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<AutoencoderNetwork> autoencoder = Optional.empty();
  private boolean hasEncoder;

  DecStart(TrainingData data, TrainingListener listener) {
    this.data = data;
    this.clusterCase = PretrainCase.of(data);
    this.listener = listener;
    boolean keeps = Restarts.isKept(data);
    this.preTrained = Checkpoint.smallestLoss(keeps);
    this.centred = Checkpoint.smallestLoss(keeps);
    this.clustered = Checkpoint.lastPass(keeps);
  }

  /**
   * What a start gave.
   *
   * @param groups of each row, numbered by size
   * @param loss of the last pass of clustering; NaN if it had none
   */
  record Outcome(
      long seed,
      Optional<AutoencoderNetwork> autoencoder,
      Clusters groups,
      double loss,
      List<Phase> phases,
      List<CurvePoint> curve,
      List<String> notes) {
    double seconds() {
      return phases.stream().mapToDouble(Phase::seconds).sum();
    }
  }

  /**
   * Trains.
   *
   * @throws CancellationException if the listener asked to stop; then {@link #keep} may help
   */
  Outcome run() {
    if (clusterCase.hasEncoder()) {
      autoencoder = Optional.of(AutoencoderEstimator.start(data));
    }
    if (clusterCase.isPreTrained()) {
      preTrain(autoencoder.orElseThrow());
    }
    hasEncoder = true;
    float[] start = firstCentres();
    DeepEmbeddedClustering.Outcome outcome =
        DeepEmbeddedClustering.fit(
            autoencoder, data.rows(), start, settings(), listener, clustered);
    phases.add(outcome.phase());
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
    return outcome(outcome.centres(), outcome.loss());
  }

  private void preTrain(AutoencoderNetwork network) {
    PreTraining.Outcome outcome =
        PreTraining.fit(
            network,
            data.rows(),
            AutoencoderAttributes.preTraining(data.attributes(), data.rows().rows()),
            listener,
            preTrained);
    phases.add(outcome.phase());
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
  }

  private DeepEmbeddedClustering.Settings settings() {
    return DecAttributes.clustering(data.attributes(), data.rows().rows());
  }

  /** Clusters are those that the network gives as it is stored: so predictions agree with them. */
  private Outcome outcome(float[] centres, double loss) {
    Optional<AutoencoderNetwork> trained = autoencoder.map(AutoencoderNetwork::trained);
    Matrix codes = trained.map(a -> a.encode(data.rows(), listener)).orElse(data.rows());
    int[] groups = ClusterAssignment.of(codes, centres, settings().clusters()).groups();
    return new Outcome(
        data.attributes().wholeLong(CommonAttributes.SEED),
        trained,
        Clusters.bySize(groups, centres, settings().clusters()),
        loss,
        phases,
        curve,
        notes);
  }

  private float[] firstCentres() {
    PhaseTimer meter = new PhaseTimer("first centres", 1, listener);
    meter.begin();
    Matrix codes = autoencoder.map(a -> a.encode(data.rows(), listener)).orElse(data.rows());
    float[] centres = new FirstCentres(data, listener, centred).of(codes);
    phases.add(meter.end());
    return centres;
  }

  /** Whether {@link #keep} has something to keep. */
  boolean isUsable() {
    return hasEncoder || preTrained.state().isPresent();
  }

  /**
   * The best state of a start that was stopped, once the listener knows that it ends early: after
   * the best pass of clustering; without one, k-means on the codes of the best pass of
   * pre-training.
   *
   * @param where it was stopped
   */
  Outcome keep(String where) {
    Optional<Checkpoint.State> best = clustered.state();
    if (best.isEmpty()) {
      return keepEncoder(where);
    }
    clustered.phase().ifPresent(phases::add);
    curve.addAll(clustered.curve());
    restore(best.get());
    int pass = best.get().pass();
    note(
        where,
        pass == 0
            ? "the first centres are kept, as no pass of clustering was complete"
            : "the state after pass " + pass + " is kept, the last that was complete");
    return outcome(best.get().learnt().centres(), pass == 0 ? Double.NaN : best.get().loss());
  }

  private Outcome keepEncoder(String where) {
    String encoder = "";
    if (!hasEncoder) {
      Checkpoint.State best = preTrained.state().orElseThrow();
      preTrained.phase().ifPresent(phases::add);
      curve.addAll(preTrained.curve());
      restore(best);
      encoder = "the encoder of pass " + best.pass() + " is kept with ";
    }
    note(
        where,
        encoder
            + (encoder.isEmpty() ? "the first centres are kept" : "the first centres")
            + "; clustering did not begin");
    float[] centres =
        centred.state().map(state -> state.learnt().centres()).orElseGet(this::firstCentres);
    return outcome(centres, Double.NaN);
  }

  private void note(String where, String kept) {
    notes.add(0, "Interrupted in " + where + ": " + kept + ".");
  }

  private void restore(Checkpoint.State best) {
    best.learnt()
        .weights()
        .ifPresent(weights -> autoencoder.orElseThrow().parameters().assign(weights));
  }
}
