package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;

/** One start of a clusterModel: pre-training, first centres, clustering. */
final class ClusterStart {
  private final TrainingData data;
  private final ClusterCase clusterCase;
  private final TrainingListener listener;
  private final BestState preTrained;
  private final BestState centred;
  private final BestState clustered;
  private final List<Phase> phases = new ArrayList<>();
  private final List<CurvePoint> curve = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Autoencoder> autoencoder = Optional.empty();
  private boolean hasEncoder;

  ClusterStart(TrainingData data, TrainingListener listener) {
    this.data = data;
    this.clusterCase = ClusterCase.of(data);
    this.listener = listener;
    boolean keeps = Restarts.isKept(data);
    this.preTrained = BestState.smallestLoss(keeps);
    this.centred = BestState.smallestLoss(keeps);
    this.clustered = BestState.lastPass(keeps);
  }

  /**
   * What a start gave.
   *
   * @param groups of each row, numbered by size
   * @param loss of the last pass of clustering; NaN if it had none
   */
  record Outcome(
      long seed,
      Optional<Autoencoder> autoencoder,
      Groups groups,
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
      autoencoder = Optional.of(AutoencoderType.start(data));
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

  private void preTrain(Autoencoder network) {
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
    return ClusterAttributes.clustering(data.attributes(), data.rows().rows());
  }

  /** Groups are those that the network gives as it is stored: so predictions agree with them. */
  private Outcome outcome(float[] centres, double loss) {
    Optional<Autoencoder> trained = autoencoder.map(Autoencoder::trained);
    Matrix codes = trained.map(a -> a.encode(data.rows(), listener)).orElse(data.rows());
    int[] groups = ClusterAssignment.of(codes, centres, settings().clusters()).groups();
    return new Outcome(
        data.attributes().wholeLong(CommonAttributes.SEED),
        trained,
        Groups.bySize(groups, centres, settings().clusters()),
        loss,
        phases,
        curve,
        notes);
  }

  private float[] firstCentres() {
    PhaseMeter meter = new PhaseMeter("first centres", 1, listener);
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
    Optional<BestState.State> best = clustered.state();
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
      BestState.State best = preTrained.state().orElseThrow();
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

  private void restore(BestState.State best) {
    best.learnt()
        .weights()
        .ifPresent(weights -> autoencoder.orElseThrow().parameters().assign(weights));
  }
}
